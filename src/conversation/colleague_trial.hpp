// For tests: an agent who belongs to inbox 1 and is in no team.
#pragma once

#include "access/viewer.hpp"

namespace zhiyin::conversation {

[[nodiscard]] inline access::Viewer colleague(const Person& agent) {
  return {.person = AgentId{agent.id},
          .name = agent.name,
          .rights = identity::rights_of(identity::Role::agent),
          .inboxes = {InboxId{1}},
          .teams = {}};
}

}  // namespace zhiyin::conversation
