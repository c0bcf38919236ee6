// A timer is a promise: it fires once, at its time or later, whatever else happens to it meanwhile.
#include "platform/timer/timer.hpp"

#include <gmock/gmock.h>

#include <stdexcept>

#include "store/stepping.hpp"

namespace zhiyin::timer {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

class Timers : public testing::TestWithParam<db::Engine> {
 protected:
  Timers() {
    kinds_.push_back({"wake", {}, [this](writer::Tx&, std::int64_t subject) { fired_.push_back(subject); }});
    kinds_.push_back({"poison", {}, [](writer::Tx&, std::int64_t) { throw std::runtime_error("planted"); }});
  }

  [[nodiscard]] Time in(seconds s) const { return start_ + s; }
  void arm(std::int64_t subject, Time due, std::string_view kind = "wake") {
    ASSERT_TRUE(at_.run<int>([&](writer::Tx& tx) {
      timer::arm(tx, kind, subject, due);
      return 0;
    }));
  }
  [[nodiscard]] std::vector<std::unique_ptr<writer::Command>> look(std::size_t limit = 100) {
    return due_commands(at_.reading(), at_.clock.now(), kinds_, limit,
                        [this](const Due&, Outcome outcome, Millis late) { outcomes_.emplace_back(outcome, late); });
  }
  void fire(std::vector<std::unique_ptr<writer::Command>> commands, writer::Lane& lane) {
    for (auto& command : commands) {
      lane.submit_background(std::move(command));
    }
    while (lane.step()) {
    }
  }
  void look_and_fire() { fire(look(), *at_.lane); }

  trial::Stepping at_{GetParam(), {statements()}};
  Time start_ = at_.clock.now();
  std::vector<Kind> kinds_;
  std::vector<std::int64_t> fired_;
  std::vector<std::pair<Outcome, Millis>> outcomes_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Timers, trial::both_engines(), trial::engine_label);

TEST_P(Timers, FireOnceAtTheirTimeOrLater) {
  arm(1, in(seconds{10}));
  at_.clock.advance(seconds{10} - Millis{1});
  look_and_fire();
  EXPECT_THAT(fired_, IsEmpty());
  at_.clock.advance(Millis{5});
  look_and_fire();
  look_and_fire();
  EXPECT_THAT(fired_, ElementsAre(1));
  EXPECT_THAT(outcomes_, ElementsAre(std::pair{Outcome::fired, Millis{4}}));
  EXPECT_EQ(next_due(at_.reading(), kinds_), std::nullopt);
}

// Two processes look at the same moment; the row decides between them.
TEST_P(Timers, AreFiredByOneOfTwoProcesses) {
  arm(1, in(seconds{1}));
  at_.clock.advance(seconds{1});
  auto mine = look();
  auto theirs = look();
  const auto other = at_.make_lane();
  fire(std::move(theirs), *other);
  fire(std::move(mine), *at_.lane);
  EXPECT_THAT(fired_, ElementsAre(1));
  EXPECT_THAT(outcomes_, ElementsAre(std::pair{Outcome::fired, Millis{0}}, std::pair{Outcome::moved, Millis{0}}));
}

TEST_P(Timers, MovedAfterTheLookDoNotFireForIt) {
  arm(1, in(seconds{1}));
  at_.clock.advance(seconds{1});
  auto seen = look();
  arm(1, in(seconds{1}));  // the same due time, but another arming
  fire(std::move(seen), *at_.lane);
  EXPECT_THAT(fired_, IsEmpty());
  look_and_fire();
  EXPECT_THAT(fired_, ElementsAre(1));
}

// Otherwise a clock that was set back would fire what is not due on it, and whoever fires asks the clock himself.
TEST_P(Timers, SeenBeforeTheClockWentBackDoNotFire) {
  arm(1, in(seconds{1}));
  at_.clock.advance(seconds{2});
  auto seen = look();
  at_.clock.set(start_);
  fire(std::move(seen), *at_.lane);
  EXPECT_THAT(fired_, IsEmpty());
}

TEST_P(Timers, ArmedAgainMoveAndRaiseTheirGeneration) {
  arm(1, in(seconds{1}));
  arm(1, in(seconds{60}));
  at_.clock.advance(seconds{59});
  look_and_fire();
  EXPECT_THAT(fired_, IsEmpty());
  EXPECT_EQ(next_due(at_.reading(), kinds_), in(seconds{60}));
  at_.clock.advance(seconds{1});
  const auto found = due(at_.reading(), at_.clock.now(), kinds_, 10);
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].generation, 2);
}

