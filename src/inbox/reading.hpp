// Questions about inboxes, on any session. Bounded by inboxes_max.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "inbox/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::inbox {

[[nodiscard]] std::optional<Inbox> find(db::Session& session, InboxId id);
/// Ascending by id.
[[nodiscard]] std::vector<Inbox> all(db::Session& session);
/// The same in two steps, to share a packet with other questions.
struct AllAsked {
  db::Ticket inboxes;
  db::Ticket people;
  db::Ticket teams;
};
[[nodiscard]] AllAsked send_all(db::Session& session);
[[nodiscard]] std::vector<Inbox> take_all(db::Session& session, const AllAsked& asked);

/// The inboxes that name a team, each as "inbox Website": what team::remove asks.
[[nodiscard]] std::vector<std::string> served_by(db::Session& session, TeamId team);

}  // namespace zhiyin::inbox
