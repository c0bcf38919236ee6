// Commands that wait share one transaction; none of them may notice the others, and none may hear of success before it is stored.
#include "platform/writer/lane.hpp"

#include <stdexcept>

#include "platform/writer/lane_trial.hpp"

namespace zhiyin::writer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Batches : public LaneTrial {};
INSTANTIATE_TEST_SUITE_P(Engines, Batches, trial::both_engines(), trial::engine_label);

/// Where the engine makes no difference.
class OneBatch : public LaneTrial {};
INSTANTIATE_TEST_SUITE_P(Engines, OneBatch, testing::Values(db::Engine::sqlite), trial::engine_label);

TEST_P(Batches, AreAnsweredAfterTheirOneCommit) {
  use({}, {.at = [this](Moment m) { happened_.emplace_back(m == Moment::before_commit ? "committing" : "committed"); },
           .on_commit = [this] { happened_.push_back("told, stored " + std::to_string(stored().size())); }});
  submit(1);
  submit(2);
  EXPECT_TRUE(lane_->step());
  EXPECT_THAT(happened_, ElementsAre("run 1", "run 2", "committing", "committed", "told, stored 2", "1 ok", "2 ok"));
  EXPECT_FALSE(lane_->step());
  EXPECT_EQ(figures_.commits.value(), 1U);
  EXPECT_EQ(figures_.commands.value(), 2U);
}

TEST_P(OneBatch, KeepTheOrderOfSubmissionAndHoldSoManyAtMost) {
  use({.batch_max = 4});
  std::vector<std::int64_t> all;
  for (int n = 1; n <= 10; ++n) {
    submit(n);
    all.push_back(n);
  }
  EXPECT_EQ(figures_.waiting.value(), 10);
  lane_->step();
  EXPECT_EQ(figures_.waiting.value(), 6);
  EXPECT_THAT(stored(), ElementsAre(1, 2, 3, 4));
  step_all();
  EXPECT_EQ(stored(), all);
  EXPECT_EQ(figures_.commits.value(), 3U);
}

TEST_P(Batches, SurviveARefusal) {
  use({});
  submit(1);
  submit(2, [](Tx&) { return refuse(ErrorCode::stale, "no"); });
  submit(3);
  lane_->step();
  EXPECT_THAT(answers(), ElementsAre("1 ok", "2 stale", "3 ok"));
  EXPECT_THAT(stored(), ElementsAre(1, 3));
  EXPECT_EQ(figures_.commits.value(), 1U);  // a refusal costs the others nothing
}

// A bug in one command: what it wrote must not be stored, what the others wrote must be, once.
TEST_P(Batches, SurviveAnException) {
  use({});
  submit(1);
  submit(2, [](Tx& tx) -> Result<int> {
    record(tx, 2);
    throw std::runtime_error("planted");
  });
  submit(3);
  lane_->step();
  EXPECT_THAT(answers(), ElementsAre("1 ok", "2 unavailable", "3 ok"));
  EXPECT_THAT(stored(), ElementsAre(1, 3));
  EXPECT_EQ(figures_.retries.value(), 1U);
  EXPECT_EQ(figures_.failures.value(), 1U);
}

// PostgreSQL hears of these rows with COMMIT only: the error comes when every command has decided.
TEST_P(Batches, SurviveATakenKey) {
  use({});
  submit(1, insert(1));
  submit(2, insert(2));
  submit(3, insert(1));
  submit(4, insert(4));
  lane_->step();
  EXPECT_THAT(answers(), ElementsAre("1 ok", "2 ok", "3 unavailable", "4 ok"));
  EXPECT_THAT(stored(), ElementsAre(1, 2, 4));
}

TEST_P(OneBatch, AreTriedAgainAfterContention) {
  int left = 3;
  use({}, {.at = [&left](Moment m) {
        if (m == Moment::before_commit && left-- > 0) {
          throw db::Failure(db::FailureKind::contention, "planted");
        }
      }});
  submit(1);
  submit(2);
  lane_->step();
  EXPECT_THAT(answers(), ElementsAre("1 ok", "2 ok"));
  EXPECT_THAT(stored(), ElementsAre(1, 2));
  EXPECT_EQ(runs_of(1), 4);
  EXPECT_EQ(runs_of(2), 2);
}

