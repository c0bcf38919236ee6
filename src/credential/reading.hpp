// Questions about sessions and tokens, on any session of the store; and who somebody is.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "credential/model.hpp"
#include "credential/settings.hpp"
#include "credential/token_text.hpp"
#include "platform/db/session.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::credential {

/// nullopt: nobody. So it is for what is unknown, expired, idle for too long, ended or revoked, of another kind than it says, and of a
/// person who is not active; nothing tells which. A demonstration person's is somebody: whether he may come from there is the caller's.
[[nodiscard]] std::optional<Who> authenticate(db::Session& session, const Presented& presented, Time now, const Settings& settings);

/// The same within a batch: named in a command's `want`, one statement for the batch, in the packet of the last lock. Does not look at the
/// person: one who is disabled has neither sessions nor tokens (end_all), and the directory gives him no rights.
void want_who(writer::Tx& tx, const Presented& presented);
[[nodiscard]] std::optional<Who> find_who(writer::Tx& tx, const Presented& presented, const Settings& settings);
/// For this batch it has ended; called by whatever ends it.
void forget_who(writer::Tx& tx, std::int64_t id);

/// Newest first, those that have not run out.
[[nodiscard]] std::vector<Session> sessions_of(db::Session& session, AgentId person, Time now, const Settings& settings);
/// Newest first, revoked ones too (the newest 200); of services when `person` is none.
[[nodiscard]] std::vector<Token> tokens_of(db::Session& session, AgentId person);
/// The argon2id text; empty when there is none.
[[nodiscard]] std::string stored_password(db::Session& session, AgentId person);

}  // namespace zhiyin::credential
