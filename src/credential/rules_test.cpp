// Which passwords are refused, and how the wait grows.
#include "credential/rules.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace zhiyin::credential {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

TEST(Passwords, AreRefusedForAReason) {
  struct Row {
    const char* reason = "";
    std::string password;
    bool good = false;
  };
  const auto rows = std::to_array<Row>({
      {"ten characters", "horse tree", true},
      {"nine", "horse tre", false},
      {"ten of Chinese, which are thirty bytes", "客服每天都在这里等你", true},
      {"nine of Chinese", "客服每天都在这里等", false},
      {"the longest", std::string(127, 'x') + "y", true},
      {"one more", std::string(128, 'x') + "y", false},
      {"no composition is asked for", "all small and long", true},
      {"the address", "li@example.com", false},
      {"the address in capitals", "LI@EXAMPLE.COM", false},
      {"what stands before its @", "li.wei.example", false},
      {"the name", "Wei Wei Wei Li", false},
      {"a usual one", "password123", false},
      {"a usual one in capitals", "QwertyUiop", false},
      {"a usual one here", "woaini1314", false},
      {"one character, often", "zzzzzzzzzzzz", false},
      {"none", "", false},
  });
  for (const auto& row : rows) {
    const std::string email = row.password == "li.wei.example" ? "li.wei.example@example.com" : "li@example.com";
    EXPECT_EQ(check_password(row.password, email, "wei wei wei li").has_value(), row.good) << row.reason;
  }
  EXPECT_TRUE(check_password("nobody is empty", "", "")) << "a person without an address has nothing that a password may not be";
}

TEST(Waiting, GrowsFromTheFifthTry) {
  const auto rows = std::to_array<std::pair<std::int64_t, Millis>>({{0, seconds{0}},
                                                                    {4, seconds{0}},
                                                                    {5, seconds{1}},
                                                                    {6, seconds{2}},
                                                                    {10, seconds{32}},
                                                                    {14, seconds{512}},
                                                                    {15, minutes{15}},
                                                                    {16, minutes{15}},
                                                                    {1'000'000, minutes{15}}});
  for (const auto& [tries, delay] : rows) {
    EXPECT_EQ(delay_after(tries), delay) << tries;
  }
}

TEST(Waiting, EndsWhenItEndsAndIsForgottenAfterADay) {
  const auto start = from_millis(1'800'000'000'000);
  Guesses guesses;
  for (int i = 0; i < 6; ++i) {
    EXPECT_TRUE(i < 5 || wait_of(guesses, start));
    guesses = with_try(guesses, start);
  }
  EXPECT_EQ(wait_of(guesses, start), seconds{2});
  EXPECT_EQ(wait_of(guesses, start + seconds{2} - Millis{1}), Millis{1});
  EXPECT_EQ(wait_of(guesses, start + seconds{2}), std::nullopt);
  EXPECT_EQ(with_try(guesses, start + hours{24}).tries, 7);
  EXPECT_EQ(with_try(guesses, start + hours{24} + Millis{1}).tries, 1);
  EXPECT_EQ(wait_of(with_success(guesses), start), std::nullopt);
  EXPECT_EQ(with_success(guesses).tries, 0);
}

TEST(Telling, IsOnceAnHourAndOnlyOfFailures) {
  const auto start = from_millis(1'800'000'000'000);
  auto guesses = with_try({}, start);
  EXPECT_TRUE(tells(guesses, start));
  EXPECT_FALSE(tells(with_success(guesses), start));
  guesses.untold = 0;
  guesses.told_at = start;
  guesses = with_try(guesses, start);
  EXPECT_FALSE(tells(guesses, start));
  EXPECT_TRUE(tells(guesses, start + hours{1}));
}

}  // namespace
}  // namespace zhiyin::credential
