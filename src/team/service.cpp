#include "team/service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "identity/reading.hpp"
#include "identity/service.hpp"
#include "team/reading.hpp"
#include "team/rules.hpp"
#include "team/state.hpp"
#include "team/store.hpp"

namespace zhiyin::team {
namespace {

constexpr std::size_t named_max = 5;  // of those who stand in the way; the rest are counted

std::unexpected<Error> no_such_team() {
  return refuse(ErrorCode::not_found, "there is no such team");
}

Result<std::string> free_name(db::Session& session, std::string_view wanted, TeamId own) {
  auto name = identity::name_from(wanted, "name");
  if (!name) {
    return name;
  }
  if (const auto owner = team_named(session, *name); owner && *owner != own) {
    return refuse(ErrorCode::conflict, "another team has this name", "name", "give another");
  }
  return name;
}

Result<std::string> free_skill_name(const std::vector<Skill>& all, std::string_view wanted, SkillId own) {
  auto name = identity::name_from(wanted, "name");
  if (!name) {
    return name;
  }
  if (std::ranges::any_of(all, [&](const Skill& one) { return one.id != own && one.name == *name; })) {
    return refuse(ErrorCode::conflict, "another skill has this name", "name", "give another");
  }
  return name;
}

std::string listed(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), named_max); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : ", ", names[i]);
  }
  return names.size() > named_max ? fmt::format("{} and {} more", text, names.size() - named_max) : text;
}

}  // namespace

Result<Team> make(writer::Tx& tx, std::string_view name, bool expert) {
  identity::lock_head(tx);
  auto& session = tx.session();
  auto free = free_name(session, name, {});
  if (!free) {
    return std::unexpected(std::move(free).error());
  }
  if (all(session).size() >= teams_max) {
    return refuse(ErrorCode::conflict, "there are as many teams as there may be", "", "remove one");
  }
  Team team{.id = new_id<TeamTag>(tx.now(), tx.chance()), .name = *std::move(free), .expert = expert, .members = {}};
  insert(session, team);
  identity::raise_head(tx, event::AccessPart::team, team.id.value());
  return team;
}

Result<Team> change(writer::Tx& tx, TeamId id, const Changes& wanted) {
  identity::lock_head(tx);
  auto& session = tx.session();
  const auto before = find(session, id);
  if (!before) {
    return no_such_team();
  }
  Team after = *before;
  if (wanted.name) {
    auto free = free_name(session, *wanted.name, id);
    if (!free) {
      return std::unexpected(std::move(free).error());
    }
    after.name = *std::move(free);
  }
  after.expert = wanted.expert.value_or(before->expert);
  if (after != *before) {
    update(session, after);
    identity::raise_head(tx, event::AccessPart::team, id.value());
  }
  return after;
}

Result<Team> set_members(writer::Tx& tx, TeamId id, std::span<const AgentId> people) {
  identity::lock_head(tx);
  auto& session = tx.session();
  auto team = find(session, id);
  if (!team) {
    return no_such_team();
  }
  std::vector<AgentId> members{people.begin(), people.end()};
  std::ranges::sort(members);
  members.erase(std::ranges::unique(members).begin(), members.end());
  if (const auto missing = identity::first_missing(session, members)) {
    return refuse(ErrorCode::invalid, fmt::format("there is no person {}", missing->text()), "members", "leave him out");
  }
  if (members != team->members) {
    team->members = std::move(members);
    replace_members(session, id, team->members);
    identity::raise_head(tx, event::AccessPart::team, id.value());
  }
  return *std::move(team);
}

Result<void> remove(writer::Tx& tx, TeamId id, const Uses& uses) {
  identity::lock_head(tx);
  auto& session = tx.session();
  const auto team = find(session, id);
  if (!team) {
    return no_such_team();
  }
  std::vector<std::string> in_the_way = uses ? uses(session, id) : std::vector<std::string>{};
  for (const auto member : team->members) {
    if (const auto person = identity::find(session, member)) {
      in_the_way.push_back(person->name);
    }
  }
  if (!in_the_way.empty()) {
    return refuse(ErrorCode::conflict, fmt::format("the team is not empty: {}", listed(in_the_way)), "", "take them out of it first");
  }
  remove_row(session, id);
  identity::raise_head(tx, event::AccessPart::team, id.value());
  return {};
}

Result<Skill> make_skill(writer::Tx& tx, std::string_view name) {
  identity::lock_head(tx);
  auto& session = tx.session();
  const auto there = skills(session);
  auto free = free_skill_name(there, name, {});
  if (!free) {
    return std::unexpected(std::move(free).error());
  }
  if (there.size() >= skills_max) {
    return refuse(ErrorCode::conflict, "there are as many skills as there may be", "", "remove one");
  }
  Skill skill{.id = new_id<SkillTag>(tx.now(), tx.chance()), .name = *std::move(free)};
  insert(session, skill);
  return skill;
}

Result<Skill> rename_skill(writer::Tx& tx, SkillId id, std::string_view name) {
  identity::lock_head(tx);
  auto& session = tx.session();
  const auto there = skills(session);
  if (std::ranges::find(there, id, &Skill::id) == there.end()) {
    return refuse(ErrorCode::not_found, "there is no such skill");
  }
  auto free = free_skill_name(there, name, id);
  if (!free) {
    return std::unexpected(std::move(free).error());
  }
  Skill skill{.id = id, .name = *std::move(free)};
  update(session, skill);
  return skill;
}

Result<void> remove_skill(writer::Tx& tx, SkillId id) {
  identity::lock_head(tx);
  const auto there = skills(tx.session());
  if (std::ranges::find(there, id, &Skill::id) == there.end()) {
    return refuse(ErrorCode::not_found, "there is no such skill");
  }
  remove_row(tx.session(), id);
  return {};
}

Result<std::vector<SkillLevel>> set_levels(writer::Tx& tx, AgentId agent, std::span<const SkillLevel> wanted) {
  identity::lock_head(tx);
  auto& session = tx.session();
  if (!identity::find(session, agent)) {
    return refuse(ErrorCode::not_found, "there is no such person");
  }
  auto taken = levels_from(agent, wanted);
  if (!taken) {
    return taken;
  }
  const auto there = skills(session);
  for (const auto& one : *taken) {
    if (std::ranges::find(there, one.skill, &Skill::id) == there.end()) {
      return refuse(ErrorCode::invalid, fmt::format("there is no skill {}", one.skill.text()), "skills", "make it first, or leave it out");
    }
  }
  replace_levels(session, agent, *taken);
  return taken;
}

Result<std::vector<std::string>> set_reasons(writer::Tx& tx, std::span<const std::string> wanted) {
  identity::lock_head(tx);
  auto taken = reasons_from(wanted);
  if (taken) {
    replace_reasons(tx.session(), *taken);
  }
  return taken;
}

void found_teams(db::Session& session, bool new_store, std::span<const AgentId> new_people, Time now, Millis lease) {
  if (new_store) {
    insert(session, Team{.id = everyone, .name = "Everyone", .expert = false, .members = {}});
  }
  const auto there = find(session, everyone);
  if (there && !new_people.empty()) {
    auto members = there->members;
    members.insert(members.end(), new_people.begin(), new_people.end());
    std::ranges::sort(members);
    replace_members(session, everyone, members);
  }
  extend_leases(session, now + lease);
}

}  // namespace zhiyin::team
