#include "team/store.hpp"

#include <algorithm>
#include <array>

#include "team/reading.hpp"

namespace zhiyin::team {
namespace {

using db::ColumnType;

constexpr db::Statement teams_all{"teams_all", "SELECT t.id, t.name, t.expert FROM team AS t ORDER BY t.id"};
constexpr db::Statement team_of_id{"team_of_id", "SELECT t.id, t.name, t.expert FROM team AS t WHERE t.id = $1"};
constexpr db::Statement team_of_name{"team_of_name", "SELECT t.id FROM team AS t WHERE t.name = $1"};
constexpr db::Statement members_all{"members_all", "SELECT m.team, m.agent FROM team_member AS m ORDER BY m.team, m.agent"};
constexpr db::Statement members_of_team{"members_of_team",
                                        "SELECT m.team, m.agent FROM team_member AS m WHERE m.team = $1 ORDER BY m.agent"};
constexpr db::Statement update_team{"update_team", "UPDATE team SET name = $2, expert = $3 WHERE id = $1"};
constexpr db::Statement remove_team{"remove_team", "DELETE FROM team WHERE id = $1"};
constexpr db::Statement remove_members{"remove_members", "DELETE FROM team_member WHERE team = $1"};

constexpr db::Statement skills_all{"skills_all", "SELECT s.id, s.name FROM skill AS s ORDER BY s.id"};
constexpr db::Statement update_skill{"update_skill", "UPDATE skill SET name = $2 WHERE id = $1"};
constexpr db::Statement remove_skill{"remove_skill", "DELETE FROM skill WHERE id = $1"};
constexpr db::Statement remove_levels_of_skill{"remove_levels_of_skill", "DELETE FROM agent_skill WHERE skill = $1"};
constexpr db::Statement levels_all{"levels_all", "SELECT l.agent, l.skill, l.level FROM agent_skill AS l ORDER BY l.agent, l.skill"};
constexpr db::Statement levels_of_agent{"levels_of_agent",
                                        "SELECT l.agent, l.skill, l.level FROM agent_skill AS l WHERE l.agent = $1 ORDER BY l.skill"};
constexpr db::Statement remove_levels_of_agent{"remove_levels_of_agent", "DELETE FROM agent_skill WHERE agent = $1"};

constexpr db::Statement reasons_all{"reasons_all", "SELECT r.text FROM state_reason AS r ORDER BY r.place"};
constexpr db::Statement remove_reasons{"remove_reasons", "DELETE FROM state_reason"};

constexpr std::array<db::Column, 3> team_columns{{{"id", ColumnType::number}, {"name", ColumnType::text}, {"expert", ColumnType::number}}};
constexpr db::Bulk insert_team{"insert_team", db::Write::insert, "team", team_columns, 1};
constexpr std::array<db::Column, 2> member_columns{{{"team", ColumnType::number}, {"agent", ColumnType::number}}};
constexpr db::Bulk insert_member{"insert_member", db::Write::insert, "team_member", member_columns, 2};
constexpr std::array<db::Column, 2> skill_columns{{{"id", ColumnType::number}, {"name", ColumnType::text}}};
constexpr db::Bulk insert_skill{"insert_skill", db::Write::insert, "skill", skill_columns, 1};
constexpr std::array<db::Column, 3> level_columns{
    {{"agent", ColumnType::number}, {"skill", ColumnType::number}, {"level", ColumnType::number}}};
constexpr db::Bulk insert_level{"insert_level", db::Write::insert, "agent_skill", level_columns, 2};
constexpr std::array<db::Column, 2> reason_columns{{{"place", ColumnType::number}, {"text", ColumnType::text}}};
constexpr db::Bulk insert_reason{"insert_reason", db::Write::insert, "state_reason", reason_columns, 1};

constexpr std::array<const db::Statement*, 17> all_statements{&teams_all,    &team_of_id,      &team_of_name,
                                                              &members_all,  &members_of_team, &update_team,
                                                              &remove_team,  &remove_members,  &skills_all,
                                                              &update_skill, &remove_skill,    &remove_levels_of_skill,
                                                              &levels_all,   &levels_of_agent, &remove_levels_of_agent,
                                                              &reasons_all,  &remove_reasons};
constexpr std::array<const db::Bulk*, 5> all_bulks{&insert_team, &insert_member, &insert_skill, &insert_level, &insert_reason};

std::vector<Team> teams_of(const db::Rows& rows, const db::Rows& members) {
  std::vector<Team> teams;
  teams.reserve(rows.size());
  std::size_t next = 0;  // both are ascending by team
  for (std::size_t i = 0; i < rows.size(); ++i) {
    Team team{.id = TeamId{rows.number(i, 0)}, .name = std::string{rows.text(i, 1)}, .expert = rows.number(i, 2) != 0, .members = {}};
    for (; next < members.size() && members.number(next, 0) <= team.id.value(); ++next) {
      if (members.number(next, 0) == team.id.value()) {
        team.members.emplace_back(members.number(next, 1));
      }
    }
    teams.push_back(std::move(team));
  }
  return teams;
}

std::vector<SkillLevel> levels_of_rows(const db::Rows& rows) {
  std::vector<SkillLevel> levels;
  levels.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    levels.push_back({AgentId{rows.number(i, 0)}, SkillId{rows.number(i, 1)}, rows.number(i, 2)});
  }
  return levels;
}

}  // namespace

