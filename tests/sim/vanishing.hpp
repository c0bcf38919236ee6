// What agents had in hand who vanished, and how long it was in nobody's hands: until it is in the queue again, has another owner, or is
// offered to him no more.
#pragma once

#include <cstdint>
#include <map>

#include "event/ids.hpp"
#include "platform/base/time.hpp"
#include "platform/db/session.hpp"
#include "sim/chronicle.hpp"

namespace zhiyin::sim {

[[nodiscard]] db::ModuleStatements vanishing_statements();

class Vanishing {
 public:
  explicit Vanishing(Vanished& figures) : figures_(figures) {}

  void gone(db::Session& reading, AgentId agent, Millis now);
  /// He has them in hand again.
  void back(AgentId agent);
  /// To be called whenever something was committed.
  void look(db::Session& reading, Millis now);

 private:
  struct Left {
    AgentId agent;
    Millis since{0};
    bool offered = false;  // to him; else he owned it
    bool asleep = false;   // nobody waits until it wakes
  };

  Vanished& figures_;
  std::map<ConversationId, Left> left_;
};

}  // namespace zhiyin::sim
