// Whether agents are there: what they say holds as long as their screens live, and ends by itself when these are gone.
#include "team/state.hpp"

#include <gmock/gmock.h>

#include <barrier>
#include <map>
#include <thread>

#include "event/state.hpp"
#include "identity/service.hpp"
#include "identity/store.hpp"
#include "store/stepping.hpp"
#include "team/reading.hpp"
#include "team/service.hpp"
#include "team/store.hpp"

namespace zhiyin::team {
namespace {

using std::chrono::hours;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr Settings one_minute{.lease = seconds{60}};
constexpr AgentId wang{5};
constexpr AgentId boss{6};

class States : public testing::TestWithParam<db::Engine> {
 protected:
  States() { identity::found(*at_.store().open_writing(), at_.clock.now(), 0); }

  template <class T>
  Result<T> with(std::function<Result<T>(writer::Tx&)> act) {
    return at_.run<T>(std::move(act), [](writer::Tx& tx) { want_state(tx, wang); });
  }
  Result<AgentState> set(State state, const std::string& reason = "", AgentId by = wang) {
    return with<AgentState>([&](writer::Tx& tx) { return set_state(tx, wang, state, reason, by, one_minute); });
  }
  bool live() {
    return *with<bool>([](writer::Tx& tx) -> Result<bool> { return renew(tx, wang, one_minute); });
  }
  void fire() {
    for (auto& command : timer::due_commands(at_.reading(), at_.clock.now(), kinds_, 10)) {
      at_.lane->submit_background(std::move(command));
    }
    while (at_.lane->step()) {
    }
  }
  [[nodiscard]] AgentState now() { return find_state(at_.reading(), wang); }
  [[nodiscard]] std::vector<event::StateChanged> facts() {
    std::vector<event::StateChanged> all;
    for (const auto& entry : journal::read_after(at_.reading(), 0, 1'000)) {
      all.push_back(event::read_state(entry).value());
    }
    return all;
  }

  trial::Stepping at_{GetParam(), {statements(), state_statements(), identity::statements(), timer::statements()}};
  std::vector<timer::Kind> kinds_{lease_kind()};
};
INSTANTIATE_TEST_SUITE_P(Engines, States, trial::both_engines(), trial::engine_label);

TEST_P(States, AreOfflineUntilSomebodySaysOtherwise) {
  EXPECT_EQ(now().state, State::offline);
  EXPECT_THAT(states(at_.reading()), IsEmpty());
  const auto began = at_.clock.now();
  ASSERT_TRUE(set(State::available));
  at_.clock.advance(seconds{10});
  ASSERT_TRUE(set(State::busy, "", boss));
  EXPECT_THAT(states(at_.reading()), ElementsAre(now()));
  EXPECT_EQ(
      now(),
      (AgentState{
          .agent = wang, .state = State::busy, .reason = "", .since = began + seconds{10}, .until = began + seconds{70}, .revision = 2}));
  EXPECT_THAT(
      facts(),
      ElementsAre(
          event::StateChanged{
              .agent = wang, .revision = 1, .before = State::offline, .state = State::available, .reason = "", .by = wang, .at = began},
          event::StateChanged{.agent = wang,
                              .revision = 2,
                              .before = State::available,
                              .state = State::busy,
                              .reason = "",
                              .by = boss,
                              .at = began + seconds{10}}));
}

TEST_P(States, TakeReasonsFromTheList) {
  EXPECT_EQ(set(State::on_break, "lunch").error().where, "reason");
  EXPECT_THAT(facts(), IsEmpty());
  ASSERT_TRUE(
      at_.run<std::vector<std::string>>([](writer::Tx& tx) { return set_reasons(tx, std::vector<std::string>{"training", "lunch"}); }));
  EXPECT_THAT(reasons(at_.reading()), ElementsAre("training", "lunch"));
  EXPECT_TRUE(set(State::on_break, "lunch"));
  const auto since = now().since;
  at_.clock.advance(seconds{5});
  EXPECT_TRUE(set(State::on_break, "training"));
  EXPECT_EQ(now().since, since);
  EXPECT_EQ(now().reason, "training");
  EXPECT_FALSE(set(State::offline, std::string{lost}, boss));  // which only the system knows
  EXPECT_EQ(facts().size(), 2U);
}

// Clicking twice is one fact; but it is a sign of life.
TEST_P(States, SaidAgainAreNoFact) {
  ASSERT_TRUE(set(State::available));
  at_.clock.advance(seconds{20});
  ASSERT_TRUE(set(State::available));
  EXPECT_EQ(facts().size(), 1U);
  EXPECT_EQ(now().until, at_.clock.now() + seconds{60});
  EXPECT_EQ(now().since, at_.clock.now() - seconds{20});
}

TEST_P(States, EndWithTheLease) {
  ASSERT_TRUE(set(State::available));
  at_.clock.advance(seconds{60} - Millis{1});
  fire();
  EXPECT_EQ(now().state, State::available);
  at_.clock.advance(Millis{1});
  fire();
  EXPECT_EQ(now().state, State::offline);
  EXPECT_EQ(now().reason, lost);
  EXPECT_EQ(facts().back().by, AgentId{});
  EXPECT_EQ(facts().back().before, State::available);
  EXPECT_EQ(timer::next_due(at_.reading(), kinds_), std::nullopt);
  EXPECT_FALSE(live());  // a screen that wakes up does not make him available
  EXPECT_EQ(now().state, State::offline);
}

// The timer is not moved by signs of life but by its own firing, and not every sign is written.
TEST_P(States, LastAsLongAsTheScreenLives) {
  ASSERT_TRUE(set(State::wrap_up));
  const auto armed = timer::next_due(at_.reading(), kinds_);
  const auto until = now().until;
  at_.clock.advance(seconds{20});
  EXPECT_TRUE(live());
  EXPECT_EQ(now().until, until);
  for (int i = 0; i < 30; ++i) {
    at_.clock.advance(seconds{20});
    EXPECT_TRUE(live());
    if (i == 0) {
      EXPECT_EQ(now().until, at_.clock.now() + seconds{60});
      EXPECT_EQ(timer::next_due(at_.reading(), kinds_), armed);
    }
    fire();
    ASSERT_EQ(now().state, State::wrap_up);
  }
  EXPECT_EQ(facts().size(), 1U);
  at_.clock.set(now().until - Millis{1});
  fire();  // of an earlier end of the lease: it looks, and arms itself for the present one
  EXPECT_EQ(now().state, State::wrap_up);
  at_.clock.advance(Millis{1});
  fire();
  EXPECT_EQ(now().state, State::offline);
}

TEST_P(States, OfABreakLastForHours) {
  ASSERT_TRUE(set(State::available));
  ASSERT_TRUE(set(State::on_break));
  EXPECT_FALSE(live());
  at_.clock.advance(hours{2});
  fire();
  EXPECT_EQ(now().state, State::on_break);
  ASSERT_TRUE(set(State::available));
  EXPECT_TRUE(live());
  at_.clock.advance(seconds{60});
  fire();
  EXPECT_EQ(now().state, State::offline);
}

// The last word before the timer fires counts, even in the same batch.
TEST_P(States, ASignOfLifeInTheBatchOfTheEndIsInTime) {
  ASSERT_TRUE(set(State::available));
  at_.clock.advance(seconds{60});
  auto due = timer::due_commands(at_.reading(), at_.clock.now(), kinds_, 10);
  ASSERT_EQ(due.size(), 1U);
  at_.lane->submit(writer::command<bool>(
      {}, [](writer::Tx& tx) { want_state(tx, wang); }, [](writer::Tx& tx) -> Result<bool> { return renew(tx, wang, one_minute); },
      [](const Result<bool>&) {}));
  at_.lane->submit_background(std::move(due.front()));
  at_.lane->step();
  EXPECT_EQ(now().state, State::available);
  EXPECT_EQ(timer::next_due(at_.reading(), kinds_), now().until);
}

// A server that was away for an hour has heard no signs of life; whoever comes back within a lease was there.
TEST_P(States, AStartGivesOneLease) {
  ASSERT_TRUE(set(State::available));
  at_.clock.advance(hours{1});
  extend_leases(*at_.store().open_writing(), at_.clock.now() + one_minute.lease);
  fire();
  EXPECT_EQ(now().state, State::available);
  at_.clock.advance(seconds{60});
  fire();
  EXPECT_EQ(now().reason, lost);
}

class StatesOfTwoProcesses : public States {};
INSTANTIATE_TEST_SUITE_P(Engines, StatesOfTwoProcesses, testing::Values(db::Engine::postgres), trial::engine_label);

// A row that is not there cannot be locked: both would count from nothing, and two facts of one agent would have one revision.
TEST_P(StatesOfTwoProcesses, CountEveryChangeFromTheFirst) {
  constexpr std::int64_t agents = 60;
  {
    std::barrier together{2};
    std::vector<std::jthread> processes;
    for (const auto state : {State::available, State::busy}) {
      processes.emplace_back([state, &together, lane = std::shared_ptr{at_.make_lane()}] {
        for (std::int64_t n = 1; n <= agents; ++n) {
          lane->submit(writer::command<AgentState>(
              {}, [n](writer::Tx& tx) { want_state(tx, AgentId{n}); },
              [state, n](writer::Tx& tx) { return set_state(tx, AgentId{n}, state, "", boss, one_minute); },
              [](const Result<AgentState>& answer) { EXPECT_TRUE(answer); }));
          together.arrive_and_wait();
          lane->step();
        }
      });
    }
  }
  std::map<AgentId, event::StateChanged> last;
  for (const auto& fact : facts()) {
    EXPECT_EQ(fact.revision, last[fact.agent].revision + 1);
    EXPECT_EQ(fact.before, last[fact.agent].state);
    last[fact.agent] = fact;
  }
  ASSERT_EQ(last.size(), static_cast<std::size_t>(agents));
  for (const auto& [agent, fact] : last) {
    EXPECT_EQ(fact.revision, 2);
    EXPECT_EQ(find_state(at_.reading(), agent).state, fact.state);
  }
}

TEST(TeamSettings, AreReadFromTheTable) {
  const auto values = config::read(settings(), {.arguments = {"--team.lease_ms", "2m"}});
  ASSERT_TRUE(values) << values.error().what;
  EXPECT_EQ(settings_from(*values).lease, seconds{120});
  EXPECT_EQ(settings_from(*config::read(settings(), {})).lease, Settings{}.lease);
}

}  // namespace
}  // namespace zhiyin::team
