// What a desk is told of offers, as JSON of the live protocol; docs/routing.md says what each means.
#pragma once

#include <string>

#include "event/routing.hpp"

namespace zhiyin::desk {

/// `{"t":"offer","conversation":ID,"until":TIME}`: to the agent who is asked. Also for each offer that stands when his screen opens.
[[nodiscard]] std::string offer_text(ConversationId conversation, Time until);

/// Whom a fact of the routing is told, and the text, which for an end is
/// `{"t":"offer_ended","conversation":ID,"why":"accepted|declined|expired|withdrawn"}`; nobody (none) for the end of a round.
struct OfferTold {
  AgentId agent;
  std::string text;
};
[[nodiscard]] OfferTold offer_told(const event::RoutingFact& fact);

}  // namespace zhiyin::desk
