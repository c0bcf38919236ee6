// The port through which every channel brings in what a customer says: one command finds or makes the contact, finds, reopens or opens his
// conversation, and stores the message.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "contact/claim.hpp"
#include "conversation/service.hpp"
#include "platform/writer/command.hpp"
#include "platform/writer/order.hpp"

namespace zhiyin::channel {

/// A customer's message after a channel's own words have ended.
struct Inbound {
  InboxId inbox;
  std::string address;          ///< the sender, in the inbox's terms
  std::string name;             ///< used when he is first stored; may be empty
  std::string client_id;        ///< the channel's name for the message; the same again is the same message
  std::string text;             ///< UTF-8
  ContactId contact;            ///< hints from earlier messages, which save a look-up: whose address it is,
  ConversationId conversation;  ///< and his newest conversation; none when not known
  /// What he has proved; without hints while something of it is still to be bound. `address` is then not looked up: it is only where he
  /// is reached.
  std::optional<contact::Claim> claim = {};
};

struct Taken {
  ContactId contact;  ///< whose conversation it is: the sender, or somebody he proved to be
  conversation::Said said;
};

/// Order among the messages of one sender; `number` as in SenderOrder. Shared with the connection, which may close before the answer.
struct Place {
  std::shared_ptr<writer::SenderOrder> order;
  std::int64_t number = 0;
};

/// `reply` runs on the writer's thread, after COMMIT.
[[nodiscard]] std::unique_ptr<writer::Command> intake(Inbound inbound, Place place, std::move_only_function<void(Result<Taken>)> reply,
                                                      conversation::Settings settings = {});

/// Wraps a decision so that a sender's order is kept: refuses after an earlier refusal, and notes its own.
template <class T>
[[nodiscard]] std::function<Result<T>(writer::Tx&)> in_order(Place place, std::function<Result<T>(writer::Tx&)> decide) {
  return [place = std::move(place), decide = std::move(decide)](writer::Tx& tx) -> Result<T> {
    if (!place.order->open_for(place.number)) {
      return refuse(ErrorCode::earlier_refused, "an earlier message of this connection was refused", "id",
                    "send that one again or skip it, then this one");
    }
    auto result = decide(tx);
    if (!result) {
      place.order->refused(place.number);
    }
    return result;
  };
}

/// The reply's side of the same: what the store could not take counts as refused.
template <class T>
[[nodiscard]] std::move_only_function<void(Result<T>)> noting_refusal(Place place, std::move_only_function<void(Result<T>)> reply) {
  return [place = std::move(place), reply = std::move(reply)](Result<T> result) mutable {
    if (!result) {
      place.order->refused(place.number);
    }
    reply(std::move(result));
  };
}

}  // namespace zhiyin::channel
