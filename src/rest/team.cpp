#include "rest/team.hpp"

#include <fmt/format.h>

#include "conversation/lost_team.hpp"
#include "identity/rules.hpp"
#include "inbox/reading.hpp"
#include "rest/acting.hpp"
#include "team/reading.hpp"
#include "team/service.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;
using identity::Right;

constexpr auto name_most = static_cast<std::int64_t>(identity::name_max_chars);

struct TeamSeen {
  TeamId id;
  std::string name;
  bool expert = false;
  std::vector<AgentId> members;
};
constexpr auto shape(api::Of<TeamSeen>) {
  return api::object<TeamSeen>("Team", api::field("id", &TeamSeen::id, {}),
                               api::field("name", &TeamSeen::name, {.most = name_most, .example = R"("Returns")"}),
                               api::field("expert", &TeamSeen::expert, {.what = "Takes transfers, but no first assignment."}),
                               api::field("members", &TeamSeen::members, {.items_most = identity::people_max}));
}

struct NewTeam {
  std::string name;
  bool expert = false;
};
constexpr auto shape(api::Of<NewTeam>) {
  return api::object<NewTeam>("NewTeam", api::field("name", &NewTeam::name, {.least = 1, .most = name_most}),
                              api::field("expert", &NewTeam::expert, {.needed = false}));
}

struct TeamChanges {
  std::optional<std::string> name;
  std::optional<bool> expert;
};
constexpr auto shape(api::Of<TeamChanges>) {
  return api::object<TeamChanges>("TeamChanges", api::field("name", &TeamChanges::name, {.least = 1, .most = name_most}),
                                  api::field("expert", &TeamChanges::expert, {}));
}

struct Members {
  std::vector<AgentId> members;
};
constexpr auto shape(api::Of<Members>) {
  return api::object<Members>("TeamMembers", api::field("members", &Members::members,
                                                        {.items_most = identity::people_max, .what = "All of them; nobody else stays."}));
}

TeamSeen seen(const team::Team& team) {
  return {team.id, team.name, team.expert, team.members};
}

std::string told_of(const team::Team& team) {
  json::Writer w;
  return w.begin_object().field("name", std::string_view{team.name}).field("expert", team.expert).end_object().take();
}

Result<TeamSeen> done(writer::Tx& tx, const api::Caller& caller, std::string_view action, const Result<team::Team>& team) {
  if (!team) {
    return std::unexpected(team.error());
  }
  note(tx, caller, action, {"team", team->id.value()}, told_of(*team));
  return seen(*team);
}

Result<TeamSeen> make(writer::Tx& tx, const Asked<NewTeam>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::team_write); !held) {
    return std::unexpected(held.error());
  }
  return done(tx, asked.caller, "team_added", team::make(tx, asked.given.name, asked.given.expert));
}

Result<TeamSeen> change(writer::Tx& tx, const Asked<TeamChanges>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::team_write); !held) {
    return std::unexpected(held.error());
  }
  return done(tx, asked.caller, "team_changed", team::change(tx, asked.id<TeamTag>("team"), {asked.given.name, asked.given.expert}));
}

/// Open conversations that wait for it or came from it would be nobody's: whoever removes it says first where they go.
std::vector<std::string> in_the_way_of(writer::Tx& tx, TeamId team) {
  auto all = inbox::served_by(tx.session(), team);
  if (const auto open = conversation::open_of_team(tx, team); open > 0) {
    all.push_back(fmt::format("{} open conversation{}", open, open == 1 ? "" : "s"));
  }
  return all;
}

Result<Nothing> remove(writer::Tx& tx, const Asked<Nothing>& asked) {
  const auto id = asked.id<TeamTag>("team");
  if (const auto held = hold_places(tx, asked.caller, Right::team_write); !held) {
    return std::unexpected(held.error());
  }
  if (const auto removed = team::remove(tx, id, [&tx](db::Session&, TeamId team) { return in_the_way_of(tx, team); }); !removed) {
    return std::unexpected(removed.error());
  }
  note(tx, asked.caller, "team_removed", {"team", id.value()});
  return Nothing{};
}

Result<TeamSeen> set_members(writer::Tx& tx, const Asked<Members>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::team_write); !held) {
    return std::unexpected(held.error());
  }
  const auto team = team::set_members(tx, asked.id<TeamTag>("team"), asked.given.members);
  if (!team) {
    return std::unexpected(team.error());
  }
  note(tx, asked.caller, "team_members_set", {"team", team->id.value()}, ids_json("members", team->members));
  return seen(*team);
}

Result<api::Page<TeamSeen>> list(const Asked<Nothing>& asked, db::Session& session) {
  std::vector<TeamSeen> all;
  for (const auto& team : team::all(session)) {
    all.push_back(seen(team));
  }
  return piece(std::move(all), asked.page);
}

Result<TeamSeen> one(const Asked<Nothing>& asked, db::Session& session) {
  const auto team = team::find(session, asked.id<TeamTag>("team"));
  return team ? Result<TeamSeen>{seen(*team)} : refuse(ErrorCode::not_found, "there is no such team");
}

std::vector<api::Route> reading_routes() {
  return {
      api::read<Nothing, api::Page<TeamSeen>>({.path = "/api/v1/teams",
                                               .needs = api::needs(Right::person_read),
                                               .operation = "listTeams",
                                               .summary = "Teams",
                                               .summary_zh = "团队列表",
                                               .tag = "teams"},
                                              list),
      api::read<Nothing, TeamSeen>({.path = "/api/v1/teams/{team}",
                                    .needs = api::needs(Right::person_read),
                                    .operation = "getTeam",
                                    .summary = "One team",
                                    .summary_zh = "团队详情",
                                    .tag = "teams"},
                                   one),
  };
}

}  // namespace

std::vector<api::Route> team_routes() {
  const auto writes = api::needs(Right::team_write);
  auto all = reading_routes();
  all.push_back(api::write<NewTeam, TeamSeen>({.method = net::Method::post,
                                               .path = "/api/v1/teams",
                                               .needs = writes,
                                               .operation = "createTeam",
                                               .summary = "Add a team",
                                               .summary_zh = "添加团队",
                                               .tag = "teams",
                                               .status = 201},
                                              no_rows, make));
  all.push_back(api::write<TeamChanges, TeamSeen>({.method = net::Method::patch,
                                                   .path = "/api/v1/teams/{team}",
                                                   .needs = writes,
                                                   .operation = "changeTeam",
                                                   .summary = "Change a team",
                                                   .summary_zh = "修改团队",
                                                   .tag = "teams"},
                                                  no_rows, change));
  all.push_back(api::write<Nothing, Nothing>(
      {.method = net::Method::del,
       .path = "/api/v1/teams/{team}",
       .needs = writes,
       .operation = "deleteTeam",
       .summary = "Remove a team",
       .summary_zh = "删除团队",
       .tag = "teams",
       .what =
           "Only when nobody belongs to it, no inbox names it and no open conversation is its own; the refusal says who does and how many."
           " Transfer those first."},
      no_rows, remove));
  all.push_back(api::write<Members, TeamSeen>({.method = net::Method::put,
                                               .path = "/api/v1/teams/{team}/members",
                                               .needs = writes,
                                               .operation = "setTeamMembers",
                                               .summary = "Say who belongs to a team",
                                               .summary_zh = "设置团队成员",
                                               .tag = "teams",
                                               .body_max_bytes = std::size_t{256} * 1024},
                                              no_rows, set_members));
  return all;
}

}  // namespace zhiyin::rest
