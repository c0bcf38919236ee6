// The limit holds in any window, is given back at its pace, and costs bounded memory.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <deque>

#include "platform/rate/callers.hpp"

namespace zhiyin::rate {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time start{Millis{1'800'000'000'000}};

TEST(Gcra, SpendsTheBurstAtOnceAndThenGoesOnAtItsPace) {
  Micros tat{0};
  const auto ask = [&tat](Millis after) {
    const auto arrival = arrive(tat, start + after, Pace::per_minute(3));
    tat = arrival.tat;
    return arrival;
  };
  const auto first = ask(Millis{0});
  EXPECT_TRUE(first.allowed);
  EXPECT_EQ(first.left, 2);
  EXPECT_EQ(first.rested, seconds{20});
  EXPECT_TRUE(ask(Millis{0}).allowed);
  EXPECT_TRUE(ask(Millis{0}).allowed);
  const auto refused = ask(Millis{0});
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.wait, seconds{20});
  EXPECT_EQ(refused.left, 0);
  EXPECT_FALSE(ask(Millis{19'999}).allowed);  // a refusal moves nothing
  EXPECT_TRUE(ask(Millis{20'000}).allowed);
  EXPECT_FALSE(ask(Millis{20'000}).allowed);
  EXPECT_EQ(ask(Millis{200'000}).left, 2);  // a long rest gives one burst, not more
}

// The clock of a machine may be set back by a day; nobody is locked out for it.
TEST(Gcra, OutlivesAClockThatWentBack) {
  const auto pace = Pace::per_minute(10);
  const auto before = arrive(Micros{0}, start + std::chrono::hours{24}, pace);
  EXPECT_TRUE(arrive(arrive(before.tat, start, pace).tat, start + minutes{1}, pace).allowed);
}

// At most twice the limit in any minute: what was saved up, and what came back meanwhile.
RC_GTEST_PROP(Gcra, NeverAllowsMoreThanTheFormulaDoes, (const std::vector<std::uint16_t>& gaps)) {
  constexpr std::int64_t limit = 5;
  constexpr auto pace = Pace::per_minute(limit);
  Micros tat{0};
  auto now = start;
  std::deque<Time> allowed;
  for (const auto gap : gaps) {
    now += Millis{gap % 8000};
    const auto arrival = arrive(tat, now, pace);
    tat = arrival.tat;
    RC_ASSERT(arrival.left >= 0 && arrival.left < limit);
    RC_ASSERT(arrival.allowed == (arrival.wait == Micros{0}));
    if (arrival.allowed) {
      allowed.push_back(now);
    }
    while (!allowed.empty() && allowed.front() <= now - minutes{1}) {
      allowed.pop_front();
    }
    RC_ASSERT(std::ssize(allowed) <= 2 * limit);
    // Told when to come again, he is let in then.
    RC_ASSERT(arrival.allowed || arrive(tat, now + std::chrono::ceil<Millis>(arrival.wait), pace).allowed);
  }
}

TEST(Callers, HaveTheirShareAndThenWait) {
  Callers callers;
  const auto pace = Pace::per_minute(20);
  const auto wait = [&](const std::string& who, Time now) { return callers.arrive(who, now, pace).wait; };
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(callers.arrive("one", start, pace).allowed) << i;
  }
  EXPECT_EQ(wait("one", start), seconds{3});
  EXPECT_EQ(wait("another", start), seconds{0}) << "another's share is his own";
  EXPECT_EQ(wait("one", start + seconds{2}), seconds{1}) << "asking does not make it longer";
  EXPECT_EQ(wait("one", start + seconds{3}), seconds{0});
  EXPECT_EQ(wait("one", start + seconds{3}), seconds{3});
}

TEST(Callers, GetNoMoreThanTheirRateHoweverTheyAsk) {
  Callers callers;
  int taken = 0;
  for (int second = 0; second < 3'600; ++second) {
    for (int i = 0; i < 3; ++i) {
      const auto who = network_of("2001:db8::" + std::to_string(i));
      taken += callers.arrive(who, start + seconds{second}, Pace::per_minute(20)).allowed ? 1 : 0;
    }
  }
  EXPECT_EQ(taken, 20 + 3'600 / 3 - 1);
}

// A flood of addresses must not free the one that is waiting just now.
TEST(Callers, AreForgottenOldestFirst) {
  Callers callers;
  const auto pace = Pace::per_minute(1);
  EXPECT_TRUE(callers.arrive("waiting", start, pace).allowed);
  for (std::size_t i = 0; i < Callers::callers_max / 2; ++i) {
    (void)callers.arrive(std::to_string(i), start, pace);
  }
  EXPECT_FALSE(callers.arrive("waiting", start, pace).allowed);
}

TEST(Recent, ForgetsWhoeverWasAwayForLongestAndNoOther) {
  Recent<int> recent{100};
  recent.put("busy", 1);
  for (int i = 0; i < 10'000; ++i) {
    recent.put(std::to_string(i), i);
    ASSERT_NE(recent.find("busy"), nullptr) << i;
    ASSERT_LE(recent.size(), 102U);
  }
  EXPECT_EQ(recent.find("0"), nullptr);
  EXPECT_NE(recent.find("9999"), nullptr);
  EXPECT_NE(recent.find("9960"), nullptr);
}

TEST(Networks, AreWhatOneCustomerHas) {
  EXPECT_EQ(network_of("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(network_of("::1"), "::1");
  EXPECT_EQ(network_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:2:ffff:ffff:ffff:ffff"));
  EXPECT_NE(network_of("2001:db8:1:2::1"), network_of("2001:db8:1:3::1"));
  EXPECT_EQ(network_of("no address"), "no address");
}

}  // namespace
}  // namespace zhiyin::rate
