// An agent who looks at lists, decides, and acts a while later on what may no longer be so: takes, takes over, answers, resolves, reads.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "conversation/reading.hpp"
#include "conversation/service.hpp"
#include "sim/connection.hpp"
#include "sim/world.hpp"

namespace zhiyin::sim {

class SimAgent {
 public:
  SimAgent(World& world, int number);
  ~SimAgent() = default;
  SimAgent(const SimAgent&) = delete;
  SimAgent& operator=(const SimAgent&) = delete;

  void stop() { stopped_ = true; }
  [[nodiscard]] bool settled() const { return connection_.settled(); }

 private:
  void live();
  /// A row of a list as it is now.
  [[nodiscard]] std::optional<conversation::Conversation> look(conversation::View view);
  void decide();
  void take(ConversationId id, std::optional<std::int64_t> seen);
  /// One of the many things that colleagues do to a conversation besides.
  void act(ConversationId id);
  void submit(ConversationId id, std::function<Result<conversation::Moved>(writer::Tx&, const access::Viewer&)> decide);
  void resolve(ConversationId id, std::optional<std::int64_t> seen);
  void resolve_unasked(ConversationId id);
  void speak_uninvited(ConversationId id);
  void read(const conversation::Conversation& seen);
  /// A reply that notes what was acknowledged.
  [[nodiscard]] std::move_only_function<void(Result<conversation::Moved>)> noting();
  void send(const Letter& letter, const channel::Place& place);

  World& world_;
  access::Viewer viewer_;
  Person me_;
  int noted_ = 0;
  Connection connection_;
  bool stopped_ = false;
};

}  // namespace zhiyin::sim
