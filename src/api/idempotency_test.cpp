// The same request twice does its work once, on both engines, also when both come at the same moment.
#include "api/idempotency.hpp"

#include <gmock/gmock.h>

#include "api/api_trial.hpp"
#include "store/stepping.hpp"

namespace zhiyin::api {
namespace {

using test::Site;

class Repeated : public testing::TestWithParam<db::Engine> {
 protected:
  Site site_{GetParam()};
};
INSTANTIATE_TEST_SUITE_P(Engines, Repeated, trial::both_engines(), trial::engine_label);

TEST_P(Repeated, IsAnsweredTheSameAndDoneOnce) {
  const auto ask = [&](const std::string& body, const std::string& key, const std::string& token = "good") {
    return site_.post("/api/v1/notes", body, {{"Idempotency-Key", key}}, token);
  };
  const auto first = ask(R"({"text":"a"})", "key 1");
  const auto again = ask(R"({"text":"a"})", "key 1");
  EXPECT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(again.status, 201);
  EXPECT_EQ(again.body, first.body);
  EXPECT_FALSE(first.has("Idempotency-Replayed"));
  EXPECT_EQ(test::header_of(again, "Idempotency-Replayed"), "true");
  EXPECT_EQ(site_.count(test::count_notes), 1);

  EXPECT_EQ(ask(R"({"text":"b"})", "key 1").status, 409);
  EXPECT_EQ(site_.post("/api/v1/secrets", R"({"text":"a"})", {{"Idempotency-Key", "key 1"}}).status, 409);  // another path
  EXPECT_EQ(ask(R"({"text":"a"})", "key 2").status, 201);
  EXPECT_EQ(ask(R"({"text":"a"})", "key 1", "other").status, 201);  // another's key of the same name
  EXPECT_EQ(ask(R"({"text":"a"})", "key 1", "service").status, 201);
  EXPECT_EQ(site_.count(test::count_notes), 4);
}

// A stored answer is one that somebody else could read: what holds a secret is told once.
TEST_P(Repeated, NeverTellsASecretAgain) {
  const auto ask = [&] { return site_.post("/api/v1/secrets", R"({"text":"a"})", {{"Idempotency-Key", "k"}}); };
  EXPECT_EQ(ask().status, 200);
  const auto again = ask();
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(again.body.find(R"("text")"), std::string::npos);
  EXPECT_EQ(site_.count(test::count_notes), 1);
}

// One person, by two credentials: his commands are on two lanes, which on PostgreSQL commit side by side.
TEST_P(Repeated, AtTheSameMomentIsDoneOnce) {
  constexpr int senders = 8;
  std::array<std::string, senders> answers;
  {
    std::vector<std::jthread> threads;
    threads.reserve(senders);
    for (std::size_t i = 0; i < answers.size(); ++i) {
      threads.emplace_back([this, i, &answer = answers.at(i)] {
        const Site::Headers by_token{{"Idempotency-Key", "k"}, {"Authorization", "Bearer good"}};
        const Site::Headers by_cookie{{"Idempotency-Key", "k"}, {"Cookie", "zhiyin_session=good"}, {"Origin", "http://here"}};
        answer = site_.ask("POST", "/api/v1/notes", R"({"text":"once"})", i % 2 == 0 ? by_token : by_cookie).body;
      });
    }
  }
  EXPECT_THAT(answers, testing::Each(answers[0]));
  EXPECT_EQ(site_.count(test::count_notes), 1);
}

TEST_P(Repeated, TakesOnlyKeysThatAreOne) {
  const auto ask = [&](const std::string& key) { return site_.post("/api/v1/notes", R"({"text":"a"})", {{"Idempotency-Key", key}}); };
  EXPECT_EQ(ask(std::string(64, 'k')).status, 201);
  const auto longer = ask(std::string(65, 'k'));
  EXPECT_EQ(longer.status, 422);
  EXPECT_THAT(longer.body, testing::HasSubstr("Idempotency-Key"));
  EXPECT_EQ(ask("schlüssel").status, 422);
}

class Kept : public testing::TestWithParam<db::Engine> {
 protected:
  using Modules = std::vector<db::ModuleStatements>;
  static Modules modules() { return {idempotency::statements(), timer::statements(), {test::trial_statements, {}}}; }
  void fire_due() {
    for (auto& command : timer::due_commands(at_.reading(), at_.clock.now(), kinds_, 100)) {
      at_.lane->submit_background(std::move(command));
    }
    while (at_.lane->step()) {
    }
  }
  [[nodiscard]] std::int64_t count() { return at_.reading().query(test::count_kept, {}).number(0, 0); }

  trial::Stepping at_{GetParam(), modules(), {test::trial_migration}};
  std::array<timer::Kind, 1> kinds_{idempotency::sweep_kind()};
};
INSTANTIATE_TEST_SUITE_P(Engines, Kept, trial::both_engines(), trial::engine_label);

// Each use must not put the sweeping off, and no answer may go before its day is over.
TEST_P(Kept, ForADayAndNotMuchLonger) {
  for (int hour = 0; hour < 30; ++hour) {
    (void)at_.run<int>([hour](writer::Tx& tx) -> Result<int> {
      idempotency::keep(tx, "p1", std::to_string(hour), {"digest", 200, "{}"});
      return 0;
    });
    at_.clock.advance(std::chrono::hours{1});
    fire_due();
    const auto age = std::min(hour + 1, 26);
    EXPECT_GE(count(), std::min(hour + 1, 24)) << hour;
    EXPECT_LE(count(), age) << hour;
  }
  at_.clock.advance(std::chrono::hours{27});
  fire_due();
  EXPECT_EQ(count(), 0);
}

TEST_P(Kept, GoesInPiecesWhenThereIsMuch) {
  constexpr std::int64_t many = idempotency::swept_at_once * 2 + 1;
  (void)at_.run<int>([](writer::Tx& tx) -> Result<int> {
    for (std::int64_t i = 0; i < many; ++i) {
      idempotency::keep(tx, "p1", std::to_string(i), {"digest", 200, "{}"});
    }
    return 0;
  });
  EXPECT_EQ(count(), many);
  at_.clock.advance(std::chrono::hours{27});
  fire_due();
  EXPECT_EQ(count(), many - idempotency::swept_at_once);
  fire_due();
  fire_due();
  EXPECT_EQ(count(), 0);
}

}  // namespace
}  // namespace zhiyin::api
