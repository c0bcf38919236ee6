// One client's view of one conversation: first a picture of it, then its facts, each once and in order.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "live/hub.hpp"
#include "platform/net/socket.hpp"

namespace zhiyin::live {

/// Facts that come while the picture is being read wait; those that the picture holds already are dropped.
class Stream {
 public:
  /// A picture is on its way (again).
  void expect_picture() { waiting_ = true; }
  [[nodiscard]] bool waiting() const { return waiting_; }
  /// The revision that the client knows.
  [[nodiscard]] std::int64_t sent() const { return sent_; }

  void on_fact(const Relayed& relayed, const Batch& batch, net::Socket& socket) {
    if (waiting_) {
      held_.emplace_back(batch, &relayed);
    } else if (relayed.fact.revision > sent_) {
      sent_ = relayed.fact.revision;
      socket.send(relayed.frame);
    }
  }

  /// `revision` is what the client knows once `frame` has reached it.
  void on_picture(std::int64_t revision, net::Frame frame, net::Socket& socket) {
    waiting_ = false;
    sent_ = revision;
    socket.send(std::move(frame));
    for (const auto& [batch, relayed] : std::exchange(held_, {})) {
      on_fact(*relayed, batch, socket);
    }
  }

 private:
  bool waiting_ = false;
  std::int64_t sent_ = 0;
  std::vector<std::pair<Batch, const Relayed*>> held_;
};

}  // namespace zhiyin::live
