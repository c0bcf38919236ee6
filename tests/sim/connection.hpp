// A client that keeps the rules of docs/live-protocol.md: what is not acknowledged is kept, and after a refusal or a cut sent again with
// the same ids, in their order. The server's side of the connection (live::Sender) is the real one.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "live/sender.hpp"
#include "sim/world.hpp"

namespace zhiyin::sim {

struct Letter {
  std::string id;
  std::string text;
  ConversationId conversation;  ///< for agents: where to,
  InboxId inbox;                ///< and the inbox that it belongs to
  bool on_the_way = false;
};

class Connection {
 public:
  /// Hands a letter to the server, through the place that the connection gave it; must call answered() with its result.
  using Submit = std::function<void(const Letter&, channel::Place)>;

  Connection(World& world, std::string name, Submit submit);

  /// Writes a new letter. It goes with the next push().
  void write(std::string text, ConversationId conversation = {}, InboxId inbox = {});
  /// Sends an old id with another text: to be refused, then skipped.
  void write_in_conflict(const std::string& id, std::string text);
  /// Sends what is not on the way; reconnects first when the server died, or an answer was lost.
  void push();
  /// The server's answer. A lost one cuts the connection.
  void answered(const std::string& id, const Error* error);
  /// For replies: whether the connection is still the one that asked.
  [[nodiscard]] int number() const { return number_; }
  [[nodiscard]] bool settled() const { return letters_.empty(); }
  [[nodiscard]] bool waits() const { return letters_.size() >= 12; }

 private:
  void reconnect();
  void submit(Letter& letter);
  void give_up(const std::string& id);

  World& world_;
  std::string name_;
  Submit submit_;
  std::int64_t written_ = 0;
  std::deque<Letter> letters_;
  std::optional<live::Sender> sender_;
  int life_ = 0;
  int number_ = 0;
  bool cut_ = true;
};

}  // namespace zhiyin::sim
