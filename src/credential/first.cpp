#include "credential/first.hpp"

#include <algorithm>
#include <array>

#include "credential/service.hpp"
#include "credential/store.hpp"
#include "identity/reading.hpp"
#include "identity/rules.hpp"
#include "identity/service.hpp"
#include "platform/crypto/crypto.hpp"

namespace zhiyin::credential {
namespace {

constexpr std::size_t code_chars = 20;
constexpr std::size_t group_chars = 5;
constexpr std::int64_t codes_max = 20;

constexpr db::Statement add_code{"add_first_code", "INSERT INTO first_code (digest, made_at) VALUES ($1, $2)"};
constexpr db::Statement drop_old_codes{
    "drop_old_first_codes",
    "DELETE FROM first_code WHERE digest NOT IN (SELECT digest FROM first_code ORDER BY made_at DESC, digest LIMIT $1)"};
constexpr db::Statement drop_codes{"drop_first_codes", "DELETE FROM first_code"};
constexpr db::Statement read_codes{"read_first_codes", "SELECT digest FROM first_code"};
constexpr std::array<const db::Statement*, 4> all_statements{&add_code, &drop_old_codes, &drop_codes, &read_codes};

bool somebody_administers(db::Session& session) {
  return std::ranges::any_of(identity::all(session), identity::administers);
}

/// As random_token writes it: small letters of Crockford's alphabet, which has no i, l, o, u.
std::string plain(std::string_view code) {
  std::string text;
  for (char c : code) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (c != '-' && c != ' ') {
      text.push_back(c == 'o' ? '0' : c == 'i' || c == 'l' ? '1' : c);
    }
  }
  return text;
}

std::string shown(std::string_view code) {
  std::string text;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    text.append(i > 0 && i % group_chars == 0 ? "-" : "").push_back(c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c);
  }
  return text;
}

}  // namespace

std::span<const db::Statement* const> first_statements() {
  return all_statements;
}

std::optional<std::string> offer_first_code(db::Session& session, Time now, Chance& chance) {
  std::optional<std::string> offered;
  session.begin();
  if (somebody_administers(session)) {
    (void)session.query(drop_codes, {});
  } else {
    const auto code = random_token(chance).substr(0, code_chars);
    const auto digest = crypto::sha256_hex(code);
    (void)session.query(add_code, {digest, to_millis(now)});
    (void)session.query(drop_old_codes, {codes_max});
    offered = shown(code);
  }
  session.commit();
  return offered;
}

bool is_first_code(db::Session& session, std::string_view code) {
  const auto digest = crypto::sha256_hex(plain(code));
  const auto rows = session.query(read_codes, {});
  bool found = false;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found = crypto::equal(rows.text(i, 0), digest) || found;
  }
  return found;
}

Result<identity::Member> claim_first(writer::Tx& tx, std::string_view code, std::string_view name, std::string_view email,
                                     std::string_view stored) {
  (void)identity::lock_head(tx);
  auto& session = tx.session();
  if (!is_first_code(session, code) || somebody_administers(session)) {
    return refuse(ErrorCode::unauthenticated, wrong_code_words, "code", wrong_code_mend);
  }
  auto member = identity::add(tx, {.name = std::string{name}, .email = std::string{email}, .role = identity::Role::administrator});
  if (!member) {
    return member;
  }
  (void)session.query(drop_codes, {});
  const audit::Party by{"person", member->id.value()};
  audit::note(tx, {.actor = by, .action = "first_administrator_made", .subject = by});
  if (auto set = set_password(tx, by, member->id, stored, {}); !set) {
    return std::unexpected(std::move(set).error());
  }
  return member;
}

}  // namespace zhiyin::credential
