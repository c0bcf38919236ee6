// A listener takes each fact once, in order, whatever fails in between; and one bad fact stops its own subject only.
#include "platform/listener/stepper.hpp"

#include <gmock/gmock.h>

#include <set>
#include <stdexcept>

#include "store/stepping.hpp"

namespace zhiyin::listener {
namespace {

using std::chrono::milliseconds;
using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Le;
using Positions = std::vector<std::int64_t>;

constexpr db::Statement note_effect{"note_effect", "INSERT INTO effect (pos) VALUES ($1)"};
constexpr db::Statement all_effects{"all_effects", "SELECT pos FROM effect ORDER BY pos"};
constexpr db::Statement all_parked{"all_parked", "SELECT pos, subject FROM parked_fact WHERE listener = 'test' ORDER BY pos"};
constexpr std::array<const db::Statement*, 3> own_statements{&note_effect, &all_effects, &all_parked};
// Not unique: a fact that takes effect twice must show.
constexpr EmbeddedText own_schema{"9000_test.sql", "CREATE TABLE effect (pos BIGINT NOT NULL);\n"};

/// Nobody catches it but the test, so it leaves the lane as it would be left by a process that ends.
struct Death {};

class Steps : public testing::TestWithParam<db::Engine> {
 protected:
  Steps() {
    found(*at_.store().open_writing(), {&listener_, 1});
    stepper_ = make();
  }
  ~Steps() override { at_.lane.reset(); }

  [[nodiscard]] std::unique_ptr<Stepper> make(StepperLimits limits = {}) {
    return std::make_unique<Stepper>(listener_, limits, [this] { return stopwatch_; }, figures_, danger_);
  }
  void record(std::initializer_list<std::int64_t> subjects) {
    ASSERT_TRUE(at_.run<int>([&](writer::Tx& tx) {
      for (const auto subject : subjects) {
        tx.record({.kind = "thing", .subject = subject, .revision = 1, .at = tx.now(), .envelope = "{}"});
      }
      return 0;
    }));
  }
  void apply(writer::Tx& tx, Entries entries) {
    sizes_.push_back(static_cast<std::int64_t>(entries.size()));
    for (const auto& entry : entries) {
      (void)tx.session().query(note_effect, {entry.pos});
      if (killers_.contains(entry.pos)) {
        throw Death{};
      }
      if (bad_.contains(entry.pos)) {
        ++bad_tries_;
        throw std::runtime_error("planted");
      }
    }
    stopwatch_ += took_;
  }
  /// Steps until it has nothing to do twice in a row: it may wait once for others.
  void follow(Stepper& stepper, writer::Lane& lane) {
    for (int idle = 0; idle < 2;) {
      if (auto command = stepper.next(at_.reading())) {
        idle = 0;
        lane.submit_background(std::move(command));
        while (lane.step()) {
        }
      } else {
        ++idle;
      }
    }
  }
  void follow() { follow(*stepper_, *at_.lane); }
  [[nodiscard]] Positions effects() {
    const auto rows = at_.reading().query(all_effects, {});
    Positions positions;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      positions.push_back(rows.number(i, 0));
    }
    return positions;
  }
  [[nodiscard]] Positions parked() {
    const auto rows = at_.reading().query(all_parked, {});
    Positions positions;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      positions.push_back(rows.number(i, 0));
    }
    return positions;
  }
  [[nodiscard]] Cursor stored() { return cursor(at_.reading(), "test"); }

  trial::Stepping at_{GetParam(), {statements(), {own_statements, {}}}, {own_schema}};
  Listener listener_{"test", {}, {}, [this](writer::Tx& tx, Entries entries) { apply(tx, entries); }};
  StepperFigures figures_{at_.metrics.gauge("behind", "."), at_.metrics.counter("parked_total", ".")};
  Danger danger_;
  std::chrono::nanoseconds stopwatch_{0};
  std::chrono::nanoseconds took_{0};
  std::set<std::int64_t> bad_;
  std::set<std::int64_t> killers_;
  int bad_tries_ = 0;
  Positions sizes_;
  std::unique_ptr<Stepper> stepper_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Steps, trial::both_engines(), trial::engine_label);

