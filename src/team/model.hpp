// A team, its members, skills, and whether somebody is there.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "event/ids.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::team {

struct Team {
  TeamId id;
  std::string name;
  bool expert = false;           ///< takes transfers, but no first assignment
  std::vector<AgentId> members;  ///< ascending
};

struct Skill {
  SkillId id;
  std::string name;
};
/// How well somebody has a skill: 1 (learning) to 5 (expert).
struct SkillLevel {
  AgentId agent;
  SkillId skill;
  std::int64_t level = 1;
};

/// Available takes new conversations; busy and wrap_up keep those they have; on a break and offline have nobody in front of the screen.
enum class State : std::uint8_t { offline = 1, available, busy, wrap_up, on_break };
[[nodiscard]] std::string_view state_text(State state);
[[nodiscard]] std::optional<State> parse_state(std::string_view text);

struct AgentState {
  AgentId agent;
  State state = State::offline;
  std::string reason;  ///< one of those that the company lists, e.g. "lunch"; may be empty
  Time since;
};

}  // namespace zhiyin::team
