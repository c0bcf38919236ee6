// Inner facts on their way to desks. They live in this module, which no channel may use: a visitor's connection cannot name the types, so
// it cannot be given one.
#pragma once

#include <memory>
#include <unordered_map>
#include <utility>
#include <vector>

#include "event/inner.hpp"
#include "platform/journal/journal.hpp"
#include "platform/net/reactor.hpp"
#include "platform/net/socket.hpp"

namespace zhiyin::desk {

/// A committed inner fact and the message that tells it.
struct InnerRelayed {
  event::InnerFact fact;
  net::Frame frame;
};
/// Shared by the boards, which are done with it at different times.
using InnerBatch = std::shared_ptr<const std::vector<InnerRelayed>>;

/// The inner ones of these facts.
[[nodiscard]] InnerBatch inner_batch(const std::vector<journal::Entry>& entries);

/// A colleague who follows conversations. Calls come on the board's reactor.
class InnerSubscriber {
 public:
  virtual ~InnerSubscriber() = default;
  /// In order of position; `batch` keeps `relayed` alive.
  virtual void on_inner(const InnerRelayed& relayed, const InnerBatch& batch) = 0;
};

class InnerBoard {
 public:
  void follow(ConversationId conversation, InnerSubscriber& subscriber);
  void unfollow(ConversationId conversation, InnerSubscriber& subscriber);
  void tell(const InnerBatch& batch);

 private:
  std::unordered_map<ConversationId, std::vector<InnerSubscriber*>> followers_;
};

class InnerHub {
 public:
  explicit InnerHub(net::Reactors& reactors);
  /// The board of the reactor that calls.
  [[nodiscard]] InnerBoard& board(const net::Reactor& here) { return *boards_[here.index()]; }
  /// What the log's follower has read. Any thread; in order of calls.
  void publish(const std::vector<journal::Entry>& entries);

 private:
  net::Reactors& reactors_;
  std::vector<std::unique_ptr<InnerBoard>> boards_;
};

/// One desk's view of the inner side of one conversation: first a picture, then its facts, each once and in order.
class InnerStream {
 public:
  void on_inner(const InnerRelayed& relayed, net::Socket& socket) {
    if (relayed.fact.revision > sent_) {
      sent_ = relayed.fact.revision;
      socket.send(relayed.frame);
    }
  }
  /// A picture with this inner revision was sent.
  void on_picture(std::int64_t revision) { sent_ = revision; }

 private:
  std::int64_t sent_ = 0;
};

}  // namespace zhiyin::desk
