#include "desk/sight.hpp"

namespace zhiyin::desk {

Sight::Sight(const conversation::Conversation& c, std::vector<AgentId> participants)
    : inbox_(c.inbox),
      team_(c.team),
      owner_(c.assignee),
      participants_(std::move(participants)),
      revision_(c.revision),
      inner_revision_(c.inner_revision) {}

void Sight::apply(const event::ConversationFact& fact) {
  if (fact.revision > revision_) {
    revision_ = fact.revision;
    owner_ = fact.assignee;
  }
}

void Sight::apply(const event::InnerFact& fact) {
  if (fact.revision <= inner_revision_) {
    return;
  }
  inner_revision_ = fact.revision;
  team_ = fact.team;
  if (const auto* joined = std::get_if<event::ParticipantJoined>(&fact.change)) {
    participants_.emplace_back(joined->who.id);
  } else if (const auto* left = std::get_if<event::ParticipantLeft>(&fact.change)) {
    std::erase(participants_, AgentId{left->who.id});
  }
}

}  // namespace zhiyin::desk
