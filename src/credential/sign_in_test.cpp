// The same answer for everybody who may not come in; and what the attempt costs is the same.
#include <array>

#include "credential/guess.hpp"
#include "credential/sign_in_trial.hpp"

namespace zhiyin::credential {
namespace {

using std::chrono::seconds;

constexpr db::Statement count_guesses{"count_guesses", "SELECT count(*) FROM guess"};
constexpr std::array<const db::Statement*, 1> own_statements{&count_guesses};

class SigningIn : public AtTheDoor {};
INSTANTIATE_TEST_SUITE_P(Engines, SigningIn, trial::both_engines(), trial::engine_label);

// Each row is somebody who may not come in. All are told the same in the same words, and all cost one verification.
TEST_P(SigningIn, TellsNobodyWhy) {
  add_person("li@example.com");
  add_person("invited@example.com", identity::Role::agent, false);
  disable(add_person("gone@example.com"));
  struct Row {
    const char* who = "";
    std::string email;
    std::string password;
  };
  const auto rows = std::to_array<Row>({
      {"wrong password", "li@example.com", "a wrong password"},
      {"the password in capitals", "li@example.com", "CORRECT HORSE BATTERY"},
      {"no password at all", "li@example.com", ""},
      {"nobody", "nobody@example.com", right_password},
      {"invited, has set none", "invited@example.com", right_password},
      {"invited, nothing given", "invited@example.com", ""},
      {"disabled, and knows his password", "gone@example.com", right_password},
      {"no address", "no address", right_password},
      {"a demonstration person's empty one", "", ""},
      {"a long one", std::string(100'000, 'x') + "@example.com", right_password},
  });
  for (const auto& row : rows) {
    const auto before = pool_.verifications();
    const auto answer = sign_in(row.email, row.password);
    ASSERT_FALSE(answer.result) << row.who;
    EXPECT_EQ(answer.result.error().code, ErrorCode::unauthenticated) << row.who;
    EXPECT_EQ(answer.result.error().what, "the e-mail address or the password is wrong") << row.who;
    EXPECT_EQ(answer.result.error().where + answer.result.error().mend, "") << row.who;
    EXPECT_EQ(answer.retry_after, seconds{0}) << row.who;
    EXPECT_EQ(pool_.verifications() - before, 1U) << row.who;
  }
  EXPECT_TRUE(sign_in("li@example.com", right_password).result);
}

TEST_P(SigningIn, RefusesTheRightPasswordWhileLocked) {
  add_person("li@example.com");
  for (std::int64_t i = 0; i < free_tries; ++i) {
    EXPECT_EQ(sign_in("li@example.com", "wrong").retry_after, seconds{0});
  }
  const auto verifications = pool_.verifications();
  const auto refused = sign_in("li@example.com", right_password);
  EXPECT_EQ(refused.result.error().code, ErrorCode::too_many);
  EXPECT_EQ(refused.retry_after, first_delay);
  EXPECT_EQ(pool_.verifications(), verifications) << "it was not even looked at";
  EXPECT_EQ(sign_in("Li@Example.Com", right_password).result.error().code, ErrorCode::too_many) << "the same account";
  EXPECT_EQ(sign_in("li@example.com", right_password, "203.0.113.9").result.error().code, ErrorCode::too_many) << "from anywhere";
  at_.clock.advance(first_delay);
  EXPECT_TRUE(sign_in("li@example.com", right_password).result);
  EXPECT_FALSE(sign_in("li@example.com", "wrong").result);
  EXPECT_TRUE(sign_in("li@example.com", right_password).result) << "success begins the count anew";
}

// The count is a row: another process, or this one after a restart, goes on where it was.
TEST_P(SigningIn, StaysLockedOverARestart) {
  for (std::int64_t i = 0; i < free_tries; ++i) {
    (void)sign_in("li@example.com", "wrong");
  }
  at_.lane.reset();
  at_.lane = at_.make_lane();
  MetricRegistry metrics;
  password::Pool pool{cheap, {}, metrics};
  SignIn door{[this](std::unique_ptr<writer::Command> command) { at_.lane->submit(std::move(command)); }, pool, at_.clock, secret_,
              settings_};
  const auto answer = answer_of<Opened>([&](auto reply) { door.sign_in({"li@example.com", right_password, {}}, std::move(reply)); });
  EXPECT_EQ(answer.retry_after, first_delay);
  EXPECT_EQ(pool.verifications(), 0U);
}

// A thousand at once are a thousand: each is counted before it is looked at.
TEST_P(SigningIn, CountsTriesThatComeTogether) {
  add_person("li@example.com");
  constexpr int at_once = 50;
  std::atomic<int> answered{0};
  std::atomic<int> locked{0};
  for (int i = 0; i < at_once; ++i) {
    door_.sign_in({"li@example.com", "guess " + std::to_string(i), {"192.0.2." + std::to_string(i), ""}},
                  [&](const Answer<Opened>& answer) {
                    locked += answer.result.error().code == ErrorCode::too_many ? 1 : 0;
                    ++answered;
                  });
  }
  while (answered < at_once) {
    if (!at_.lane->step()) {
      at_.lane->wait(std::chrono::milliseconds{1});
    }
  }
  EXPECT_EQ(pool_.verifications(), static_cast<std::uint64_t>(free_tries));
  EXPECT_EQ(locked, at_once - free_tries);
}

TEST_P(SigningIn, AnswersWhenThereIsNoRoom) {
  MetricRegistry metrics;
  password::Pool full{cheap, {.threads = 1, .places_max = 1}, metrics};
  const auto taken = full.reserve();
  SignIn door{[this](std::unique_ptr<writer::Command> command) { at_.lane->submit(std::move(command)); }, full, at_.clock, secret_,
              settings_};
  for (int i = 0; i < 10; ++i) {
    const auto answer = answer_of<Opened>([&](auto reply) { door.sign_in({"li@example.com", "x", {}}, std::move(reply)); });
    EXPECT_EQ(answer.result.error().code, ErrorCode::unavailable);
  }
  EXPECT_EQ(sign_in("li@example.com", "x").result.error().code, ErrorCode::unauthenticated) << "what was not tried was not counted";
}

TEST_P(SigningIn, AnswersWhenItIsDroppedOnTheWay) {
  std::optional<Answer<Opened>> answer;
  SignIn door{[](std::unique_ptr<writer::Command>) { /* the writer has stopped */ }, pool_, at_.clock, secret_, settings_};
  door.sign_in({"li@example.com", "x", {}}, [&](Answer<Opened> given) { answer.emplace(std::move(given)); });
  ASSERT_TRUE(answer);
  EXPECT_EQ(answer->result.error().code, ErrorCode::unavailable);
  EXPECT_TRUE(pool_.reserve()) << "and gives its place back";
}

TEST_P(SigningIn, HasALimitForAnAddress) {
  Settings strict = settings_;
  strict.tries_per_minute = 10;
  SignIn door{[this](std::unique_ptr<writer::Command> command) { at_.lane->submit(std::move(command)); }, pool_, at_.clock, secret_,
              strict};
  const auto from = [&](const std::string& address, int n) {
    return answer_of<Opened>([&](auto reply) { door.sign_in({std::to_string(n) + "@example.com", "x", {address, ""}}, std::move(reply)); });
  };
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(from("2001:db8::" + std::to_string(i), i).result.error().code, ErrorCode::unauthenticated);
  }
  const auto refused = from("2001:db8::ffff", 11);
  EXPECT_EQ(refused.result.error().code, ErrorCode::too_many);
  EXPECT_EQ(refused.retry_after, seconds{6});
  EXPECT_EQ(from("2001:db8:0:1::1", 12).result.error().code, ErrorCode::unauthenticated);
}

TEST_P(SigningIn, TellsTheAuditLogOnceAnHour) {
  add_person("li@example.com");
  const auto rows_before = audited().size();
  // The hour begins with the clock's.
  at_.clock.set(std::chrono::ceil<std::chrono::hours>(at_.clock.now()));
  for (int i = 0; i < 20; ++i) {
    (void)sign_in("li@example.com", "wrong", "198.51.100.66");
    at_.clock.advance(std::chrono::minutes{16});  // past every delay: all twenty are tried, in 5 h 4 min
  }
  const auto entries = audit::page(at_.reading(), 0, 200);
  EXPECT_EQ(entries.size() - rows_before, 6U);
  EXPECT_EQ(entries.front().link.action, "sign_in_failed");
  EXPECT_EQ(entries.front().details, R"({"failures_since_the_last_row":4,"newest_address":"198.51.100.66"})");
  EXPECT_THAT(*entries.front().details, testing::Not(testing::HasSubstr("li@")));
}

TEST_P(SigningIn, ForgetsWhatNobodyAsksForAnyMore) {
  trial::Stepping at{GetParam(), {statements(), {own_statements, {}}}};
  const auto try_one = [&](const std::string& name, bool trim) {
    at.run<int>(
        [&](writer::Tx& tx) -> Result<int> {
          auto& shelf = tx.shelf<GuessShelf>();
          if (trim) {
            trim_guesses(tx);
          }
          shelf.put(name, with_try(shelf.at(name), tx.now()));
          return 0;
        },
        [&](writer::Tx& tx) { tx.shelf<GuessShelf>().want(name); });
  };
  try_one("a", false);
  try_one("b", false);
  at.clock.advance(forget_tries_after + Millis{1});
  try_one("b", true);
  EXPECT_EQ(at.reading().query(count_guesses, {}).number(0, 0), 1);
  // The row of a first try has no time yet when it is trimmed beside; the try must count all the same.
  try_one("new", true);
  EXPECT_EQ(at.reading().query(count_guesses, {}).number(0, 0), 2);
}

}  // namespace
}  // namespace zhiyin::credential
