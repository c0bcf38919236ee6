#include "api/store.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "platform/base/require.hpp"

namespace zhiyin::api {
namespace {

constexpr db::Statement found_key{"found_seal_key", "INSERT INTO seal_key (one, key_hex) VALUES (1, $1) ON CONFLICT (one) DO NOTHING"};
constexpr db::Statement read_key{"read_seal_key", "SELECT s.key_hex FROM seal_key AS s WHERE s.one = 1"};
constexpr std::array<const db::Statement*, 2> key_statements{&found_key, &read_key};

}  // namespace

std::vector<db::ModuleStatements> statements() {
  return {idempotency::statements(), {key_statements, {}}};
}

SealKey found_seal_key(db::Session& session, Chance& chance) {
  std::string fresh;
  for (int i = 0; i < 4; ++i) {
    fresh += fmt::format("{:016x}", chance.bits());
  }
  session.begin();
  (void)session.query(found_key, {std::string_view{fresh}});
  const auto rows = session.query(read_key, {});
  const auto text = std::string{rows.text(0, 0)};
  session.commit();
  SealKey key{};
  require(text.size() == key.size() * 2, "the key of the cursors has 32 bytes");
  for (std::size_t i = 0; i < key.size(); ++i) {
    std::from_chars(text.data() + 2 * i, text.data() + 2 * i + 2, key.at(i), 16);
  }
  return key;
}

}  // namespace zhiyin::api
