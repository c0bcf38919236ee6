#include "channel/intake.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "access/directory.hpp"
#include "channel/closed.hpp"
#include "contact/block.hpp"
#include "contact/service.hpp"
#include "conversation/lost_team.hpp"
#include "conversation/rules.hpp"

namespace zhiyin::channel {
namespace {

writer::LaneKey lane_of(const Inbound& in) {
  return {std::hash<std::string>{}(in.address) ^ (static_cast<std::uint64_t>(in.inbox.value()) * 0x9E3779B97F4A7C15ULL)};
}

bool hinted(const Inbound& in) {
  return !in.contact.none() && !in.conversation.none();
}

/// Whether it takes the customer's message.
bool goes_on_in(writer::Tx& tx, const conversation::Conversation& c) {
  const auto* directory = access::loaded(tx);
  const auto* inbox = directory != nullptr ? directory->inbox(c.inbox) : nullptr;
  return conversation::takes_visitor_message(c, tx.now(),
                                             inbox != nullptr ? std::chrono::days{inbox->reopen_days} : conversation::reopen_within);
}

/// While the hinted conversation is the contact's and takes his messages, he has no newer one: only that opens another.
bool hint_holds(writer::Tx& tx, const Inbound& in) {
  const auto* c = conversation::find(tx, in.conversation);
  return c != nullptr && c->contact == in.contact && c->inbox == in.inbox && goes_on_in(tx, *c);
}

void want_history(writer::Tx& tx, const Inbound& in, ContactId contact) {
  conversation::want_newest_of(tx, contact, in.inbox);
  conversation::want_message(tx, in.inbox, contact.value(), in.client_id);
  contact::want_standing(tx, contact);
}

/// Without a hint: the address, then its contact's newest conversation, then the message. A hint saves the first two; should it turn out
/// wrong (the conversation ended long ago) the address is locked after a conversation, against the order of ranks: a deadlock is possible,
/// the store ends it, and the batch is done again.
void want(writer::Tx& tx, const Inbound& in) {
  access::want(tx);
  if (hinted(in)) {
    conversation::want(tx, in.conversation);
    conversation::want_message(tx, in.inbox, in.contact.value(), in.client_id);
    contact::want_standing(tx, in.contact);
    if (!conversation::loaded(tx, in.conversation) || access::loaded(tx) == nullptr || hint_holds(tx, in)) {
      return;
    }
  }
  if (in.claim) {
    contact::want_claim(tx, *in.claim);
    for (const auto contact : contact::candidates(tx, *in.claim)) {
      want_history(tx, in, contact);
    }
    return;
  }
  contact::want_address(tx, in.inbox, in.address);
  const auto owner = contact::owner_of(tx, in.inbox, in.address);
  if (!owner.none()) {
    want_history(tx, in, owner);
  }
}

std::optional<Error> fault_in(const Inbound& in) {
  if (auto fault = conversation::fault_in_client_id(in.client_id)) {
    return fault;
  }
  return conversation::fault_in_text(in.text);
}

/// The answer that is given without storing anything: the message is there already, or its sender is blocked. What was acknowledged
/// before he was blocked stays acknowledged.
std::optional<Result<Taken>> answered_before(writer::Tx& tx, const Inbound& in, std::span<const ContactId> his) {
  for (const auto contact : his) {
    if (auto before = conversation::said_before(tx, in.inbox, contact.value(), in.client_id, in.text)) {
      if (!*before) {
        return std::unexpected(std::move(before->error()));
      }
      return Taken{contact, **before};
    }
  }
  if (std::ranges::any_of(his, [&tx](ContactId contact) { return contact::blocked(tx, contact); })) {
    return std::unexpected(contact::blocked_refusal());
  }
  return std::nullopt;
}

Stage first_stage(writer::Tx& tx, InboxId id) {
  const auto* inbox = access::directory(tx).inbox(id);
  return inbox != nullptr && inbox->bot ? Stage::bot : Stage::queued;
}

/// Into `current` if that takes a visitor's message, else into a new conversation of `contact`.
Taken store(writer::Tx& tx, const Inbound& in, ContactId contact, const conversation::Conversation* current,
            const conversation::Settings& settings) {
  const auto first = first_stage(tx, in.inbox);
  if (current != nullptr && goes_on_in(tx, *current)) {
    const bool begins_again = current->stage == Stage::resolved;
    const auto said = conversation::say_as_visitor(tx, current->id, in.client_id, in.text, settings, first);
    if (begins_again) {
      conversation::leave_lost_team(tx, current->id);
    }
    return {current->contact, said};
  }
  const auto name = current != nullptr ? current->contact_name : conversation::clean_name(in.name);
  const auto id = conversation::open(tx, in.inbox, in.address, {PersonKind::visitor, contact.value(), name}, settings,
                                     current != nullptr ? current->id : ConversationId{}, first);
  return {contact, conversation::say_as_visitor(tx, id, in.client_id, in.text, settings, first)};
}

/// Ids of conversations rise with time.
const conversation::Conversation* newest_among(writer::Tx& tx, const std::vector<ContactId>& his, InboxId inbox) {
  const conversation::Conversation* newest = nullptr;
  for (const auto contact : his) {
    if (const auto* one = conversation::newest_of(tx, contact, inbox); one != nullptr && (newest == nullptr || one->id > newest->id)) {
      newest = one;
    }
  }
  return newest;
}

Result<Taken> run_claimed(writer::Tx& tx, const Inbound& in, const conversation::Settings& settings) {
  const auto plan = contact::plan_for(tx, *in.claim);
  if (auto answer = answered_before(tx, in, plan.proved)) {
    return std::move(*answer);
  }
  if (closed(tx, in.inbox)) {
    return std::unexpected(closed_refusal());
  }
  const auto holder = contact::bind(tx, *in.claim, plan, conversation::clean_name(in.name));
  return store(tx, in, holder, newest_among(tx, plan.proved, in.inbox), settings);
}

Result<Taken> run(writer::Tx& tx, const Inbound& in, const conversation::Settings& settings) {
  if (auto fault = fault_in(in)) {
    return std::unexpected(std::move(*fault));
  }
  const bool holds = hinted(in) && hint_holds(tx, in);
  if (!holds && in.claim) {
    return run_claimed(tx, in, settings);
  }
  auto owner = holds ? in.contact : contact::owner_of(tx, in.inbox, in.address);
  if (auto answer = owner.none() ? std::nullopt : answered_before(tx, in, {&owner, 1})) {
    return std::move(*answer);
  }
  if (closed(tx, in.inbox)) {
    return std::unexpected(closed_refusal());
  }
  if (owner.none()) {
    owner = contact::add(tx, in.inbox, in.address, conversation::clean_name(in.name));
  }
  return store(tx, in, owner, holds ? conversation::find(tx, in.conversation) : conversation::newest_of(tx, owner, in.inbox), settings);
}

}  // namespace

std::unique_ptr<writer::Command> intake(Inbound inbound, Place place, std::move_only_function<void(Result<Taken>)> reply,
                                        conversation::Settings settings) {
  const auto in = std::make_shared<const Inbound>(std::move(inbound));  // shared by want and run, which the command keeps
  auto decide = in_order<Taken>(place, [in, settings](writer::Tx& tx) { return run(tx, *in, settings); });
  return writer::command<Taken>(
      lane_of(*in), [in](writer::Tx& tx) { want(tx, *in); }, std::move(decide), noting_refusal<Taken>(std::move(place), std::move(reply)));
}

}  // namespace zhiyin::channel
