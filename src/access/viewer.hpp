// Who looks, and the one rule of what he may see. Commands, queries, streams and screens all ask here.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "event/ids.hpp"
#include "identity/permission.hpp"

namespace zhiyin::access {

/// A person as the rule sees him. A disabled person, or an ended session, is a Viewer without rights.
struct Viewer {
  AgentId person;
  std::string name;
  identity::Rights rights;       ///< of his role, cut down to the scopes of the token he came with
  std::vector<InboxId> inboxes;  ///< ascending: those he belongs to, himself or through a team
  std::vector<TeamId> teams;     ///< ascending

  [[nodiscard]] bool may(identity::Right right) const { return rights.test(static_cast<std::size_t>(right)); }
  [[nodiscard]] bool in(InboxId inbox) const { return std::ranges::binary_search(inboxes, inbox); }
  [[nodiscard]] bool in(TeamId team) const { return std::ranges::binary_search(teams, team); }
  friend bool operator==(const Viewer&, const Viewer&) = default;
};

/// Where a conversation stands.
struct Place {
  InboxId inbox;
  TeamId team;    ///< none: it waits for no team in particular
  AgentId owner;  ///< none while nobody's
  std::span<const AgentId> participants;
};

/// Whether the conversation exists for him at all. In this order: nobody sees anything without conversation.read; with
/// conversation.read_all everything; its owner and those who were invited see it; and who belongs to its inbox, unless it is another
/// team's. What he may not see is `not_found` for him, never `forbidden`.
[[nodiscard]] bool sees(const Viewer& viewer, const Place& place);

}  // namespace zhiyin::access
