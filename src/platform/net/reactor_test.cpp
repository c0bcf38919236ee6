#include "platform/net/reactor.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <future>
#include <memory>
#include <thread>
#include <vector>

namespace zhiyin::net {
namespace {

// Everything on a socket relies on it: one thread a loop, in the order of posting.
TEST(Reactor, RunsTasksOnItsThreadInOrder) {
  Reactors reactors{2};
  ASSERT_EQ(reactors.count(), 2U);
  for (std::size_t i = 0; i < 2; ++i) {
    auto& reactor = reactors.at(i);
    EXPECT_EQ(reactor.index(), i);
    EXPECT_FALSE(reactor.here());
    std::vector<int> order;
    std::promise<bool> last;
    for (int n = 0; n < 100; ++n) {
      reactor.post([&order, n] { order.push_back(n); });
    }
    reactor.post([&] { last.set_value(reactor.here() && !reactors.at(1 - i).here()); });
    EXPECT_TRUE(last.get_future().get());
    ASSERT_EQ(order.size(), 100U);
    EXPECT_TRUE(std::ranges::is_sorted(order));
  }
}

TEST(Reactor, RunsLaterTasksNotBeforeTheirTime) {
  Reactors reactors{1};
  std::promise<std::chrono::steady_clock::time_point> ran;
  const auto asked = std::chrono::steady_clock::now();
  reactors.at(0).after(std::chrono::milliseconds{20}, [&] { ran.set_value(std::chrono::steady_clock::now()); });
  EXPECT_GE(ran.get_future().get() - asked, std::chrono::milliseconds{20});
}

// A stop under load neither loses what was accepted before it, nor runs anything after it, nor leaks the rest.
TEST(Reactor, StopRunsWhatIsQueuedAndDestroysTheRest) {
  auto alive = std::make_shared<int>(0);
  std::atomic<int> ran{0};
  {
    Reactors reactors{2};
    for (int n = 0; n < 1000; ++n) {
      reactors.at(static_cast<std::size_t>(n % 2)).post([&ran, alive] { ++ran; });
    }
    reactors.at(0).after(std::chrono::hours{1}, [&ran, alive] { ran += 1000000; });
    reactors.stop();
    EXPECT_EQ(ran.load(), 1000);
    reactors.at(0).post([&ran, alive] { ran += 1000000; });
    reactors.at(0).after(std::chrono::milliseconds{0}, [&ran, alive] { ran += 1000000; });
  }
  EXPECT_EQ(ran.load(), 1000);
  EXPECT_EQ(alive.use_count(), 1);
}

TEST(Reactor, TakesTasksFromManyThreadsWhileItStops) {
  std::atomic<int> ran{0};
  Reactors reactors{2};
  std::vector<std::jthread> threads;
  threads.reserve(4);
  for (std::size_t t = 0; t < 4; ++t) {
    threads.emplace_back([&, t] {
      for (int n = 0; n < 2000; ++n) {
        reactors.at(t % 2).post([&ran] { ++ran; });
      }
    });
  }
  reactors.stop();
  threads.clear();
  EXPECT_LE(ran.load(), 8000);
}

}  // namespace
}  // namespace zhiyin::net
