// What the routing asks: which conversations wait, who has how many, where some stand.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "conversation/model.hpp"
#include "platform/db/session.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::conversation {

[[nodiscard]] std::span<const db::Statement* const> work_statements();

/// A conversation as those see it who give it away.
struct Work {
  ConversationId id;
  InboxId inbox;
  TeamId team;
  Stage stage = Stage::queued;
  AgentId assignee;
  bool snoozed = false;
  Time since{};  ///< what the queue goes by: of the first words without an answer, else of the last ones
};

/// The queue of these inboxes without those that sleep: the most urgent first, of these whoever waits longest for an answer.
[[nodiscard]] std::vector<Work> waiting(db::Session& session, std::span<const std::int64_t> inboxes, std::int64_t limit);
/// Those that are there, in any order.
[[nodiscard]] std::vector<Work> standing(db::Session& session, std::span<const std::int64_t> ids);
/// What these agents have in hand, assigned or in wrap-up; those that sleep take no room.
[[nodiscard]] std::vector<Work> held_by(db::Session& session, std::span<const std::int64_t> agents);
/// How many `agent` has in hand, as of this transaction with the changes of its batch; what others have not committed is not counted.
[[nodiscard]] std::int64_t held_by(writer::Tx& tx, AgentId agent);

/// A note by the system, for colleagues. Wants: the conversation, which must be there. `client_id` names it once for good.
void note_as_system(writer::Tx& tx, ConversationId id, std::string_view client_id, std::string_view text);

}  // namespace zhiyin::conversation
