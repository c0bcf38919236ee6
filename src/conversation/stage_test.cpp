// The stage decides who may do what; nobody negotiates. Every cell is walked, and the promises that must not move by accident are said
// again.
#include "conversation/stage.hpp"

#include <gmock/gmock.h>

#include <optional>

namespace zhiyin::conversation {
namespace {

constexpr std::array<Who, 8> everybody{customer, bot, system, author, owner, participant, viewer, supervisor};

// A cell answers each of those who may come exactly as it says, and nobody is answered otherwise.
TEST(StageTable, EveryCellDecidesAsItSays) {
  int cells = 0;
  for (const auto& row : stage_table()) {
    for (const auto stage : all_stages) {
      const auto& expected = cell(stage, row.act);
      ++cells;
      for (const auto who : everybody) {
        for (const bool wraps_up : {false, true}) {
          const auto after = decide(stage, row.act, who, {.wraps_up = wraps_up, .bot = wraps_up});
          const auto where = std::string{row.text} + " in " + std::string{stage_text(stage)} + " by " + std::to_string(who);
          if (expected.outcome == Outcome::refused) {
            ASSERT_FALSE(after.has_value()) << where;
            EXPECT_EQ(after.error().code, refusal_error(expected.refusal).code) << where;
            EXPECT_FALSE(after.error().mend.empty()) << where;
          } else if ((expected.who & who) == 0) {
            ASSERT_FALSE(after.has_value()) << where;
            EXPECT_EQ(after.error().code, ErrorCode::forbidden) << where;
            EXPECT_FALSE(after.error().mend.empty()) << where;
          } else {
            ASSERT_TRUE(after.has_value()) << where;
            EXPECT_EQ(*after, expected.outcome == Outcome::stays    ? stage
                              : expected.outcome == Outcome::goes   ? expected.to
                              : expected.outcome == Outcome::begins ? (wraps_up ? Stage::bot : Stage::queued)
                              : wraps_up                            ? Stage::wrap_up
                                                                    : Stage::resolved)
                << where;
          }
        }
      }
    }
  }
  EXPECT_EQ(cells, 105);
}

struct Promise {
  Stage stage;
  Act act;
  Who who;
  std::optional<Stage> after;  ///< nullopt: refused
};

TEST(StageTable, ThePromisesOfTheLiveProtocol) {
  constexpr auto refused = std::nullopt;
  using enum Stage;
  for (const auto& [stage, act, who, after] : {
           Promise{queued, Act::customer_message, customer, queued},
           Promise{assigned, Act::customer_message, customer, assigned},
           Promise{wrap_up, Act::customer_message, customer, assigned},
           Promise{resolved, Act::customer_message, customer, queued},
           Promise{Stage::bot, Act::bot_message, conversation::bot, Stage::bot},
           Promise{assigned, Act::bot_message, conversation::bot, refused},
           Promise{queued, Act::agent_message, viewer, assigned},
           Promise{assigned, Act::agent_message, owner, assigned},
           Promise{assigned, Act::agent_message, participant, assigned},
           Promise{assigned, Act::agent_message, viewer, refused},
           Promise{resolved, Act::agent_message, owner, refused},
           Promise{queued, Act::take, viewer, assigned},
           Promise{assigned, Act::take, viewer, assigned},
           Promise{resolved, Act::take, viewer, refused},
           Promise{queued, Act::accept, viewer, assigned},
           Promise{assigned, Act::accept, viewer, refused},
           Promise{queued, Act::assign, viewer, refused},
           Promise{queued, Act::assign, supervisor, assigned},
           Promise{queued, Act::resolve, viewer, refused},
           Promise{assigned, Act::resolve, viewer, refused},
           Promise{assigned, Act::resolve, supervisor, refused},
           Promise{assigned, Act::resolve, owner, resolved},
           Promise{resolved, Act::resolve, viewer, resolved},
           Promise{resolved, Act::reopen_by_agent, viewer, assigned},
           Promise{assigned, Act::snooze, viewer, refused},
           Promise{wrap_up, Act::requeue, system, resolved},
           Promise{assigned, Act::requeue, system, queued},
           Promise{Stage::bot, Act::rate, customer, refused},
           Promise{queued, Act::rate, customer, refused},
           Promise{assigned, Act::rate, customer, assigned},
           Promise{resolved, Act::rate, customer, resolved},
           Promise{resolved, Act::rate, owner, refused},
           Promise{Stage::bot, Act::hand_over, conversation::bot, queued},
           Promise{Stage::bot, Act::hand_over, customer, queued},
           Promise{queued, Act::hand_over, customer, queued},
           Promise{assigned, Act::hand_over, customer, assigned},
           Promise{resolved, Act::hand_over, customer, refused},
           Promise{Stage::bot, Act::take, viewer, assigned},
       }) {
    const auto got = decide(stage, act, who);
    EXPECT_EQ(got ? std::optional{*got} : std::nullopt, after) << act_text(act) << " in " << stage_text(stage);
  }
}

// Invariant I5 of the design, as far as the table goes: from every stage there is a way on that needs no agent.
TEST(StageTable, NoStageIsADeadEndForTheCustomer) {
  for (const auto stage : all_stages) {
    EXPECT_TRUE(decide(stage, Act::customer_message, customer).has_value());
    EXPECT_TRUE(decide(stage, Act::idle_end, system).has_value());
  }
}

// Only what takes a conversation from somebody is held to the revision that one saw.
TEST(StageTable, AsksForTheRevisionWhereItTakesFromSomebody) {
  for (const auto& row : stage_table()) {
    for (const auto stage : all_stages) {
      const bool expected = stage == Stage::assigned && (row.act == Act::take || row.act == Act::assign);
      EXPECT_EQ(cell(stage, row.act).versioned, expected) << row.text;
    }
  }
}

TEST(StageTable, IsPrintedWhole) {
  for (const bool chinese : {false, true}) {
    const auto page = stages_page(chinese);
    for (const auto& row : stage_table()) {
      EXPECT_THAT(page, testing::HasSubstr(row.text));
    }
    EXPECT_EQ(std::ranges::count(page, '\n'), 2 + 21 + 2);
  }
}

}  // namespace
}  // namespace zhiyin::conversation
