#include "write/plan.hpp"

#include <fmt/format.h>

#include <charconv>

namespace zhiyin::prove {
namespace {

constexpr std::uint64_t addresses = 200;
constexpr std::uint64_t hot_addresses = 5;
constexpr std::int64_t turns_per_new_address = 20;

/// splitmix64's last step: any two keys give unrelated numbers.
std::uint64_t mixed(std::int64_t key, std::uint64_t salt) {
  auto x = static_cast<std::uint64_t>(key) * 0x9E3779B97F4A7C15ULL + salt;
  x = (x ^ (x >> 30U)) * 0xBF58476D1CE4E5B9ULL;
  x = (x ^ (x >> 27U)) * 0x94D049BB133111EBULL;
  return x ^ (x >> 31U);
}

}  // namespace

bool Turn::token() const {
  return mixed(key(), 1) % 5 == 0;
}

std::string Turn::address() const {
  const auto draw = mixed(key(), 2);
  if (draw % 20 == 0) {
    return fmt::format("new-{}", n / turns_per_new_address);
  }
  return fmt::format("address-{}", draw % 5 < 2 ? (draw / 100) % hot_addresses : (draw / 100) % addresses);
}

std::string Turn::client_id() const {
  return fmt::format("w{}", key());
}

std::string Turn::text() const {
  return fmt::format("message {} of producer {} in slot {}: {:.>{}}", n, producer, slot, "", 40 + mixed(key(), 3) % 80);
}

Turn turn_of(std::int64_t key) {
  return {key >> 48, (key >> 40) & 0xFF, key & 0xFF'FFFF'FFFF};
}

std::optional<Turn> turn_of_client_id(std::string_view client_id) {
  std::int64_t key = 0;
  if (client_id.empty() || client_id.front() != 'w' ||
      std::from_chars(client_id.data() + 1, client_id.data() + client_id.size(), key).ptr != client_id.data() + client_id.size()) {
    return std::nullopt;
  }
  return turn_of(key);
}

}  // namespace zhiyin::prove
