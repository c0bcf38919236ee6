// An agent who looks at lists, decides, and acts a while later on what may no longer be so: takes, takes over, answers, resolves, reads.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "conversation/service.hpp"
#include "sim/connection.hpp"
#include "sim/desk.hpp"
#include "sim/world.hpp"

namespace zhiyin::sim {

class SimAgent {
 public:
  SimAgent(World& world, std::int64_t number);
  ~SimAgent() = default;
  SimAgent(const SimAgent&) = delete;
  SimAgent& operator=(const SimAgent&) = delete;

  void stop() { stopped_ = true; }
  /// After everything came to an end.
  void finish() { desk_.finish(); }
  [[nodiscard]] bool settled() const { return connection_.settled(); }

 private:
  void live();
  void decide();
  void take(ConversationId id, std::optional<std::int64_t> seen);
  /// One of the many things that colleagues do to a conversation besides.
  void act(ConversationId id);
  /// `decide` gets him as the directory knows him then, and the directory.
  using Decide = std::function<Result<conversation::Moved>(writer::Tx&, const access::Viewer&, const access::Directory&)>;
  void submit(ConversationId id, Decide decide);
  void resolve(ConversationId id, std::optional<std::int64_t> seen);
  void resolve_unasked(ConversationId id);
  void speak_uninvited(ConversationId id);
  void read(const ShownRow& seen);
  /// A reply that notes what was acknowledged.
  [[nodiscard]] std::move_only_function<void(Result<conversation::Moved>)> noting();
  void send(const Letter& letter, const channel::Place& place);

  World& world_;
  Person me_;
  int noted_ = 0;
  Desk desk_;
  Connection connection_;
  bool stopped_ = false;
};

}  // namespace zhiyin::sim
