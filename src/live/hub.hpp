// Who on this gateway hears of what. Each reactor has a board of its own, touched only there; what was committed comes to all boards with
// one post each.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "event/conversation.hpp"
#include "platform/journal/journal.hpp"
#include "platform/net/reactor.hpp"
#include "platform/net/socket.hpp"

namespace zhiyin::live {

/// A committed fact and the message that tells it.
struct Relayed {
  event::ConversationFact fact;
  net::Frame frame;
};
/// Shared by the boards, which are done with it at different times.
using Batch = std::shared_ptr<const std::vector<Relayed>>;

/// Somebody who follows conversations. Calls come on the board's reactor.
class Subscriber {
 public:
  virtual ~Subscriber() = default;
  /// In order of position; `batch` keeps `relayed` alive.
  virtual void on_fact(const Relayed& relayed, const Batch& batch) = 0;
  virtual void on_typing(ConversationId conversation, const Person& who, const net::Frame& frame) = 0;
  /// It waits for another team now. An inner thing: nothing of it is told to a visitor, but where he is told whether anybody is on duty.
  virtual void on_team(ConversationId /*conversation*/, TeamId /*team*/) {}
};

class Board {
 public:
  void follow(ConversationId conversation, Subscriber& subscriber);
  void unfollow(ConversationId conversation, Subscriber& subscriber);
  /// For a visitor: hears of conversations that are opened for his address.
  void expect(const std::string& address, Subscriber& subscriber);
  void unexpect(const std::string& address, Subscriber& subscriber);

  void tell(const Batch& batch);
  void tell_typing(ConversationId conversation, const Person& who, const net::Frame& frame);
  void tell_team(ConversationId conversation, TeamId team);

 private:
  using Subscribers = std::vector<Subscriber*>;
  void tell_one(const Subscribers& subscribers, const Relayed& relayed, const Batch& batch);

  std::unordered_map<ConversationId, Subscribers> followers_;
  std::unordered_map<std::string, Subscribers> expecting_;
};

class Hub {
 public:
  explicit Hub(net::Reactors& reactors);
  /// The board of the reactor that calls.
  [[nodiscard]] Board& board(const net::Reactor& here) { return *boards_[here.index()]; }
  /// Any thread; in order of calls.
  void publish(const Batch& batch);
  /// To everybody on this gateway who follows the conversation. Any thread.
  void typing(ConversationId conversation, const Person& who);
  /// Likewise: the changes of team among these entries. On the follower's thread, before their facts are published.
  void teams(const std::vector<journal::Entry>& entries);

 private:
  net::Reactors& reactors_;
  std::vector<std::unique_ptr<Board>> boards_;
};

}  // namespace zhiyin::live
