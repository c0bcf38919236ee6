// Where an open conversation stands, kept by the facts that come by: whether this desk may still see it is known before it is told
// anything.
#pragma once

#include <vector>

#include "access/viewer.hpp"
#include "conversation/model.hpp"
#include "event/conversation.hpp"
#include "event/inner.hpp"

namespace zhiyin::desk {

class Sight {
 public:
  Sight() = default;
  Sight(const conversation::Conversation& c, std::vector<AgentId> participants);

  /// Facts that the picture holds already change nothing.
  void apply(const event::ConversationFact& fact);
  void apply(const event::InnerFact& fact);
  [[nodiscard]] bool shows(const access::Viewer& viewer) const { return access::sees(viewer, {inbox_, team_, owner_, participants_}); }

 private:
  InboxId inbox_;
  TeamId team_;
  AgentId owner_;
  std::vector<AgentId> participants_;
  std::int64_t revision_ = 0;
  std::int64_t inner_revision_ = 0;
};

}  // namespace zhiyin::desk