TEST_P(Steps, ApplyEachFactOnceAndInOrder) {
  record({1, 2, 1});
  follow();
  record({3});
  follow();
  EXPECT_THAT(effects(), ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(stored().pos, 4);
  EXPECT_EQ(stored().tries, 0);
  EXPECT_EQ(figures_.behind.value(), 0);
}

TEST_P(Steps, GoOnWhereAnotherLifeEnded) {
  record({1, 2});
  follow();
  stepper_ = make();
  record({3});
  follow();
  EXPECT_THAT(effects(), ElementsAre(1, 2, 3));
}

// Both read the same facts before either has applied them: the cursor's row decides, and the loser goes on behind the winner.
TEST_P(Steps, OfTwoProcessesApplyEachFactOnce) {
  const auto other = make();
  const auto other_lane = at_.make_lane();
  for (int round = 0; round < 5; ++round) {
    record({1, 2, 3});
    for (int i = 0; i < 8; ++i) {
      auto mine = stepper_->next(at_.reading());
      auto theirs = other->next(at_.reading());
      if (mine) {
        at_.lane->submit_background(std::move(mine));
      }
      if (theirs) {
        other_lane->submit_background(std::move(theirs));
      }
      other_lane->step();
      at_.lane->step();
    }
  }
  follow();
  EXPECT_THAT(effects(), ElementsAre(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15));
  EXPECT_THAT(parked(), IsEmpty());
}

TEST_P(Steps, ParkABadFactAfterFiveTriesAndItsSubjectBehindIt) {
  record({1, 2, 1, 3, 1});
  bad_ = {3};
  follow();
  EXPECT_THAT(effects(), ElementsAre(1, 2, 4));
  EXPECT_THAT(parked(), ElementsAre(3, 5));
  EXPECT_EQ(stored().pos, 5);
  EXPECT_EQ(figures_.parked.value(), 2U);
  // Each try reaches the fact twice: the lane does a batch again, alone. The first of the five was in the batch of all.
  EXPECT_EQ(bad_tries_, 2 * tries_max + 2);
  record({1, 2});
  follow();
  EXPECT_THAT(effects(), ElementsAre(1, 2, 4, 7));
  EXPECT_THAT(parked(), ElementsAre(3, 5, 6));
}

TEST_P(Steps, ForgetAFailureThatPasses) {
  record({1, 2, 3});
  bad_ = {2};
  for (int i = 0; i < 4; ++i) {
    if (auto command = stepper_->next(at_.reading())) {
      at_.lane->submit_background(std::move(command));
      at_.lane->step();
    }
  }
  bad_.clear();
  follow();
  EXPECT_THAT(effects(), ElementsAre(1, 2, 3));
  EXPECT_THAT(parked(), IsEmpty());
  EXPECT_EQ(stored().tries, 0);
}

// Such a fact lets no process tell of it; only what was counted before the try is left.
TEST_P(Steps, ParkAFactThatKillsItsProcess) {
  record({1, 2, 3, 2});
  killers_ = {2};
  int lives = 0;
  for (bool dead = true; dead && lives < 20; ++lives) {
    dead = false;
    stepper_ = make();
    try {
      follow();
    } catch (const Death&) {
      dead = true;
      at_.lane = at_.make_lane();
    }
  }
  EXPECT_EQ(lives, 1 + tries_max + 1);  // one died of the batch, five of the fact, one parked it
  EXPECT_THAT(effects(), ElementsAre(1, 3));
  EXPECT_THAT(parked(), ElementsAre(2, 4));
}

// Two listeners of one process have the same fact before them. Each death is the first one's doing; the second must not be blamed.
TEST_P(Steps, ParkNothingOfAListenerThatDiedOfAnothersFact) {
  Positions seen;
  Listener well{"well", {}, {}, [&seen](writer::Tx&, Entries entries) { seen.push_back(entries.front().pos); }};
  found(*at_.store().open_writing(), {&well, 1});
  record({1, 2, 3});
  killers_ = {2};
  int lives = 0;
  for (bool dead = true; dead && lives < 20; ++lives) {
    dead = false;
    stepper_.reset();
    Danger danger;
    std::array<std::unique_ptr<Stepper>, 2> both{
        std::make_unique<Stepper>(
            listener_, StepperLimits{}, [this] { return stopwatch_; }, figures_, danger),
        std::make_unique<Stepper>(well, StepperLimits{}, [this] { return stopwatch_; }, figures_, danger)};
    try {
      for (int i = 0; i < 40; ++i) {  // first both ask, then the first is answered: the other is in the middle of its try
        for (const auto& one : both) {
          if (auto command = one->next(at_.reading())) {
            at_.lane->submit_background(std::move(command));
          }
        }
        at_.lane->step();
      }
    } catch (const Death&) {
      dead = true;
      at_.lane = at_.make_lane();
    }
  }
  EXPECT_LT(lives, 20);
  EXPECT_THAT(parked(), ElementsAre(2));
  EXPECT_THAT(parked_subjects(at_.reading(), "well"), IsEmpty());
  EXPECT_EQ(cursor(at_.reading(), "well").pos, 3);
}

TEST_P(Steps, HoldBackNothingBehindAParkedFactWhenEachStandsAlone) {
  listener_.each_alone = true;
  record({1, 2, 1, 3, 1});
  bad_ = {3};
  follow();
  stepper_ = make();  // another life knows of it from the store
  record({1});
  follow();
  EXPECT_THAT(effects(), ElementsAre(1, 2, 4, 5, 6));
  EXPECT_THAT(parked(), ElementsAre(3));
}

// A store that is full for an hour must not park what is well.
TEST_P(Steps, CountNoTryWhenTheStoreIsInTrouble) {
  record({1});
  for (int i = 0; i < 20; ++i) {
    auto command = stepper_->next(at_.reading());
    ASSERT_TRUE(command);
    if (stored().tries == 0) {
      at_.lane->submit_background(std::move(command));
      at_.lane->step();
    }  // else it is given up unrun, as by a writer that cannot reach its store
  }
  EXPECT_EQ(stored().tries, 1);
  EXPECT_EQ(stepper_->wait(), Stepper::Wait::after_fail);
  follow();
  EXPECT_THAT(effects(), ElementsAre(1));
}

// Else several processes that start together would count a try each for one that succeeds.
TEST_P(Steps, WaitForATryThatSomebodyElseCounted) {
  record({1});
  auto count = stepper_->next(at_.reading());
  at_.lane->submit_background(std::move(count));
  at_.lane->step();
  Danger elsewhere;
  const auto other = std::make_unique<Stepper>(listener_, StepperLimits{}, [this] { return stopwatch_; }, figures_, elsewhere);
  EXPECT_EQ(other->next(at_.reading()), nullptr);
  EXPECT_EQ(other->wait(), Stepper::Wait::for_others);
  follow();
  EXPECT_EQ(other->next(at_.reading()), nullptr);
  EXPECT_EQ(other->wait(), Stepper::Wait::for_facts);
  EXPECT_THAT(effects(), ElementsAre(1));
}

TEST_P(Steps, TakeAFailedPreparationForAFailedTry) {
  listener_.prepare = [this](Entries entries) {
    for (const auto& entry : entries) {
      if (bad_.contains(entry.pos)) {
        throw std::runtime_error("planted");
      }
    }
  };
  record({1, 2, 3});
  bad_ = {2};
  for (int i = 0; i < 20; ++i) {
    follow();
  }
  EXPECT_THAT(effects(), ElementsAre(1, 3));
  EXPECT_THAT(parked(), ElementsAre(2));
}

TEST_P(Steps, ShrinkBatchesThatHoldTheWriterTooLong) {
  took_ = milliseconds{6};
  for (int i = 0; i < 100; ++i) {
    record({1, 2, 3, 4, 5});
  }
  follow();
  EXPECT_THAT((Positions{sizes_.begin() + 6, sizes_.end()}), Each(Le(1)));
  took_ = milliseconds{0};
  sizes_.clear();
  for (int i = 0; i < 200; ++i) {
    record({1, 2, 3, 4, 5});
  }
  follow();
  EXPECT_EQ(std::ranges::max(sizes_), StepperLimits{}.facts_max);
}

}  // namespace
}  // namespace zhiyin::listener
