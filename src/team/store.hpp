// The rows of teams and skills. Tables: team, team_member, skill, agent_skill, state_reason.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/db/session.hpp"
#include "team/model.hpp"

namespace zhiyin::team {

/// Of teams and skills, commands and questions; those of states are state_statements().
[[nodiscard]] db::ModuleStatements statements();

/// Without its members.
void insert(db::Session& session, const Team& team);
void update(db::Session& session, const Team& team);
void replace_members(db::Session& session, TeamId team, std::span<const AgentId> members);
void remove_row(db::Session& session, TeamId team);
[[nodiscard]] std::optional<TeamId> team_named(db::Session& session, std::string_view name);

void insert(db::Session& session, const Skill& skill);
void update(db::Session& session, const Skill& skill);
void remove_row(db::Session& session, SkillId skill);
/// All of one agent.
void replace_levels(db::Session& session, AgentId agent, std::span<const SkillLevel> levels);

void replace_reasons(db::Session& session, std::span<const std::string> reasons);

}  // namespace zhiyin::team
