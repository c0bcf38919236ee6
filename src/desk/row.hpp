// A conversation as a row of lists: what views filter and sort by, and the words that are shown, ready to send.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "access/viewer.hpp"
#include "conversation/listing.hpp"

namespace zhiyin::desk {

struct Row {
  ConversationId id;
  InboxId inbox;
  TeamId team;
  AgentId assignee;
  Stage stage = Stage::queued;
  std::int64_t priority = 0;
  std::int64_t unread = 0;
  std::int64_t revision = 0;
  std::int64_t inner_revision = 0;
  Time created_at;
  Time last_at;
  Time waiting_since;  ///< the epoch when nobody waits
  Time snoozed_until;  ///< the epoch when it is not snoozed
  Time resolved_at;
  std::vector<AgentId> participants;
  std::vector<std::string> labels;
  std::string shown;  ///< the members of the protocol's ROW that follow `order`, as JSON

  friend bool operator==(const Row&, const Row&) = default;

  [[nodiscard]] access::Place place() const { return {inbox, team, assignee, participants}; }
};
/// One version of a row, shared by the roster and by windows that have told it.
using RowPtr = std::shared_ptr<const Row>;

[[nodiscard]] Row row_of(conversation::Listed listed);

}  // namespace zhiyin::desk
