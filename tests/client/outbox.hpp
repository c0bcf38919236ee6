// A client's messages that have no answer yet, in their order. It keeps the rules of speaking: at most so many in flight, all unanswered
// ones again after a reconnect, and after a refusal first the refused one again (or skipped), then those behind it.
#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace zhiyin::client {

class Outbox {
 public:
  using Steady = std::chrono::steady_clock;
  struct Message {
    std::string id;
    std::string conversation;  ///< empty from a visitor
    std::string frame;         ///< the whole `send`
    std::uint64_t digest = 0;  ///< of the text
    Steady::time_point born;   ///< when the person pressed the key
    bool in_flight = false;
    std::uint32_t tries = 0;
  };

  explicit Outbox(std::function<void(std::string_view)> transmit) : transmit_(std::move(transmit)) {}

  void add(Message message);
  /// All that are unanswered are sent again, oldest first.
  void connected(std::size_t in_flight_max);
  void disconnected();
  /// The answered message, taken out; nullopt when no answer for this id was awaited.
  std::optional<Message> acked(std::string_view id);
  /// It will be sent again when `resume` is called; false when no answer was awaited. `final`: no use to try again: it is skipped.
  bool refused(std::string_view id, bool final);
  /// Answer to the skip; false when none was awaited.
  bool skipped(std::string_view id);
  /// The time that a refusal asked for is over.
  void resume();
  /// A refused message waits for resume().
  [[nodiscard]] bool held() const { return held_; }
  /// resume() would send now: every message that was in flight at the refusal has its answer.
  [[nodiscard]] bool settled() const { return in_flight_ == 0; }

  [[nodiscard]] std::size_t size() const { return messages_.size(); }
  [[nodiscard]] bool empty() const { return messages_.empty(); }
  [[nodiscard]] const std::deque<Message>& messages() const { return messages_; }
  /// Forgets all: what they were said to is gone.
  void clear();

 private:
  std::deque<Message>::iterator find(std::string_view id);
  void pump();

  std::function<void(std::string_view)> transmit_;
  std::deque<Message> messages_;
  std::size_t next_ = 0;  // messages_[0 … next_) need not be looked at by pump(): they are in flight
  std::size_t in_flight_ = 0;
  std::size_t in_flight_max_ = 0;  // 0: not connected
  bool held_ = false;
  std::deque<std::string> skips_;
};

}  // namespace zhiyin::client
