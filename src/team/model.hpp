// A team, its members, skills, and whether somebody is there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/ids.hpp"
#include "event/state.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::team {

struct Team {
  TeamId id;
  std::string name;
  bool expert = false;           ///< takes transfers, but no first assignment
  std::vector<AgentId> members;  ///< ascending
  friend bool operator==(const Team&, const Team&) = default;
};

struct Skill {
  SkillId id;
  std::string name;
  friend bool operator==(const Skill&, const Skill&) = default;
};
/// How well somebody has a skill: 1 (learning) to 5 (expert).
struct SkillLevel {
  AgentId agent;
  SkillId skill;
  std::int64_t level = 1;
  friend bool operator==(const SkillLevel&, const SkillLevel&) = default;
};

/// Available takes new conversations; busy and wrap_up keep those they have; on a break and offline have nobody in front of the screen.
using State = event::State;
[[nodiscard]] std::string_view state_text(State state);
[[nodiscard]] std::optional<State> parse_state(std::string_view text);

/// The reason that the system gives when somebody vanished; nobody else may.
constexpr std::string_view lost = "lost";

struct AgentState {
  AgentId agent;
  State state = State::offline;
  std::string reason;         ///< one of those that the company lists, e.g. "lunch"; may be empty
  Time since;                 ///< of the state; a new reason does not move it
  Time until;                 ///< his lease: when it has run out and nobody renewed it, he is offline. Zero in states without one
  std::int64_t revision = 0;  ///< 0: has never been anything but offline
  friend bool operator==(const AgentState&, const AgentState&) = default;
};

}  // namespace zhiyin::team
