// Whether somebody is there: the fact that it has changed. Routing and screens listen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "event/ids.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin::event {

/// Available takes new conversations; busy and wrap_up keep those they have; on a break and offline have nobody in front of the screen.
enum class State : std::uint8_t { offline = 1, available, busy, wrap_up, on_break };

struct StateChanged {
  AgentId agent;
  std::int64_t revision = 0;  ///< of the agent's state; gap-free
  State before = State::offline;
  State state = State::offline;
  std::string reason;
  AgentId by;  ///< none: the system, because his lease ran out
  Time at;
  friend bool operator==(const StateChanged&, const StateChanged&) = default;
};

[[nodiscard]] journal::Entry write(const StateChanged& fact);
/// nullopt for a fact of another publisher.
[[nodiscard]] std::optional<StateChanged> read_state(const journal::Entry& entry);

}  // namespace zhiyin::event
