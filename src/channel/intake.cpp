#include "channel/intake.hpp"

#include "access/directory.hpp"
#include "contact/service.hpp"
#include "conversation/rules.hpp"

namespace zhiyin::channel {
namespace {

writer::LaneKey lane_of(const Inbound& in) {
  return {std::hash<std::string>{}(in.address) ^ (static_cast<std::uint64_t>(in.inbox.value()) * 0x9E3779B97F4A7C15ULL)};
}

bool hinted(const Inbound& in) {
  return !in.contact.none() && !in.conversation.none();
}

/// Whether it takes the customer's message. Its inbox is asked only about a resolved one, so that a plain message costs nothing more; one
/// that was resolved in this very batch is so young that it is opened again whatever its inbox says.
bool goes_on_in(writer::Tx& tx, const conversation::Conversation& c) {
  const auto* directory = c.stage == Stage::resolved ? access::loaded(tx) : nullptr;
  const auto* inbox = directory != nullptr ? directory->inbox(c.inbox) : nullptr;
  return conversation::takes_visitor_message(c, tx.now(),
                                             inbox != nullptr ? std::chrono::days{inbox->reopen_days} : conversation::reopen_within);
}

/// True when nothing more has to be loaded to know goes_on_in.
bool know_inbox(writer::Tx& tx, const conversation::Conversation* c) {
  if (c == nullptr || c->stage != Stage::resolved) {
    return true;
  }
  access::want(tx);
  return access::loaded(tx) != nullptr;
}

/// While the hinted conversation is the contact's and takes his messages, he has no newer one: only that opens another.
bool hint_holds(writer::Tx& tx, const Inbound& in) {
  const auto* c = conversation::find(tx, in.conversation);
  return c != nullptr && c->contact == in.contact && goes_on_in(tx, *c);
}

/// Without a hint: the address, then its contact's newest conversation, then the message. A hint saves the first two; should it turn out
/// wrong (the conversation ended long ago) the address is locked after a conversation, against the order of ranks: a deadlock is possible,
/// the store ends it, and the batch is done again.
void want(writer::Tx& tx, const Inbound& in) {
  if (hinted(in)) {
    conversation::want(tx, in.conversation);
    conversation::want_message(tx, in.inbox, in.contact.value(), in.client_id);
    if (!conversation::loaded(tx, in.conversation) || !know_inbox(tx, conversation::find(tx, in.conversation)) || hint_holds(tx, in)) {
      return;
    }
  }
  contact::want_address(tx, in.inbox, in.address);
  const auto owner = contact::owner_of(tx, in.inbox, in.address);
  if (!owner.none()) {
    conversation::want_newest_of(tx, owner);
    (void)know_inbox(tx, conversation::newest_of(tx, owner));
    conversation::want_message(tx, in.inbox, owner.value(), in.client_id);
  }
}

std::optional<Error> fault_in(const Inbound& in) {
  if (auto fault = conversation::fault_in_client_id(in.client_id)) {
    return fault;
  }
  return conversation::fault_in_text(in.text);
}

Result<Taken> store(writer::Tx& tx, const Inbound& in, ContactId contact, const conversation::Conversation* current,
                    const conversation::Settings& settings) {
  if (auto before = conversation::said_before(tx, in.inbox, contact.value(), in.client_id, in.text)) {
    if (!*before) {
      return std::unexpected(std::move(before->error()));
    }
    return Taken{contact, **before};
  }
  const bool goes_on = current != nullptr && goes_on_in(tx, *current);
  const auto name = current != nullptr ? current->contact_name : conversation::clean_name(in.name);
  const auto id = goes_on ? current->id
                          : conversation::open(tx, in.inbox, in.address, {PersonKind::visitor, contact.value(), name}, settings,
                                               current != nullptr ? current->id : ConversationId{});
  return Taken{contact, conversation::say_as_visitor(tx, id, in.client_id, in.text, settings)};
}

Result<Taken> run(writer::Tx& tx, const Inbound& in, const conversation::Settings& settings) {
  if (auto fault = fault_in(in)) {
    return std::unexpected(std::move(*fault));
  }
  if (hinted(in) && hint_holds(tx, in)) {
    return store(tx, in, in.contact, conversation::find(tx, in.conversation), settings);
  }
  auto owner = contact::owner_of(tx, in.inbox, in.address);
  if (owner.none()) {
    owner = contact::add(tx, in.inbox, in.address, conversation::clean_name(in.name));
  }
  return store(tx, in, owner, conversation::newest_of(tx, owner), settings);
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
