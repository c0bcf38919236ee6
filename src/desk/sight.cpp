#include "desk/sight.hpp"

namespace zhiyin::desk {

Sight::Sight(const conversation::Conversation& c, const std::vector<conversation::Participant>& participants)
    : inbox_(c.inbox), team_(c.team), owner_(c.assignee), revision_(c.revision), inner_revision_(c.inner_revision) {
  for (const auto& one : participants) {
    participants_.emplace_back(one.who.id);
  }
}

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
