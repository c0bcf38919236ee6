// Callers and classes have limits of their own, and a client is told how it stands with his.
#include "api/rate.hpp"

#include <gtest/gtest.h>

namespace zhiyin::api {
namespace {

constexpr Time start{Millis{1'800'000'000'000}};

TEST(Rates, KeepCallersAndClassesApart) {
  Rates rates{{{1, 1, 1}}};
  EXPECT_TRUE(rates.ask(RateClass::read, "a", start).allowed);
  EXPECT_FALSE(rates.ask(RateClass::read, "a", start).allowed);
  EXPECT_TRUE(rates.ask(RateClass::read, "b", start).allowed);
  EXPECT_TRUE(rates.ask(RateClass::write, "a", start).allowed);
  EXPECT_TRUE(rates.ask(RateClass::read, "a", start + std::chrono::minutes{1}).allowed);
}

// Seconds are rounded up: whoever comes when he was told to is let in.
TEST(Rates, TellWhenToComeAgain) {
  Rates rates{{{600, 7, 10}}};
  const auto first = rates.ask(RateClass::write, "a", start);
  EXPECT_EQ(first.limit, 7);
  EXPECT_EQ(first.remaining, 6);
  EXPECT_EQ(first.reset_seconds, 9);  // 60 s / 7, rounded up
  EXPECT_EQ(first.retry_after_seconds, 0);
  for (int i = 1; i < 7; ++i) {
    EXPECT_TRUE(rates.ask(RateClass::write, "a", start).allowed) << i;
  }
  const auto refused = rates.ask(RateClass::write, "a", start + Millis{1});
  EXPECT_FALSE(refused.allowed);
  EXPECT_EQ(refused.remaining, 0);
  EXPECT_EQ(refused.retry_after_seconds, 9);
  EXPECT_TRUE(rates.ask(RateClass::write, "a", start + std::chrono::seconds{refused.retry_after_seconds}).allowed);
}

}  // namespace
}  // namespace zhiyin::api
