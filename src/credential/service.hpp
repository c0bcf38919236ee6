// Passwords, sessions and tokens: commands, each within a transaction of a writer, by statements of their own, because people sign in
// seldom. Whether the caller has the right to is decided before; checking a password takes a thread of its own: sign_in.hpp.
//
// That a session or token has ended is event::AccessChanged{part session, its id} of generation 0, without raising the head: ending one
// changes nobody's rights or places, so nobody has to read the directory anew, and people who sign out need not take turns with whoever
// changes a team.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "credential/model.hpp"
#include "credential/settings.hpp"
#include "platform/audit/audit.hpp"
#include "platform/base/result.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::credential {

[[nodiscard]] db::ModuleStatements statements();

/// How the audit log names him.
[[nodiscard]] audit::Party party_of(const Who& who);

// --- sessions

struct Browser {
  std::string address;
  std::string user_agent;
};
/// What its holder gets, once; the store has only the digest.
struct Opened {
  SessionId id;
  AgentId person;
  std::string text;  ///< for the cookie
  Time ends_at;
};
/// Always under a new id and text, whatever the client brought. Ends what has run out of this person's, and his oldest above sessions_max.
/// Only after lock_person() and a look at whether he is active.
Opened open_session(writer::Tx& tx, AgentId person, const Browser& browser, const Settings& settings);
/// A demonstration person, without a password: `at_home` is the caller's word that the connection comes from this machine and through no
/// proxy. unauthenticated otherwise, and for everybody else.
Result<Opened> demo_sign_in(writer::Tx& tx, AgentId person, bool at_home, const Browser& browser, const Settings& settings);

/// Takes turns with everything that opens or ends sessions of this person; what is read after it stays true until COMMIT.
void lock_person(writer::Tx& tx, AgentId person);
/// not_found when it is not his.
Result<void> end_session(writer::Tx& tx, const audit::Party& by, AgentId person, SessionId id);
/// All but `kept` (none: all). Returns how many.
std::int64_t end_sessions(writer::Tx& tx, const audit::Party& by, AgentId person, SessionId kept);
/// Sessions and personal tokens: for the command that disables a person, in its transaction, after it has made him inactive.
std::int64_t end_all(writer::Tx& tx, const audit::Party& by, AgentId person);
/// Says that it was used, at most once a minute; for a command of low urgency when Who::touch_due.
void touch(writer::Tx& tx, const Who& who);

// --- passwords

/// Puts a hash (platform/password) in place and ends the other sessions; `kept` may be none. With `before` it is refused as stale unless
/// that is what is stored now. Whether it is a good password was asked before (rules.hpp).
Result<void> set_password(writer::Tx& tx, const audit::Party& by, AgentId person, std::string_view stored, SessionId kept,
                          const std::optional<std::string>& before = std::nullopt);

/// The same password under a new hash; ends nothing. Only after lock_person().
void renew_password(writer::Tx& tx, AgentId person, std::string_view stored);

// --- tokens

struct NewToken {
  std::string name;
  identity::Rights scopes;
  std::optional<Time> expires_at;  ///< nullopt: never
};
struct Made {
  Token token;
  std::string text;  ///< given once
};
/// `may` is what the maker may do as he came (his role's rights, or those of the token he came with): no token reaches further. A service
/// token belongs to nobody and lives on when its maker has gone. invalid: a name, no scope, one that he has not, an end in the past;
/// not_found: nobody, or disabled; forbidden: a demonstration person; conflict: tokens_max.
Result<Made> make_personal_token(writer::Tx& tx, AgentId person, const identity::Rights& may, const NewToken& wanted);
Result<Made> make_service_token(writer::Tx& tx, AgentId maker, const identity::Rights& may, const NewToken& wanted);
/// not_found when there is no such living token: of this person, or of a service when `person` is none.
Result<void> revoke_token(writer::Tx& tx, const audit::Party& by, AgentId person, TokenId id);

}  // namespace zhiyin::credential