db::ModuleStatements statements() {
  return {all_statements, all_bulks};
}

void insert(db::Session& session, const Team& team) {
  session.put(insert_team, {team.id.value(), team.name, std::int64_t{team.expert}});
}

void update(db::Session& session, const Team& team) {
  (void)session.query(update_team, {team.id.value(), team.name, std::int64_t{team.expert}});
}

void replace_members(db::Session& session, TeamId team, std::span<const AgentId> members) {
  (void)session.query(remove_members, {team.value()});
  for (const auto agent : members) {
    session.put(insert_member, {team.value(), agent.value()});
  }
}

void remove_row(db::Session& session, TeamId team) {
  (void)session.query(remove_team, {team.value()});
}

std::optional<TeamId> team_named(db::Session& session, std::string_view name) {
  const auto rows = session.query(team_of_name, {name});
  return rows.empty() ? std::nullopt : std::optional{TeamId{rows.number(0, 0)}};
}

void insert(db::Session& session, const Skill& skill) {
  session.put(insert_skill, {skill.id.value(), skill.name});
}

void update(db::Session& session, const Skill& skill) {
  (void)session.query(update_skill, {skill.id.value(), skill.name});
}

void remove_row(db::Session& session, SkillId skill) {
  (void)session.query(remove_levels_of_skill, {skill.value()});
  (void)session.query(remove_skill, {skill.value()});
}

void replace_levels(db::Session& session, AgentId agent, std::span<const SkillLevel> levels) {
  (void)session.query(remove_levels_of_agent, {agent.value()});
  for (const auto& one : levels) {
    session.put(insert_level, {one.agent.value(), one.skill.value(), one.level});
  }
}

void replace_reasons(db::Session& session, std::span<const std::string> reasons) {
  (void)session.query(remove_reasons, {});
  std::int64_t place = 0;
  for (const auto& text : reasons) {
    session.put(insert_reason, {++place, text});
  }
}

std::optional<Team> find(db::Session& session, TeamId id) {
  const auto rows = session.query(team_of_id, {id.value()});
  if (rows.empty()) {
    return std::nullopt;
  }
  return teams_of(rows, session.query(members_of_team, {id.value()})).front();
}

AllAsked send_all(db::Session& session) {
  return {session.send(teams_all, {}), session.send(members_all, {})};
}

std::vector<Team> take_all(db::Session& session, const AllAsked& asked) {
  const auto teams = session.take(asked.teams);
  return teams_of(teams, session.take(asked.members));
}

std::vector<Team> all(db::Session& session) {
  return take_all(session, send_all(session));
}

std::vector<Skill> skills(db::Session& session) {
  const auto rows = session.query(skills_all, {});
  std::vector<Skill> found;
  found.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({SkillId{rows.number(i, 0)}, std::string{rows.text(i, 1)}});
  }
  return found;
}

std::vector<SkillLevel> levels(db::Session& session) {
  return levels_of_rows(session.query(levels_all, {}));
}

std::vector<SkillLevel> levels_of(db::Session& session, AgentId agent) {
  return levels_of_rows(session.query(levels_of_agent, {agent.value()}));
}

std::vector<std::string> reasons(db::Session& session) {
  const auto rows = session.query(reasons_all, {});
  std::vector<std::string> found;
  found.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.emplace_back(rows.text(i, 0));
  }
  return found;
}

}  // namespace zhiyin::team
