#include "team/rules.hpp"

#include <gtest/gtest.h>

#include <array>

namespace zhiyin::team {
namespace {

using std::chrono::seconds;

TEST(States, HaveWordsThatComeBack) {
  for (const auto state : {State::offline, State::available, State::busy, State::wrap_up, State::on_break}) {
    EXPECT_EQ(parse_state(state_text(state)), state);
  }
  EXPECT_EQ(parse_state("Available"), std::nullopt);
}

TEST(Leases, AsATable) {
  constexpr Millis lease = seconds{60};
  const Time now = from_millis(1'000'000);
  struct Row {
    const char* reason = "";
    Millis left{};
    State state{};
    bool renewed = false;
    bool out = false;
  };
  const auto rows = std::to_array<Row>({
      {"just begun: a sign of life costs nothing", seconds{60}, State::available, false, false},
      {"more than half is left", seconds{31}, State::available, false, false},
      {"half is left", seconds{30}, State::available, true, false},
      {"about to run out", Millis{1}, State::busy, true, false},
      {"over, but the timer was late: a sign of life is one", Millis{0}, State::wrap_up, true, true},
      {"on a break nobody is asked", Millis{0}, State::on_break, false, false},
      {"offline there is nothing to lose", Millis{0}, State::offline, false, false},
  });
  for (const auto& row : rows) {
    const AgentState at{.agent = AgentId{1}, .state = row.state, .reason = "", .since = {}, .until = now + row.left};
    EXPECT_EQ(renews(at, now, lease), row.renewed) << row.reason;
    EXPECT_EQ(run_out(at, now), row.out) << row.reason;
  }
}

TEST(Levels, AreOneToFiveAndEachSkillOnce) {
  const AgentId agent{9};
  const auto taken = levels_from(agent, std::vector<SkillLevel>{{{}, SkillId{3}, 5}, {{}, SkillId{2}, 1}});
  ASSERT_TRUE(taken);
  EXPECT_EQ(*taken, (std::vector<SkillLevel>{{agent, SkillId{2}, 1}, {agent, SkillId{3}, 5}}));
  EXPECT_FALSE(levels_from(agent, std::vector<SkillLevel>{{{}, SkillId{2}, 0}}));
  EXPECT_FALSE(levels_from(agent, std::vector<SkillLevel>{{{}, SkillId{2}, 6}}));
  EXPECT_FALSE(levels_from(agent, std::vector<SkillLevel>{{{}, SkillId{2}, 1}, {{}, SkillId{3}, 1}, {{}, SkillId{2}, 2}}));
}

TEST(Reasons, AreFewAndOnceAndNeverTheSystems) {
  using Texts = std::vector<std::string>;
  EXPECT_EQ(*reasons_from(Texts{"training", " lunch "}), (Texts{"training", "lunch"}));
  EXPECT_FALSE(reasons_from(Texts{"lunch", "lunch "}));
  EXPECT_FALSE(reasons_from(Texts{""}));
  EXPECT_FALSE(reasons_from(Texts{"lost"}));
  Texts many;
  for (std::size_t i = 0; i <= reasons_max; ++i) {
    many.push_back("reason " + std::to_string(i));
  }
  EXPECT_FALSE(reasons_from(many));
  many.pop_back();
  EXPECT_TRUE(reasons_from(many));
}

}  // namespace
}  // namespace zhiyin::team
