// What colleagues see of a conversation besides what its customer sees: questions on a reading session. Desk and API only.
#pragma once

#include <string>
#include <vector>

#include "conversation/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::conversation {

constexpr std::int64_t notes_shown = 50;

struct Inner {
  std::int64_t revision = 0;
  TeamId team;
  std::int64_t priority = 0;
  std::vector<std::string> labels;        ///< ascending
  std::vector<Participant> participants;  ///< by agent, ascending
  Time snoozed_until;
  std::vector<Note> notes;  ///< ascending
  /// Notes are those with irev above it; 0: they are the newest notes_shown, and replace what was known.
  std::int64_t notes_after = 0;
};

/// In the transaction in which `conversation` was read. `known`: the inner revision that the asker has, 0 for none; more notes than
/// notes_shown since, or a revision of another past, are answered by the newest.
[[nodiscard]] Inner inner_of(db::Session& session, const Conversation& conversation, std::int64_t known = 0);
/// Those with irev below `before`: the newest `limit` (at most notes_shown) of them, ascending.
[[nodiscard]] std::vector<Note> notes_before(db::Session& session, ConversationId id, std::int64_t before, std::int64_t limit);
/// Who takes part, besides the owner: for the rule of visibility.
[[nodiscard]] std::vector<AgentId> participants_of(db::Session& session, ConversationId id);

}  // namespace zhiyin::conversation
