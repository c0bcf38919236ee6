// Skills, and who has them how well.
#include "identity/rules.hpp"
#include "rest/acting.hpp"
#include "rest/person.hpp"
#include "rest/team.hpp"
#include "team/reading.hpp"
#include "team/rules.hpp"
#include "team/service.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;
using identity::Right;

constexpr auto name_most = static_cast<std::int64_t>(identity::name_max_chars);
constexpr auto skills_most = static_cast<std::int64_t>(team::skills_max);

struct SkillGiven {
  std::string name;
};
constexpr auto shape(api::Of<SkillGiven>) {
  return api::object<SkillGiven>("NewSkill",
                                 api::field("name", &SkillGiven::name, {.least = 1, .most = name_most, .example = R"("Returns")"}));
}

struct SkillSeen {
  SkillId id;
  std::string name;
};
constexpr auto shape(api::Of<SkillSeen>) {
  return api::object<SkillSeen>("Skill", api::field("id", &SkillSeen::id, {}), api::field("name", &SkillSeen::name, {.most = name_most}));
}

struct Level {
  SkillId skill;
  std::int64_t level = 1;
};
constexpr auto shape(api::Of<Level>) {
  return api::object<Level>("SkillLevel", api::field("skill", &Level::skill, {}),
                            api::field("level", &Level::level, {.least = 1, .most = team::level_max, .what = "1: learning, 5: expert."}));
}

struct Levels {
  std::vector<Level> skills;
};
constexpr auto shape(api::Of<Levels>) {
  return api::object<Levels>(
      "SkillLevels",
      api::field("skills", &Levels::skills, {.items_most = skills_most, .what = "Each skill once; those that are not here he has not."}));
}

Levels seen(const std::vector<team::SkillLevel>& levels) {
  Levels out;
  for (const auto& one : levels) {
    out.skills.push_back({one.skill, one.level});
  }
  return out;
}

Result<api::Page<SkillSeen>> list(const Asked<Nothing>& asked, db::Session& session) {
  std::vector<SkillSeen> all;
  for (const auto& skill : team::skills(session)) {
    all.push_back({skill.id, skill.name});
  }
  return piece(std::move(all), asked.page);
}

Result<SkillSeen> told(writer::Tx& tx, const Asked<SkillGiven>& asked, std::string_view action, const Result<team::Skill>& skill) {
  if (!skill) {
    return std::unexpected(skill.error());
  }
  json::Writer w;
  note(tx, asked.caller, action, {"skill", skill->id.value()},
       w.begin_object().field("name", std::string_view{skill->name}).end_object().take());
  return SkillSeen{skill->id, skill->name};
}

Result<SkillSeen> make(writer::Tx& tx, const Asked<SkillGiven>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::team_write); !held) {
    return std::unexpected(held.error());
  }
  return told(tx, asked, "skill_added", team::make_skill(tx, asked.given.name));
}

Result<SkillSeen> rename(writer::Tx& tx, const Asked<SkillGiven>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::team_write); !held) {
    return std::unexpected(held.error());
  }
  return told(tx, asked, "skill_renamed", team::rename_skill(tx, asked.id<SkillTag>("skill"), asked.given.name));
}

Result<Nothing> remove(writer::Tx& tx, const Asked<Nothing>& asked) {
  const auto id = asked.id<SkillTag>("skill");
  if (const auto held = hold_places(tx, asked.caller, Right::team_write); !held) {
    return std::unexpected(held.error());
  }
  if (const auto removed = team::remove_skill(tx, id); !removed) {
    return std::unexpected(removed.error());
  }
  note(tx, asked.caller, "skill_removed", {"skill", id.value()});
  return Nothing{};
}

Result<Levels> set_levels(writer::Tx& tx, const Asked<Levels>& asked) {
  const auto id = asked.id<AgentTag>("person");
  if (const auto held = hold_places(tx, asked.caller, Right::team_write); !held) {
    return std::unexpected(held.error());
  }
  std::vector<team::SkillLevel> wanted;
  wanted.reserve(asked.given.skills.size());
  for (const auto& one : asked.given.skills) {
    wanted.push_back({id, one.skill, one.level});
  }
  const auto set = team::set_levels(tx, id, wanted);
  if (!set) {
    return std::unexpected(set.error());
  }
  json::Writer w;
  w.begin_object().name("skills").begin_array();
  for (const auto& one : *set) {
    w.begin_object().field("skill", one.skill.text()).field("level", one.level).end_object();
  }
  note(tx, asked.caller, "skills_set", {"person", id.value()}, w.end_array().end_object().take());
  return seen(*set);
}

}  // namespace

std::vector<api::Route> skill_routes() {
  const auto writes = api::needs(Right::team_write);
  return {
      api::read<Nothing, api::Page<SkillSeen>>({.path = "/api/v1/skills",
                                                .needs = api::needs(Right::person_read),
                                                .operation = "listSkills",
                                                .summary = "Skills",
                                                .summary_zh = "技能列表",
                                                .tag = "teams"},
                                               list),
      api::write<SkillGiven, SkillSeen>({.method = net::Method::post,
                                         .path = "/api/v1/skills",
                                         .needs = writes,
                                         .operation = "createSkill",
                                         .summary = "Add a skill",
                                         .summary_zh = "添加技能",
                                         .tag = "teams",
                                         .status = 201},
                                        no_rows, make),
      api::write<SkillGiven, SkillSeen>({.method = net::Method::patch,
                                         .path = "/api/v1/skills/{skill}",
                                         .needs = writes,
                                         .operation = "renameSkill",
                                         .summary = "Rename a skill",
                                         .summary_zh = "重命名技能",
                                         .tag = "teams"},
                                        no_rows, rename),
      api::write<Nothing, Nothing>({.method = net::Method::del,
                                    .path = "/api/v1/skills/{skill}",
                                    .needs = writes,
                                    .operation = "deleteSkill",
                                    .summary = "Remove a skill, with everybody's level in it",
                                    .summary_zh = "删除技能及所有人的该项等级",
                                    .tag = "teams"},
                                   no_rows, remove),
  };
}

std::vector<api::Route> skill_level_routes(const Services& s) {
  return {
      api::read<Nothing, Levels>({.path = "/api/v1/people/{person}/skills",
                                  .needs = api::needs(Right::person_read),
                                  .operation = "getPersonSkills",
                                  .summary = "What a person can do",
                                  .summary_zh = "人员的技能",
                                  .tag = "teams"},
                                 [s](const Asked<Nothing>& asked, db::Session& session) -> Result<Levels> {
                                   const auto id = asked.id<AgentTag>("person");
                                   if (s.directories->current(session)->member(id) == nullptr) {
                                     return refuse(ErrorCode::not_found, "there is no such person");
                                   }
                                   return seen(team::levels_of(session, id));
                                 }),
      api::write<Levels, Levels>({.method = net::Method::put,
                                  .path = "/api/v1/people/{person}/skills",
                                  .needs = api::needs(Right::team_write),
                                  .operation = "setPersonSkills",
                                  .summary = "Say what a person can do",
                                  .summary_zh = "设置人员的技能",
                                  .tag = "teams",
                                  .what = "All of them: what is left out he no longer has."},
                                 no_rows, set_levels),
  };
}

}  // namespace zhiyin::rest
