// The speaking side of one connection: order across refusals, and how much may be under way. One reactor.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "channel/intake.hpp"
#include "live/wire.hpp"
#include "platform/base/result.hpp"

namespace zhiyin::live {

class Sender {
 public:
  /// A place for the message `client_id`, or why it cannot have one (which counts as a refusal of it).
  [[nodiscard]] Result<channel::Place> admit(std::string_view client_id) {
    if (blocked_by_ && *blocked_by_ != client_id) {
      return refuse(ErrorCode::earlier_refused, "an earlier message of this connection was refused", "id",
                    "send that one again or skip it, then this one");
    }
    const auto number = ++last_number_;
    if (blocked_by_) {
      order_->reopen_at(number);
      blocked_by_.reset();
    }
    if (in_flight_ >= wire::in_flight_max) {
      note_refusal(client_id, number);
      return refuse(ErrorCode::too_many, "too many messages await their answer", "", "wait for answers, then send this one again");
    }
    ++in_flight_;
    return channel::Place{order_, number};
  }

  /// The answer to an admitted message has come.
  void answered(std::string_view client_id, const Error* error) {
    --in_flight_;
    if (error != nullptr && !blocked_by_) {
      blocked_by_ = std::string{client_id};
    }
  }

  /// A message that was refused before it was submitted.
  void refuse_admitted(std::string_view client_id, const channel::Place& place) {
    --in_flight_;
    note_refusal(client_id, place.number);
  }

  /// The sender gives a refused message up.
  void skip(std::string_view client_id) {
    if (blocked_by_ && *blocked_by_ == client_id) {
      order_->reopen_at(last_number_ + 1);
      blocked_by_.reset();
    }
  }

 private:
  void note_refusal(std::string_view client_id, std::int64_t number) {
    order_->refused(number);
    if (!blocked_by_) {
      blocked_by_ = std::string{client_id};
    }
  }

  // Shared with the commands under way, which may outlive the connection.
  std::shared_ptr<writer::SenderOrder> order_ = std::make_shared<writer::SenderOrder>();
  std::int64_t last_number_ = 0;
  std::int64_t in_flight_ = 0;
  std::optional<std::string> blocked_by_;  // the refused message that must come again or be skipped
};

}  // namespace zhiyin::live
