#include "routing/service.hpp"

#include <algorithm>

#include "conversation/work.hpp"
#include "routing/gone.hpp"
#include "routing/rules.hpp"
#include "team/state.hpp"

namespace zhiyin::routing {
namespace {

using conversation::Conversation;
using conversation::Moved;
using event::OfferEnd;

bool waits(const Conversation& c) {
  return c.stage == Stage::queued && !c.snoozed();
}

bool could_take(writer::Tx& tx, const Conversation& c, const team::AgentState& state) {
  return waits(c) && state.state == team::State::available && serves(access::directory(tx), state.agent, {c.inbox, c.team});
}

/// Offers are counted first: one that another transaction turns into a conversation between the two is counted twice then, and never not.
bool has_room(writer::Tx& tx, AgentId agent) {
  const auto* member = access::directory(tx).member(agent);
  const auto offered = count_offers(tx.session(), agent);
  return member != nullptr && offered + conversation::held_by(tx, agent) < member->capacity;
}

void record(writer::Tx& tx, ConversationId conversation, event::RoutingChange change) {
  tx.record(event::write(event::RoutingFact{.conversation = conversation, .at = tx.now(), .change = change}));
}

void end(writer::Tx& tx, const Offer& offer, OfferEnd why) {
  delete_offer(tx.session(), offer.conversation);
  timer::disarm(tx, offer_timer, offer.conversation.value());
  record(tx, offer.conversation, event::OfferEnded{offer.agent, why});
}

/// It goes on to the next, and to him not before the round is over.
void pass(writer::Tx& tx, const Offer& offer, OfferEnd why) {
  end(tx, offer, why);
  insert_passed(tx.session(), offer.conversation, offer.agent);
}

void forget_round(writer::Tx& tx, ConversationId conversation) {
  clear_passed(tx.session(), conversation);
  timer::disarm(tx, again_timer, conversation.value());
}

Result<Offer> standing_offer(writer::Tx& tx, ConversationId id, const access::Viewer& agent) {
  const auto* c = conversation::find(tx, id);
  const auto found = c == nullptr ? std::nullopt : offer_of(tx.session(), id);
  const bool his = found && found->agent == agent.person;
  // Whether it exists for him at all comes first; a participant hears not_found too, for he was never asked.
  if (c == nullptr || !(his || access::sees(agent, {c->inbox, c->team, c->assignee, {}}))) {
    return refuse(ErrorCode::not_found, "there is no such conversation", "conversation", "look it up in a list");
  }
  if (!agent.may(identity::Right::conversation_reply)) {
    return refuse(ErrorCode::forbidden, "your role does not cover this", "", "ask for the right conversation.reply");
  }
  if (his) {
    return *found;
  }
  return refuse(ErrorCode::conflict, "this conversation is not offered to you any more", "conversation", "take the next one");
}

void expire(writer::Tx& tx, ConversationId id, const Settings& /*settings*/) {
  const auto found = offer_of(tx.session(), id);
  if (!found) {
    return;
  }
  if (found->expires_at > tx.now()) {
    timer::arm(tx, offer_timer, id.value(), found->expires_at);
  } else if (const auto* c = conversation::find(tx, id); c == nullptr || !waits(*c)) {
    end(tx, *found, OfferEnd::withdrawn);  // it was taken by hand, and nobody has told us yet
    forget_round(tx, id);
  } else {
    pass(tx, *found, OfferEnd::expired);
  }
}

void end_round(writer::Tx& tx, ConversationId id, const Settings& settings) {
  if (const auto found = offer_of(tx.session(), id)) {
    timer::arm(tx, again_timer, id.value(), std::max(found->expires_at, tx.now()) + settings.again);
    return;
  }
  clear_passed(tx.session(), id);
  if (const auto* c = conversation::find(tx, id); c != nullptr && waits(*c)) {
    record(tx, id, event::RoundOver{});
  }
}

timer::Kind kind(std::string_view name, const Settings& settings, void (*fire)(writer::Tx&, ConversationId, const Settings&)) {
  return {.name = name,
          .want = [](writer::Tx& tx, std::int64_t subject) { conversation::want(tx, ConversationId{subject}); },
          .fire = [settings, fire](writer::Tx& tx, std::int64_t subject) { fire(tx, ConversationId{subject}, settings); }};
}

}  // namespace

void want(writer::Tx& tx, ConversationId conversation, AgentId agent) {
  conversation::want(tx, conversation);
  team::want_state(tx, agent);
  access::want(tx);
}

bool offer(writer::Tx& tx, ConversationId conversation, AgentId agent) {
  const auto* c = conversation::find(tx, conversation);
  const auto* state = team::find_state(tx, agent);
  if (c == nullptr || state == nullptr || !could_take(tx, *c, *state) || offer_of(tx.session(), conversation)) {
    return false;
  }
  const auto before = passed(tx.session(), conversation);
  const auto* inbox = access::directory(tx).inbox(c->inbox);
  if (inbox == nullptr || std::ranges::find(before, agent) != before.end() || !has_room(tx, agent)) {
    return false;
  }
  const Offer made{.conversation = conversation,
                   .agent = agent,
                   .made_at = tx.now(),
                   .expires_at = tx.now() + inbox->offer,
                   .tries = static_cast<std::int64_t>(before.size()) + 1};
  insert_offer(tx.session(), made);
  save_given(tx.session(), agent, tx.now());
  timer::arm(tx, offer_timer, conversation.value(), made.expires_at);
  record(tx, conversation, event::OfferMade{agent, made.expires_at});
  return true;
}

Result<Moved> accept(writer::Tx& tx, ConversationId conversation, const access::Viewer& agent) {
  const auto found = standing_offer(tx, conversation, agent);
  if (!found) {
    return std::unexpected(found.error());
  }
  auto moved = conversation::accept(tx, conversation, agent);
  if (moved) {
    end(tx, *found, OfferEnd::accepted);
    forget_round(tx, conversation);
  }
  return moved;
}

Result<Moved> decline(writer::Tx& tx, ConversationId conversation, const access::Viewer& agent) {
  const auto found = standing_offer(tx, conversation, agent);
  if (!found) {
    return std::unexpected(found.error());
  }
  pass(tx, *found, OfferEnd::declined);
  const auto* c = conversation::find(tx, conversation);
  return Moved{conversation, c->revision, c->inner_revision};
}

bool withdraw(writer::Tx& tx, ConversationId conversation, AgentId agent) {
  const auto* c = conversation::find(tx, conversation);
  const auto* state = team::find_state(tx, agent);
  if (c == nullptr || state == nullptr || could_take(tx, *c, *state)) {
    return false;
  }
  const auto found = offer_of(tx.session(), conversation);
  if (!found || found->agent != agent) {
    return false;
  }
  end(tx, *found, OfferEnd::withdrawn);
  if (!waits(*c)) {
    forget_round(tx, conversation);
  }
  return true;
}

std::vector<timer::Kind> offer_kinds(const Settings& settings) {
  return {kind(offer_timer, settings, expire), kind(again_timer, settings, end_round)};
}

std::vector<timer::Kind> timer_kinds(const Settings& settings) {
  auto kinds = offer_kinds(settings);
  for (auto& one : gone_kinds(settings)) {
    kinds.push_back(std::move(one));
  }
  return kinds;
}

}  // namespace zhiyin::routing
