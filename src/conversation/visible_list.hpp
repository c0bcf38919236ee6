// Lists of conversations for whoever may see them, newest activity first, and how many there are. Both hold only what the rule of
// visibility shows (visible.hpp).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/viewer.hpp"
#include "conversation/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::conversation {

/// What stands at its initial value filters nothing.
struct Filter {
  std::vector<Stage> stages;
  InboxId inbox;
  TeamId team;
  std::optional<AgentId> assignee;  ///< none: nobody's
  std::optional<std::vector<ContactId>> contacts;
  std::string label;
  std::optional<std::int64_t> priority;
  AgentId mentions;  ///< somebody was called in a note of it
  Time since;        ///< of the newest message, at the earliest
};

/// The last row of a page: where the next one goes on.
struct Bookmark {
  Time last_at;
  ConversationId id;
};

struct VisibleList {
  std::vector<Conversation> rows;
  bool more = false;
};
constexpr std::int64_t visible_list_max = 100;
/// `after`: nullptr for the first page. A conversation in which somebody writes meanwhile goes to the front and is not met again.
[[nodiscard]] VisibleList visible_list(db::Session& session, const access::Viewer& viewer, const Filter& filter, const Bookmark* after,
                                       std::int64_t limit);

struct StageCount {
  Stage stage = Stage::queued;
  std::int64_t count = 0;
};
/// Of those that are open (not resolved), for the stages that have any.
[[nodiscard]] std::vector<StageCount> visible_counts(db::Session& session, const access::Viewer& viewer, const Filter& filter);

[[nodiscard]] std::span<const db::Statement* const> visible_list_statements();

}  // namespace zhiyin::conversation
