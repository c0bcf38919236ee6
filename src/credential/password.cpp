#include <array>

#include "credential/reading.hpp"
#include "credential/service.hpp"
#include "credential/store.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::credential {
namespace {

constexpr db::Statement read_password{"read_password", "SELECT stored FROM password WHERE person = $1"};
constexpr db::Statement put_password{"put_password", "UPDATE password SET stored = $2, changed_at = $3 WHERE person = $1"};
constexpr db::Statement renew_stored{"renew_password", "UPDATE password SET stored = $2 WHERE person = $1"};
constexpr std::array<const db::Statement*, 3> all_statements{&read_password, &put_password, &renew_stored};

}  // namespace

std::span<const db::Statement* const> password_statements() {
  return all_statements;
}

std::string stored_password(db::Session& session, AgentId person) {
  const auto rows = session.query(read_password, {person.value()});
  return rows.empty() ? std::string{} : std::string{rows.text(0, 0)};
}

void renew_password(writer::Tx& tx, AgentId person, std::string_view stored) {
  (void)tx.session().query(renew_stored, {person.value(), stored});
}

Result<void> set_password(writer::Tx& tx, const audit::Party& by, AgentId person, std::string_view stored, SessionId kept,
                          const std::optional<std::string>& before) {
  require(!stored.empty(), "a password is stored as its hash");
  lock_person(tx, person);
  auto& session = tx.session();
  if (before && stored_password(session, person) != *before) {
    return refuse(ErrorCode::stale, "the password was changed meanwhile", "", "sign in with the new one");
  }
  (void)session.query(put_password, {person.value(), stored, to_millis(tx.now())});
  audit::note(tx, {.actor = by, .action = "password_set", .subject = {"person", person.value()}});
  end_sessions(tx, by, person, kept);
  return {};
}

}  // namespace zhiyin::credential
