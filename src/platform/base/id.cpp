#include "platform/base/id.hpp"

#include <array>

#include "platform/base/require.hpp"

namespace zhiyin {
namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
constexpr std::size_t text_length = 13;  // 13 * 5 = 65 bits hold 63
constexpr Time epoch{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}};
constexpr unsigned chance_bits = 22;

constexpr auto digit_values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < alphabet.size(); ++i) {
    values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::int8_t>(i);
  }
  return values;
}();

}  // namespace

std::string id_text(std::int64_t value) {
  auto rest = static_cast<std::uint64_t>(value);
  std::string text(text_length, '0');
  for (std::size_t i = text_length; i-- > 0; rest >>= 5U) {
    text[i] = alphabet[rest & 31U];
  }
  return text;
}

std::optional<std::int64_t> parse_id_text(std::string_view text) {
  if (text.size() != text_length || text.front() > '7') {
    return std::nullopt;
  }
  std::uint64_t value = 0;
  for (const char c : text) {
    const auto digit = digit_values[static_cast<unsigned char>(c)];
    if (digit < 0) {
      return std::nullopt;
    }
    value = (value << 5U) | static_cast<std::uint64_t>(digit);
  }
  if (value == 0 || value > static_cast<std::uint64_t>(INT64_MAX)) {
    return std::nullopt;
  }
  return static_cast<std::int64_t>(value);
}

std::int64_t compose_id(Time now, std::uint64_t chance) {
  const auto ms = (now - epoch).count();
  require(ms >= 0 && ms < (std::int64_t{1} << 41U), "the clock stands between 2025 and 2094");
  return (ms << chance_bits) | static_cast<std::int64_t>(chance & ((std::uint64_t{1} << chance_bits) - 1));
}

}  // namespace zhiyin
