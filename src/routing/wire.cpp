#include "routing/wire.hpp"

#include "platform/json/writer.hpp"

namespace zhiyin::routing::wire {

std::string offer(ConversationId conversation, Time until) {
  json::Writer w;
  w.begin_object().field("t", "offer").field("conversation", conversation.text()).field("until", iso_text(until));
  return w.end_object().take();
}

std::string offer_ended(ConversationId conversation, event::OfferEnd why) {
  json::Writer w;
  w.begin_object().field("t", "offer_ended").field("conversation", conversation.text()).field("why", event::offer_end_text(why));
  return w.end_object().take();
}

Told told(const event::RoutingFact& fact) {
  if (const auto* made = std::get_if<event::OfferMade>(&fact.change)) {
    return {made->agent, offer(fact.conversation, made->until)};
  }
  if (const auto* ended = std::get_if<event::OfferEnded>(&fact.change)) {
    return {ended->agent, offer_ended(fact.conversation, ended->why)};
  }
  return {};
}

std::string duty(const Duty& duty) {
  json::Writer w;
  w.begin_object().field("t", "duty").field("on_duty", duty.on);
  if (duty.opens) {
    w.field("opens", iso_text(*duty.opens));
  }
  return w.end_object().take();
}

}  // namespace zhiyin::routing::wire