TEST_P(OneBatch, GiveUpAnEndlessContention) {
  use({}, {.at = [](Moment) { throw db::Failure(db::FailureKind::contention, "planted"); }});
  submit(1);
  lane_->step();
  EXPECT_THAT(answers(), ElementsAre("1 unavailable"));
  EXPECT_EQ(answered_with_.detail, "planted");
  EXPECT_THAT(stored(), IsEmpty());
}

TEST_P(OneBatch, ServeOneOfTheBackgroundAfterTheCommands) {
  use({});
  for (int n = 1; n <= 2; ++n) {
    lane_->submit_background(numbered(100 + n));
    submit(n);
  }
  lane_->step();
  EXPECT_THAT(stored(), ElementsAre(1, 2, 101));
  step_all();
  EXPECT_THAT(stored(), ElementsAre(1, 2, 101, 102));
}

TEST_P(OneBatch, TellNobodyWhenThereIsNoFact) {
  use({}, {.on_commit = [this] { happened_.emplace_back("told"); }});
  submit(1, [](Tx&) { return 1; });
  lane_->step();
  EXPECT_THAT(answers(), ElementsAre("1 ok"));
}

class Waiting : public LaneTrial {};
INSTANTIATE_TEST_SUITE_P(Engines, Waiting, testing::Values(db::Engine::sqlite), trial::engine_label);

TEST_P(Waiting, HasALimitAndSaysSoAtOnce) {
  use({.waiting_max = 2});
  submit(1);
  submit(2);
  submit(3);
  EXPECT_THAT(happened_, ElementsAre("3 unavailable"));
  EXPECT_FALSE(answered_with_.mend.empty());
  lane_->step();
  EXPECT_THAT(stored(), ElementsAre(1, 2));
}

TEST_P(Waiting, IsFinishedAfterClosingButTakesNoMore) {
  use({});
  submit(1);
  lane_->close();
  submit(2);
  lane_->submit_background(numbered(3));
  step_all();
  EXPECT_THAT(answers(), ElementsAre("2 unavailable", "3 unavailable", "1 ok"));
  EXPECT_THAT(stored(), ElementsAre(1));
}

// Whoever takes a question must answer it.
TEST_P(Waiting, IsAnsweredWhenItsLaneGoes) {
  use({});
  submit(1);
  lane_.reset();
  EXPECT_THAT(answers(), ElementsAre("1 unavailable"));
}

/// Hears from the lane what is said to a command.
class Told final : public Command {
 public:
  Told(Lines& lines, std::function<void(Tx&)> run) : lines_(lines), run_(std::move(run)) {}
  [[nodiscard]] LaneKey lane() const override { return {}; }
  void want(Tx&) override {}
  void run(Tx& tx) override { run_(tx); }
  void committed() override { lines_.emplace_back("committed"); }
  void failed(Error error) override { lines_.push_back("failed: " + error.detail); }
  void unfit(const std::string& why) override { lines_.push_back("unfit: " + why); }

 private:
  Lines& lines_;
  std::function<void(Tx&)> run_;
};

// Listeners and timers park what is unfit: a fault of the store must not be taken for one of theirs.
TEST_P(Waiting, CommandsHearWhetherTheFaultIsTheirOwn) {
  db::FailureKind kind = db::FailureKind::full;
  use({}, {.at = [&kind](Moment) { throw db::Failure(kind, "the store's"); }});
  const auto run = [this](auto act) {
    happened_.clear();
    lane_->submit(std::make_unique<Told>(happened_, std::move(act)));
    lane_->step();
    return happened_;
  };
  EXPECT_THAT(run([](Tx&) { throw std::runtime_error("mine"); }), ElementsAre("unfit: mine", "failed: mine"));
  EXPECT_THAT(run([](Tx&) {}), ElementsAre("failed: the store's"));
  kind = db::FailureKind::contention;
  EXPECT_THAT(run([](Tx&) {}), ElementsAre("failed: the store's"));
}

// Its facts would be stored with the next command's, though its sender was told that nothing was.
TEST_P(Waiting, ARefusalThatRecordsIsABug) {
  use({});
  submit(1, [](Tx& tx) -> Result<int> {
    record(tx, 1);
    return refuse(ErrorCode::stale, "no");
  });
  EXPECT_DEATH(lane_->step(), "a refused command records nothing");
}

}  // namespace
}  // namespace zhiyin::writer
