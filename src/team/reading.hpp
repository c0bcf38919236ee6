// Questions about teams, skills and states, on any session. Bounded by teams_max, skills_max, people_max and reasons_max.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/db/session.hpp"
#include "team/model.hpp"

namespace zhiyin::team {

[[nodiscard]] std::optional<Team> find(db::Session& session, TeamId id);
/// Ascending by id.
[[nodiscard]] std::vector<Team> all(db::Session& session);
/// The same in two steps, to share a packet with other questions.
struct AllAsked {
  db::Ticket teams;
  db::Ticket members;
};
[[nodiscard]] AllAsked send_all(db::Session& session);
[[nodiscard]] std::vector<Team> take_all(db::Session& session, const AllAsked& asked);

[[nodiscard]] std::vector<Skill> skills(db::Session& session);
/// Of everybody, ascending by agent and skill.
[[nodiscard]] std::vector<SkillLevel> levels(db::Session& session);
[[nodiscard]] std::vector<SkillLevel> levels_of(db::Session& session, AgentId agent);

/// In the company's order.
[[nodiscard]] std::vector<std::string> reasons(db::Session& session);

/// Whoever has ever been anything but offline, ascending. Others are offline.
[[nodiscard]] std::vector<AgentState> states(db::Session& session);
[[nodiscard]] AgentState find_state(db::Session& session, AgentId agent);

}  // namespace zhiyin::team
