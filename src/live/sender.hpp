// The speaking side of one connection: order across refusals, and how much may be under way. One reactor.
#pragma once

#include <algorithm>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "channel/intake.hpp"
#include "live/member.hpp"
#include "live/wire.hpp"
#include "platform/base/require.hpp"
#include "platform/base/result.hpp"
#include "platform/json/reader.hpp"

namespace zhiyin::live {

class Sender {
 public:
  struct Taken {
    std::string client_id;
    std::string text;
    channel::Place place;
  };
  /// A message as the client sent it, with a place of its own; or the answer that refuses it.
  [[nodiscard]] std::expected<Taken, std::string> take(const json::Object& message) {
    const auto id = message.text("id");
    if (!id) {
      return std::unexpected(wire::refused("", "", wrong_member("id", "text")));
    }
    auto place = admit(*id);
    if (!place) {
      return std::unexpected(wire::refused("id", *id, place.error()));
    }
    const auto text = message.text("text");
    if (!text) {
      std::erase_if(under_way_, [&place](const Sent& sent) { return sent.number == place->number; });
      note_refusal(*id, place->number);
      return std::unexpected(wire::refused("id", *id, wrong_member("text", "text")));
    }
    return Taken{std::string{*id}, std::string{*text}, *std::move(place)};
  }

  /// A place for the message `client_id`, or why it cannot have one (which counts as a refusal of it).
  [[nodiscard]] Result<channel::Place> admit(std::string_view client_id) {
    if (blocked_by_ && blocked_by_->client_id != client_id) {
      return refuse(ErrorCode::earlier_refused, "an earlier message of this connection was refused", "id",
                    "send that one again or skip it, then this one");
    }
    const auto number = ++last_number_;
    if (blocked_by_) {
      reopen_at(number);
    }
    if (static_cast<std::int64_t>(under_way_.size()) >= wire::in_flight_max) {
      note_refusal(client_id, number);
      return refuse(ErrorCode::too_many, "too many messages await their answer", "", "wait for answers, then send this one again");
    }
    under_way_.push_back({std::string{client_id}, number});
    return channel::Place{order_, number};
  }

  /// The answer to an admitted message has come.
  void answered(std::string_view client_id, const Error* error) {
    const auto found = std::ranges::find(under_way_, client_id, &Sent::client_id);
    require(found != under_way_.end(), "what is answered was admitted");
    const auto number = found->number;
    under_way_.erase(found);
    if (error != nullptr) {
      note_refusal(client_id, number);
    } else {
      skip(client_id);  // another copy of it was refused: it is stored, so nothing is left to wait for
    }
  }

  /// The sender gives a refused message up.
  void skip(std::string_view client_id) {
    if (blocked_by_ && blocked_by_->client_id == client_id) {
      reopen_at(last_number_ + 1);
    }
  }

 private:
  struct Sent {
    std::string client_id;
    std::int64_t number;
  };

  void reopen_at(std::int64_t number) {
    order_->reopen_at(number);
    open_from_ = number;
    blocked_by_.reset();
  }

  /// The earliest refused since the last reopening blocks, as in SenderOrder. A refusal from before it does not: its answer was on the way
  /// when the sender made good the one that it waits for, and the repeated one must not be turned away for its sake.
  void note_refusal(std::string_view client_id, std::int64_t number) {
    order_->refused(number);
    if (number >= open_from_ && (!blocked_by_ || number < blocked_by_->number)) {
      blocked_by_ = Sent{std::string{client_id}, number};
    }
  }

  // Shared with the commands under way, which may outlive the connection.
  std::shared_ptr<writer::SenderOrder> order_ = std::make_shared<writer::SenderOrder>();
  std::int64_t last_number_ = 0;
  std::int64_t open_from_ = 1;      // the message that was last sent again, or came after the last skip
  std::vector<Sent> under_way_;     // at most in_flight_max
  std::optional<Sent> blocked_by_;  // the refused message that must come again or be skipped
};

}  // namespace zhiyin::live
