// The limit holds in any window, is given back at its pace, and costs bounded memory.
#include "api/rate.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <deque>

namespace zhiyin::api {
namespace {

constexpr Time start{Millis{1'800'000'000'000}};

TEST(Gcra, SpendsTheWindowAtOnceAndThenGoesOnAtItsPace) {
  std::int64_t tat = 0;
  const auto ask = [&tat](Millis after, std::int64_t per_minute) {
    const auto arrival = arrive(tat, start + after, per_minute);
    tat = arrival.tat_us;
    return arrival.verdict;
  };
  const auto first = ask(Millis{0}, 3);
  EXPECT_TRUE(first.allowed);
  EXPECT_EQ(first.remaining, 2);
  EXPECT_EQ(first.reset_seconds, 20);
  EXPECT_TRUE(ask(Millis{0}, 3).allowed);
  EXPECT_TRUE(ask(Millis{0}, 3).allowed);
  const auto refused = ask(Millis{0}, 3);
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.retry_after_seconds, 20);
  EXPECT_EQ(refused.remaining, 0);
  EXPECT_FALSE(ask(Millis{19'999}, 3).allowed);  // a refusal moves nothing
  EXPECT_TRUE(ask(Millis{20'000}, 3).allowed);
  EXPECT_FALSE(ask(Millis{20'000}, 3).allowed);
  EXPECT_EQ(ask(Millis{200'000}, 3).remaining, 2);  // a long rest gives one window, not more
}

// The clock of a machine may be set back by a day; nobody is locked out for it.
TEST(Gcra, OutlivesAClockThatWentBack) {
  const auto before = arrive(0, start + std::chrono::hours{24}, 10);
  EXPECT_TRUE(arrive(arrive(before.tat_us, start, 10).tat_us, start + std::chrono::minutes{1}, 10).verdict.allowed);
}

// At most twice the limit in any minute: what was saved up, and what came back meanwhile.
RC_GTEST_PROP(Gcra, NeverAllowsMoreThanTheFormulaDoes, (const std::vector<std::uint16_t>& gaps)) {
  constexpr std::int64_t limit = 5;
  std::int64_t tat = 0;
  auto now = start;
  std::deque<Time> allowed;
  for (const auto gap : gaps) {
    now += Millis{gap % 8000};
    const auto arrival = arrive(tat, now, limit);
    tat = arrival.tat_us;
    RC_ASSERT(arrival.verdict.remaining >= 0 && arrival.verdict.remaining < limit);
    RC_ASSERT(arrival.verdict.allowed == (arrival.verdict.retry_after_seconds == 0));
    if (arrival.verdict.allowed) {
      allowed.push_back(now);
    }
    while (!allowed.empty() && allowed.front() <= now - std::chrono::minutes{1}) {
      allowed.pop_front();
    }
    RC_ASSERT(std::ssize(allowed) <= 2 * limit);
    // Told when to come again, he is let in then.
    const auto later = now + std::chrono::seconds{arrival.verdict.retry_after_seconds};
    RC_ASSERT(arrival.verdict.allowed || arrive(tat, later, limit).verdict.allowed);
  }
}

TEST(Rates, KeepCallersAndClassesApart) {
  Rates rates{{{1, 1, 1}}};
  EXPECT_TRUE(rates.ask(RateClass::read, "a", start).allowed);
  EXPECT_FALSE(rates.ask(RateClass::read, "a", start).allowed);
  EXPECT_TRUE(rates.ask(RateClass::read, "b", start).allowed);
  EXPECT_TRUE(rates.ask(RateClass::write, "a", start).allowed);
  EXPECT_TRUE(rates.ask(RateClass::read, "a", start + std::chrono::minutes{1}).allowed);
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

TEST(Addresses, CountAnIpv6HouseholdAsOne) {
  EXPECT_EQ(counted_address("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(counted_address("2001:db8:1:2:3:4:5:6"), counted_address("2001:db8:1:2::9"));
  EXPECT_NE(counted_address("2001:db8:1:2::9"), counted_address("2001:db8:1:3::9"));
  EXPECT_EQ(counted_address("::1"), "::1");
  EXPECT_NE(counted_address("::ffff:192.0.2.7"), counted_address("::ffff:192.0.2.8"));
}

}  // namespace
}  // namespace zhiyin::api
