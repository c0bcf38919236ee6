#include "rest/state.hpp"

#include "identity/rules.hpp"
#include "rest/acting.hpp"
#include "rest/words.hpp"
#include "team/reading.hpp"
#include "team/rules.hpp"
#include "team/service.hpp"
#include "team/state.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;
using identity::Right;

constexpr auto name_most = static_cast<std::int64_t>(identity::name_max_chars);
constexpr auto reasons_most = static_cast<std::int64_t>(team::reasons_max);

struct StateSeen {
  AgentId id;
  team::State state = team::State::offline;
  std::string reason;
  std::optional<Time> since;
  std::optional<Time> until;
};
constexpr auto shape(api::Of<StateSeen>) {
  return api::object<StateSeen>(
      "PersonState", api::field("id", &StateSeen::id, {.what = "The person's."}), api::field("state", &StateSeen::state, {}),
      api::field("reason", &StateSeen::reason,
                 {.most = name_most, .what = "One of the company's, \"lost\" when his screen fell silent, or empty."}),
      api::field("since", &StateSeen::since, {.what = "null: he was never anything but offline."}),
      api::field("until", &StateSeen::until, {.what = "Unless his screen is heard of again before; null in states that need none."}));
}

struct StateGiven {
  team::State state = team::State::offline;
  std::string reason;
};
constexpr auto shape(api::Of<StateGiven>) {
  return api::object<StateGiven>("NewState", api::field("state", &StateGiven::state, {}),
                                 api::field("reason", &StateGiven::reason,
                                            {.most = name_most, .needed = false, .what = "One of GET /api/v1/state-reasons, or none."}));
}

struct Reasons {
  std::vector<std::string> reasons;
};
constexpr auto shape(api::Of<Reasons>) {
  return api::object<Reasons>(
      "StateReasons",
      api::field("reasons", &Reasons::reasons,
                 {.least = 1, .most = name_most, .items_most = reasons_most, .what = "In the order in which they are offered."}));
}

StateSeen seen(const team::AgentState& at) {
  const bool ever = at.revision > 0;
  return {at.agent, at.state, at.reason, ever ? std::optional{at.since} : std::nullopt,
          at.until == Time{} ? std::nullopt : std::optional{at.until}};
}

/// Everybody who works here, in the order of ids.
api::Page<StateSeen> states(const access::Directory& directory, const api::PageAsked& page, db::Session& session) {
  std::unordered_map<AgentId, StateSeen> of;
  for (const auto& one : team::states(session)) {
    of.emplace(one.agent, seen(one));
  }
  std::vector<StateSeen> all;
  for (const auto& [id, member] : directory.members) {
    if (member.active) {
      const auto found = of.find(id);
      all.push_back(found == of.end() ? StateSeen{id, team::State::offline, "", std::nullopt, std::nullopt} : found->second);
    }
  }
  return piece(std::move(all), page);
}

/// A state is a row that is made when it is named, so only those of people who work here are.
void want_state(writer::Tx& tx, AgentId person) {
  const auto* directory = access::loaded(tx);
  const auto* member = directory == nullptr ? nullptr : directory->member(person);
  if (member != nullptr && member->active) {
    team::want_state(tx, person);
  }
}

Result<StateSeen> set_state(writer::Tx& tx, const Asked<StateGiven>& asked, AgentId person, const team::Settings& settings) {
  const auto* member = access::directory(tx).member(person);
  if (member == nullptr || !member->active || team::find_state(tx, person) == nullptr) {
    return refuse(ErrorCode::not_found, "nobody of this id works here");
  }
  const auto before = *team::find_state(tx, person);
  const auto set = team::set_state(tx, person, asked.given.state, asked.given.reason, asked.caller.person, settings);
  if (!set) {
    return std::unexpected(set.error());
  }
  if (person != asked.caller.person && set->revision != before.revision) {
    json::Writer w;
    note(tx, asked.caller, "state_set", {"person", person.value()},
         w.begin_object().field("state", team::state_text(set->state)).field("reason", std::string_view{set->reason}).end_object().take());
  }
  return seen(*set);
}

Result<Reasons> set_reasons(writer::Tx& tx, const Asked<Reasons>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::team_write); !held) {
    return std::unexpected(held.error());
  }
  auto set = team::set_reasons(tx, asked.given.reasons);
  if (!set) {
    return std::unexpected(std::move(set.error()));
  }
  json::Writer w;
  w.begin_object().name("reasons").begin_array();
  for (const auto& reason : *set) {
    w.text(reason);
  }
  note(tx, asked.caller, "state_reasons_set", {"state_reasons", 0}, w.end_array().end_object().take());
  return Reasons{*std::move(set)};
}

std::vector<api::Route> reason_routes() {
  return {
      api::read<Nothing, Reasons>(
          {.path = "/api/v1/state-reasons",
           .needs = api::needs(Right::person_read),
           .operation = "getStateReasons",
           .summary = "Reasons that may be given for a state",
           .summary_zh = "状态原因列表",
           .tag = "people"},
          [](const Asked<Nothing>&, db::Session& session) { return Result<Reasons>{Reasons{team::reasons(session)}}; }),
      api::write<Reasons, Reasons>({.method = net::Method::put,
                                    .path = "/api/v1/state-reasons",
                                    .needs = api::needs(Right::team_write),
                                    .operation = "setStateReasons",
                                    .summary = "Say which reasons may be given",
                                    .summary_zh = "设置状态原因列表",
                                    .tag = "people"},
                                   no_rows, set_reasons),
  };
}

}  // namespace

std::vector<api::Route> state_routes(const Services& s) {
  auto all = reason_routes();
  all.push_back(api::read<Nothing, api::Page<StateSeen>>({.path = "/api/v1/states",
                                                          .needs = api::needs(Right::person_read),
                                                          .operation = "listStates",
                                                          .summary = "Who is there",
                                                          .summary_zh = "同事的当前状态",
                                                          .tag = "people"},
                                                         [s](const Asked<Nothing>& asked, db::Session& session) {
                                                           return Result<api::Page<StateSeen>>{
                                                               states(*s.directories->current(session), asked.page, session)};
                                                         }));
  all.push_back(api::write<StateGiven, StateSeen>(
      {.method = net::Method::put,
       .path = "/api/v1/me/state",
       .needs = api::needs(Right::state_own),
       .operation = "setMyState",
       .summary = "Say whether I am there",
       .summary_zh = "设置我的状态",
       .tag = "people",
       .what = "Who is in front of the screen is offline again when his screen falls silent for a minute or so.",
       .errors = {ErrorCode::not_found}},
      [](writer::Tx& tx, const Asked<StateGiven>& asked) { want_state(tx, asked.caller.person); },
      [s](writer::Tx& tx, const Asked<StateGiven>& asked) { return set_state(tx, asked, asked.caller.person, s.teams); }));
  all.push_back(api::write<StateGiven, StateSeen>(
      {.method = net::Method::put,
       .path = "/api/v1/people/{person}/state",
       .needs = api::needs(Right::state_others),
       .operation = "setPersonState",
       .summary = "Say whether somebody else is there",
       .summary_zh = "设置他人的状态",
       .tag = "people"},
      [](writer::Tx& tx, const Asked<StateGiven>& asked) { want_state(tx, asked.id<AgentTag>("person")); },
      [s](writer::Tx& tx, const Asked<StateGiven>& asked) { return set_state(tx, asked, asked.id<AgentTag>("person"), s.teams); }));
  return all;
}

}  // namespace zhiyin::rest
