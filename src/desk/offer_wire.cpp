#include "desk/offer_wire.hpp"

#include "live/told.hpp"

namespace zhiyin::desk {

std::string offer_text(ConversationId conversation, Time until) {
  auto w = live::message(live::Told::offer);
  return w.field("conversation", conversation.text()).field("until", iso_text(until)).end_object().take();
}

OfferTold offer_told(const event::RoutingFact& fact) {
  if (const auto* made = std::get_if<event::OfferMade>(&fact.change)) {
    return {made->agent, offer_text(fact.conversation, made->until)};
  }
  if (const auto* ended = std::get_if<event::OfferEnded>(&fact.change)) {
    auto w = live::message(live::Told::offer_ended);
    w.field("conversation", fact.conversation.text()).field("why", event::offer_end_text(ended->why));
    return {ended->agent, w.end_object().take()};
  }
  return {};
}

}  // namespace zhiyin::desk
