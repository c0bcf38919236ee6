// Conversations and the removal of teams: an open one never points to a team that is not there.
#pragma once

#include <span>

#include "conversation/model.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::conversation {

[[nodiscard]] std::span<const db::Statement* const> lost_team_statements();

/// How many open ones are this team's, as of this transaction with the changes of its batch. Under the head's lock it stays so until
/// COMMIT, because whoever gives a conversation to a team, or begins one of a team again, holds that too (access::hold).
[[nodiscard]] std::int64_t open_of_team(writer::Tx& tx, TeamId team);

/// After a resolved one has begun again: a team that was removed meanwhile has it no more. Wants: the conversation, which must be there.
/// Gives its inner revision.
std::int64_t leave_lost_team(writer::Tx& tx, ConversationId id);

}  // namespace zhiyin::conversation