TEST_P(Timers, DisarmedNeverFire) {
  arm(1, in(seconds{1}));
  arm(2, in(seconds{1}));
  ASSERT_TRUE(at_.run<int>([](writer::Tx& tx) {
    disarm(tx, "wake", 1);
    disarm(tx, "wake", 99);
    return 0;
  }));
  at_.clock.advance(seconds{1});
  look_and_fire();
  EXPECT_THAT(fired_, ElementsAre(2));
}

// A bulk write may hold a key once, so what one batch does to a timer must come down to one write.
TEST_P(Timers, TouchedOftenInOneBatchTakeTheLastWord) {
  arm(3, in(seconds{1}));
  ASSERT_TRUE(at_.run<int>([&](writer::Tx& tx) {
    timer::arm(tx, "wake", 1, in(seconds{5}));
    timer::arm(tx, "wake", 1, in(seconds{1}));
    timer::arm(tx, "wake", 2, in(seconds{1}));
    disarm(tx, "wake", 2);
    disarm(tx, "wake", 3);
    timer::arm(tx, "wake", 3, in(seconds{1}));
    return 0;
  }));
  at_.clock.advance(seconds{1});
  look_and_fire();
  EXPECT_THAT(fired_, ElementsAre(1, 3));
}

TEST_P(Timers, MayArmThemselvesAnewWhenTheyFire) {
  kinds_[0].fire = [this](writer::Tx& tx, std::int64_t subject) {
    fired_.push_back(subject);
    timer::arm(tx, "wake", subject, tx.now() + seconds{10});
  };
  arm(1, in(seconds{1}));
  at_.clock.advance(seconds{1});
  look_and_fire();
  look_and_fire();
  EXPECT_THAT(fired_, ElementsAre(1));
  at_.clock.advance(seconds{10});
  look_and_fire();
  EXPECT_THAT(fired_, ElementsAre(1, 1));
}

TEST_P(Timers, ThatFailStayAndHarmNoOther) {
  arm(1, in(seconds{1}), "poison");
  arm(2, in(seconds{2}));
  at_.clock.advance(seconds{2});
  look_and_fire();
  EXPECT_THAT(fired_, ElementsAre(2));
  const auto left = due(at_.reading(), at_.clock.now(), kinds_, 10);
  ASSERT_EQ(left.size(), 1U);
  EXPECT_EQ(left[0].kind, "poison");
}

// A newer program may have armed kinds that this one does not know: they wait for it, and keep nobody from firing.
TEST_P(Timers, OfUnknownKindsAreLeftAlone) {
  for (std::int64_t i = 0; i < 10; ++i) {
    arm(i, in(seconds{1}), "of the future");
  }
  arm(7, in(seconds{2}));
  at_.clock.advance(seconds{2});
  EXPECT_EQ(look(3).size(), 1U);
  EXPECT_EQ(next_due(at_.reading(), kinds_), in(seconds{2}));
}

TEST_P(Timers, GivenUpUnrunAreAnswered) {
  arm(1, in(seconds{1}));
  at_.clock.advance(seconds{1});
  look().clear();
  EXPECT_THAT(outcomes_, ElementsAre(std::pair{Outcome::failed, Millis{0}}));
  EXPECT_EQ(look().size(), 1U);
}

}  // namespace
}  // namespace zhiyin::timer
