// The thread around the timers: hands out each firing once, and is gone when stop() returns.
#include "platform/timer/runner.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>

#include "store/stepping.hpp"

namespace zhiyin::timer {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr RunnerLimits quick{.look_min = milliseconds{1}, .look_max = milliseconds{1}, .failed_pause = milliseconds{1}};

/// A writer's queue that keeps what it gets until it is asked to run it.
struct Queue {
  std::mutex mutex;
  std::vector<std::unique_ptr<writer::Command>> held;
  std::atomic<int> taken = 0;

  void take(std::unique_ptr<writer::Command> command) {
    const std::lock_guard lock(mutex);
    held.push_back(std::move(command));
    ++taken;
  }
  void run(writer::Lane& lane) {
    const std::lock_guard lock(mutex);
    for (auto& command : std::exchange(held, {})) {
      lane.submit_background(std::move(command));
    }
    while (lane.step()) {
    }
  }
};

class Running : public testing::TestWithParam<db::Engine> {
 protected:
  void arm(std::int64_t subject) {
    ASSERT_TRUE(at_.run<int>([&](writer::Tx& tx) {
      timer::arm(tx, "wake", subject, tx.now() - seconds{1});
      return 0;
    }));
  }
  [[nodiscard]] std::unique_ptr<Runner> start(std::vector<Kind> kinds) {
    return std::make_unique<Runner>(
        [this] {
          ++looks_;
          return at_.store().open_reading();
        },
        [this](std::unique_ptr<writer::Command> command) { queue_.take(std::move(command)); }, at_.clock, std::move(kinds), quick,
        at_.metrics);
  }
  template <class Holds>
  void wait_until(Holds holds) {
    while (!holds()) {
      std::this_thread::sleep_for(milliseconds{1});
    }
  }

  trial::Stepping at_{GetParam(), {statements()}};
  std::atomic<int> looks_ = 0;
  std::atomic<int> fired_ = 0;
  Queue queue_;
  Kind wake_{"wake", {}, [this](writer::Tx&, std::int64_t) { ++fired_; }};
};
INSTANTIATE_TEST_SUITE_P(Engines, Running, trial::both_engines(), trial::engine_label);

// The writer may be slow: what waits in its queue must not be handed to it at every look, while others are.
TEST_P(Running, HandsOutEachFiringOnceWhileItIsUnderWay) {
  arm(1);
  const auto runner = start({wake_});
  wait_until([&] { return queue_.taken == 1; });
  for (std::int64_t subject = 2; subject < 20; ++subject) {  // each is seen at a later look than the one before
    arm(subject);
    wait_until([&] { return queue_.taken == subject; });
  }
  queue_.run(*at_.lane);
  EXPECT_EQ(fired_, 19);
  EXPECT_EQ(queue_.taken, 19);
  runner->stop();
  EXPECT_NE(at_.metrics.exposition().find("timers_fired_total 19\n"), std::string::npos);
}

TEST_P(Running, TriesAgainWhatFailed) {
  std::atomic<int> tries = 0;
  arm(1);
  const auto runner = start({{"wake", {}, [&](writer::Tx&, std::int64_t) {
                                if (++tries < 4) {  // the lane itself tries twice
                                  throw std::runtime_error("planted");
                                }
                                ++fired_;
                              }}});
  wait_until([&] {
    queue_.run(*at_.lane);
    return fired_ == 1;
  });
  runner->stop();
  EXPECT_EQ(queue_.taken, 2);
}

TEST_P(Running, StopWaitsForWhatIsUnderWay) {
  arm(1);
  const auto runner = start({wake_});
  wait_until([&] { return queue_.taken == 1; });
  std::promise<int> seen;
  std::thread stopper([&] {
    runner->stop();
    seen.set_value(fired_);
  });
  queue_.run(*at_.lane);
  EXPECT_EQ(seen.get_future().get(), 1);
  stopper.join();
}

}  // namespace
}  // namespace zhiyin::timer
