// What a state, a level and a lease are. Pure.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "platform/base/result.hpp"
#include "team/model.hpp"

namespace zhiyin::team {

constexpr std::size_t teams_max = 1'000;
constexpr std::size_t skills_max = 1'000;
constexpr std::size_t reasons_max = 50;
constexpr std::int64_t level_max = 5;

/// Somebody in front of the screen must go on showing that he is there; on a break and offline nobody asks.
[[nodiscard]] bool leased(State state);
/// When a sign of life at `now` moves the lease: not before half of it is over, so that a socket that shows it often costs little.
[[nodiscard]] bool renews(const AgentState& at, Time now, Millis lease);
[[nodiscard]] bool run_out(const AgentState& at, Time now);

/// Levels from 1 to 5, each skill once; ascending by skill.
[[nodiscard]] Result<std::vector<SkillLevel>> levels_from(AgentId agent, std::span<const SkillLevel> wanted);
/// Names, each once, in the order of the list.
[[nodiscard]] Result<std::vector<std::string>> reasons_from(std::span<const std::string> wanted);

}  // namespace zhiyin::team
