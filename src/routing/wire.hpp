// What routing tells a desk, as JSON of the live protocol; docs/routing.md says what each means.
#pragma once

#include <string>

#include "event/routing.hpp"
#include "routing/rules.hpp"
#include "routing/store.hpp"

namespace zhiyin::routing::wire {

/// `{"t":"offer","conversation":ID,"until":TIME}`: to the agent who is asked. Also for each offer that stands when his screen opens.
[[nodiscard]] std::string offer(ConversationId conversation, Time until);
/// `{"t":"offer_ended","conversation":ID,"why":"accepted|declined|expired|withdrawn"}`: to the same.
[[nodiscard]] std::string offer_ended(ConversationId conversation, event::OfferEnd why);
/// Whom a fact is told, and the text; nobody (none) for the end of a round.
struct Told {
  AgentId agent;
  std::string text;
};
[[nodiscard]] Told told(const event::RoutingFact& fact);
/// `{"t":"duty","on_duty":false,"opens":TIME}`; `opens` only when it is known.
[[nodiscard]] std::string duty(const Duty& duty);

}  // namespace zhiyin::routing::wire
