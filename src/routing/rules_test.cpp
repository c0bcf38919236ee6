// Who gets what, as tables.
#include "routing/rules.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

#include "hours/words.hpp"

namespace zhiyin::routing {
namespace {

constexpr InboxId web{1};
constexpr TeamId everyone{1};
constexpr TeamId experts{2};
constexpr AgentId ann{11};   // of Everyone
constexpr AgentId ben{12};   // of Experts only
constexpr AgentId cai{13};   // of both
constexpr AgentId dora{14};  // by herself
constexpr AgentId eve{15};   // a supervisor who sees everything and belongs to nothing
constexpr AgentId finn{16};  // disabled

access::Directory company() {
  access::Directory d;
  d.teams[everyone] = {.id = everyone, .name = "Everyone", .expert = false, .members = {ann, cai}};
  d.teams[experts] = {.id = experts, .name = "Experts", .expert = true, .members = {ben, cai}};
  d.inboxes[web] = {.id = web, .name = "Website", .people = {dora, finn}, .teams = {everyone, experts}, .kept_secret = ""};
  const auto add = [&d](AgentId id, identity::Role role, std::vector<InboxId> inboxes, std::vector<TeamId> teams, bool active = true) {
    d.members[id] = {.id = id, .name = id.text(), .email = "", .role = role, .active = active, .created_at = {}};
    d.viewers[id] = {.person = id,
                     .name = id.text(),
                     .rights = active ? identity::rights_of(role) : identity::Rights{},
                     .inboxes = std::move(inboxes),
                     .teams = std::move(teams)};
  };
  using identity::Role;
  add(ann, Role::agent, {web}, {everyone});
  add(ben, Role::agent, {web}, {experts});
  add(cai, Role::agent, {web}, {everyone, experts});
  add(dora, Role::agent, {web}, {});
  add(eve, Role::supervisor, {}, {});
  add(finn, Role::agent, {web}, {}, false);
  return d;
}

TEST(Serving, AsATable) {
  struct Row {
    const char* reason;
    AgentId agent;
    Spot at;
    bool serves;
  };
  const Row rows[]{
      {"a member through a team", ann, {web, {}}, true},
      {"a team of experts takes no first assignment", ben, {web, {}}, false},
      {"but its transfers", ben, {web, experts}, true},
      {"an expert who is in another team too is asked for that", cai, {web, {}}, true},
      {"a member by herself", dora, {web, {}}, true},
      {"what waits for a team is for its members", dora, {web, experts}, false},
      {"another team's", ann, {web, experts}, false},
      {"another inbox", ann, {InboxId{9}, {}}, false},
      {"who sees everything but belongs to nothing is not asked", eve, {web, {}}, false},
      {"disabled", finn, {web, {}}, false},
      {"a stranger", AgentId{99}, {web, {}}, false},
  };
  const auto directory = company();
  for (const auto& row : rows) {
    EXPECT_EQ(serves(directory, row.agent, row.at), row.serves) << row.reason;
  }
}

constexpr ConversationId c1{101};
constexpr ConversationId c2{102};
constexpr ConversationId c3{103};

Waiter waits(ConversationId id, std::vector<AgentId> passed = {}, TeamId team = {}) {
  return {id, {web, team}, std::move(passed)};
}
Free idle(AgentId agent, std::int64_t minute, std::int64_t room = 1) {
  return {agent, room, from_millis(minute * 60'000)};
}

TEST(Choosing, AsATable) {
  struct Row {
    const char* reason;
    std::vector<Waiter> waiting;
    std::vector<Free> agents;
    std::vector<Pair> pairs;
  };
  const Row rows[]{
      {"nobody waits", {}, {idle(ann, 1)}, {}},
      {"nobody is free", {waits(c1)}, {}, {}},
      {"idle longest first", {waits(c1)}, {idle(ann, 5), idle(cai, 2), idle(dora, 9)}, {{c1, cai}}},
      {"of two alike the lower id, so that every process chooses the same", {waits(c1)}, {idle(dora, 2), idle(ann, 2)}, {{c1, ann}}},
      {"no room, however idle", {waits(c1)}, {idle(ann, 1, 0), idle(dora, 9)}, {{c1, dora}}},
      {"who waits first chooses first", {waits(c2), waits(c1)}, {idle(ann, 1)}, {{c2, ann}}},
      {"in turn, and not all to one",
       {waits(c1), waits(c2), waits(c3)},
       {idle(ann, 1, 3), idle(dora, 2, 3)},
       {{c1, ann}, {c2, dora}, {c3, ann}}},
      {"as many as there is room", {waits(c1), waits(c2), waits(c3)}, {idle(ann, 1, 2)}, {{c1, ann}, {c2, ann}}},
      {"who passed is not asked again", {waits(c1, {ann})}, {idle(ann, 1), idle(dora, 2)}, {{c1, dora}}},
      {"everybody passed: it waits for the next round, and holds up nobody", {waits(c1, {ann}), waits(c2)}, {idle(ann, 1)}, {{c2, ann}}},
      {"an expert is kept for what only he takes",
       {waits(c1), waits(c2, {}, experts)},
       {idle(ben, 1), idle(ann, 2)},
       {{c1, ann}, {c2, ben}}},
  };
  const auto directory = company();
  for (const auto& row : rows) {
    EXPECT_EQ(choose(
                  row.waiting, row.agents, [&](AgentId agent, const Spot& at) { return serves(directory, agent, at); }, 16),
              row.pairs)
        << row.reason;
  }
}

RC_GTEST_PROP(Choosing, NeverExceedsRoomNorAsksTwiceNorLeavesOneWhoCouldBeServed, ()) {
  const auto rooms = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
  const auto count = *rc::gen::inRange<std::size_t>(0, 20);
  std::vector<Free> agents;
  for (std::size_t i = 0; i < rooms.size(); ++i) {
    agents.push_back({AgentId{static_cast<std::int64_t>(i) + 1}, rooms[i], from_millis(*rc::gen::inRange(0, 5))});
  }
  std::vector<Waiter> waiting;
  for (std::size_t i = 0; i < count; ++i) {
    waiting.push_back({ConversationId{static_cast<std::int64_t>(i) + 1}, {web, {}}, {}});
  }
  std::int64_t room = 0;
  for (const auto& one : agents) {
    room += one.room;
  }
  const auto pairs = choose(waiting, agents, [](AgentId, const Spot&) { return true; }, 16);
  RC_ASSERT(pairs.size() == std::min({static_cast<std::size_t>(room), count, std::size_t{16}}));
  std::map<AgentId, std::int64_t> given;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    RC_ASSERT(pairs[i].conversation == waiting[i].id);
    ++given[pairs[i].agent];
  }
  for (const auto& one : agents) {
    RC_ASSERT(given[one.agent] <= one.room);
  }
}

TEST(Gone, AsATable) {
  using team::State;
  const identity::Member works{.id = ann, .name = "Ann", .email = "", .active = true, .created_at = {}};
  identity::Member disabled = works;
  disabled.active = false;
  struct Row {
    const char* reason;
    team::AgentState state;
    const identity::Member* member;
    bool offline_requeues;
    bool gone;
  };
  const auto state = [](State at, std::string reason, std::int64_t revision) {
    return team::AgentState{.agent = ann, .state = at, .reason = std::move(reason), .since = {}, .until = {}, .revision = revision};
  };
  const Row rows[]{
      {"vanished", state(State::offline, "lost", 3), &works, false, true},
      {"back, though he was lost", state(State::available, "", 4), &works, false, false},
      {"went home: he keeps what he has", state(State::offline, "", 3), &works, false, false},
      {"went home, in a company that wants it back", state(State::offline, "", 3), &works, true, true},
      {"never said that he is there: he takes by hand", state(State::offline, "", 0), &works, true, false},
      {"on a break", state(State::on_break, "lunch", 2), &works, true, false},
      {"disabled, whatever his screen says", state(State::available, "", 2), &disabled, false, true},
      {"a name without a person", state(State::offline, "", 0), nullptr, false, false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(gone(row.state, row.member, row.offline_requeues), row.gone) << row.reason;
  }
}

TEST(OnDuty, IsWhoeverIsThereAndCouldGetIt) {
  using team::State;
  const auto directory = company();
  const auto is = [](AgentId agent, State state) {
    return team::AgentState{.agent = agent, .state = state, .reason = "", .since = {}, .until = {}, .revision = 1};
  };
  struct Row {
    const char* reason;
    std::vector<team::AgentState> states;
    Spot at;
    bool on;
  };
  const Row rows[]{
      {"nobody has ever said that he is there, so that says nothing", {}, {web, {}}, true},
      {"all went home", {is(ann, State::offline), is(dora, State::offline)}, {web, {}}, false},
      {"a busy one becomes free", {is(ann, State::busy)}, {web, {}}, true},
      {"a break ends", {is(ann, State::on_break)}, {web, {}}, true},
      {"experts take no first assignment", {is(ben, State::available), is(ann, State::offline)}, {web, {}}, false},
      {"but what was transferred to them", {is(ben, State::available)}, {web, experts}, true},
      {"somebody else's place", {is(ann, State::available), is(ben, State::offline)}, {web, experts}, false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(duty(directory, row.states, row.at, from_millis(0)).on, row.on) << row.reason;
  }
}

TEST(OnDuty, OutsideTheHoursIsWhoeverStayed) {
  using team::State;
  auto directory = company();
  directory.inboxes.at(web).hours =
      hours::schedule_of({.time_zone = "UTC", .week = {{hours::Day::monday, "09:00", "17:00"}}, .exceptions = {}}).value();
  const auto open = parse_iso("2026-11-23T10:00:00.000Z").value();
  const auto closed = parse_iso("2026-11-23T20:00:00.000Z").value();
  const auto opens = parse_iso("2026-11-30T09:00:00.000Z").value();
  const auto is = [](State state) {
    return std::vector{team::AgentState{.agent = ann, .state = state, .reason = "", .since = {}, .until = {}, .revision = 1}};
  };
  struct Row {
    const char* reason;
    std::vector<team::AgentState> states;
    Time now;
    Duty duty;
  };
  const Row rows[]{
      {"works late, and is asked", is(State::available), closed, {true, std::nullopt}},
      {"finishes what he has and goes home", is(State::busy), closed, {false, opens}},
      {"on his way home", is(State::on_break), closed, {false, opens}},
      {"nobody at all", {}, closed, {false, opens}},
      {"a break within the hours ends", is(State::on_break), open, {true, std::nullopt}},
      {"open by the clock, and nobody knows when somebody comes", is(State::offline), open, {false, std::nullopt}},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(duty(directory, row.states, {web, {}}, row.now), row.duty) << row.reason;
  }
}

}  // namespace
}  // namespace zhiyin::routing
