// Conversations as lists need them: read whole once, then row by row as they change. On a reading session.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "conversation/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::conversation {

/// A conversation, and what lists filter by besides.
struct Listed {
  Conversation conversation;
  std::vector<std::string> labels;
  std::vector<AgentId> participants;  ///< besides the owner
};

/// Where a page ends: its last row's moment and id.
struct Mark {
  Time at = Time::max();
  ConversationId id;
};

[[nodiscard]] db::ModuleStatements listing_statements();

/// Those of these that there are, in no order.
[[nodiscard]] std::vector<Listed> rows_of(db::Session& session, std::span<const ConversationId> ids);
/// Those not resolved, the newest activity first, beginning after `after`; at most `limit`.
[[nodiscard]] std::vector<Listed> open_rows(db::Session& session, const Mark& after, std::int64_t limit);
/// Those resolved at or after `since`, the newest first, beginning after `after`; at most `limit`.
[[nodiscard]] std::vector<Listed> resolved_rows(db::Session& session, Time since, const Mark& after, std::int64_t limit);

}  // namespace zhiyin::conversation
