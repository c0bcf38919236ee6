// The first administrator is made once, by whoever read the code.
#include "credential/first.hpp"

#include <thread>

#include "credential/sign_in_trial.hpp"

namespace zhiyin::credential {
namespace {

using testing::MatchesRegex;

class FirstAdministrator : public AtTheDoor {
 protected:
  [[nodiscard]] std::optional<std::string> offer() { return offer_first_code(*at_.store().open_writing(), at_.clock.now(), at_.chance); }
  Answer<Opened> claim(const std::string& code, const std::string& email = "ada@example.com", const std::string& password = right_password,
                       const std::string& address = "192.0.2.1") {
    return answer_of<Opened>(
        [&](auto reply) { door_.claim_first({code, "Ada", email, password, {address, "Firefox"}}, std::move(reply)); });
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, FirstAdministrator, trial::both_engines(), trial::engine_label);

TEST_P(FirstAdministrator, IsMadeWithTheCode) {
  const auto code = offer();
  ASSERT_TRUE(code);
  EXPECT_THAT(*code, MatchesRegex("([0-9A-HJKMNP-TV-Z]{5}-){3}[0-9A-HJKMNP-TV-Z]{5}"));
  const auto claimed = claim(*code);
  ASSERT_TRUE(claimed.result) << claimed.result.error().what;
  const auto member = identity::find_by_email(at_.reading(), "ada@example.com");
  EXPECT_EQ(member->role, identity::Role::administrator);
  EXPECT_EQ(who(claimed.result->text)->person, member->id);
  EXPECT_TRUE(sign_in("ada@example.com", right_password).result);
  EXPECT_EQ(audited().front(), "first_administrator_made");

  EXPECT_FALSE(offer()) << "somebody administers";
  const auto again = claim(*code, "eve@example.com");
  EXPECT_EQ(again.result.error().code, ErrorCode::unauthenticated) << "it was used";
}

TEST_P(FirstAdministrator, IsMadeWithTheCodeHoweverItIsTyped) {
  auto code = *offer();
  std::ranges::transform(code, code.begin(), [](char c) { return c == '-' ? ' ' : c == '0' ? 'o' : c == '1' ? 'I' : c; });
  EXPECT_TRUE(claim("  " + code).result);
}

TEST_P(FirstAdministrator, IsNotMadeOtherwise) {
  EXPECT_EQ(claim("00000-00000-00000-00000").result.error().code, ErrorCode::unauthenticated) << "before there was a code";
  const auto code = *offer();
  EXPECT_EQ(claim("").result.error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(claim(code.substr(0, 22)).result.error().code, ErrorCode::unauthenticated);
  EXPECT_EQ(claim(code, "ada@example.com", "short").result.error().where, "password");
  EXPECT_EQ(claim(code, "no address").result.error().where, "email");
  EXPECT_FALSE(identity::find_by_email(at_.reading(), "ada@example.com"));
  EXPECT_TRUE(claim(code).result) << "what was refused did not use the code up";
}

// A restart must not lock out whoever still has the first code before him; and the second process's is as good.
TEST_P(FirstAdministrator, IsMadeWithACodeOfAnyStart) {
  const auto first = *offer();
  at_.clock.advance(Millis{1});
  const auto second = *offer();
  EXPECT_NE(first, second);
  EXPECT_TRUE(claim(first).result);
  EXPECT_EQ(claim(second, "eve@example.com").result.error().code, ErrorCode::unauthenticated);
}

TEST_P(FirstAdministrator, IsNotGuessedAndItsGuesserLocksOutHimself) {
  const auto code = *offer();
  Answer<Opened> last{refuse(ErrorCode::invalid, "")};
  for (int i = 0; i < 20; ++i) {
    last = claim("00000-00000-00000-000" + std::to_string(10 + i), "eve@example.com", right_password, "198.51.100.66");
  }
  EXPECT_EQ(last.result.error().code, ErrorCode::too_many);
  EXPECT_EQ(last.retry_after, first_delay);
  EXPECT_EQ(claim(code, "eve@example.com", right_password, "198.51.100.66").result.error().code, ErrorCode::too_many);
  EXPECT_TRUE(claim(code).result) << "from elsewhere";
}

TEST_P(FirstAdministrator, IsOneOfTwoWhoClaimInOneBatch) {
  const auto code = *offer();
  int made = 0;
  for (const auto* email : {"ada@example.com", "eve@example.com"}) {
    at_.lane->submit(writer::command<identity::Member>(
        {}, [](writer::Tx&) {}, [&, email](writer::Tx& tx) { return claim_first(tx, code, "Ada", email, password::hash("x", cheap)); },
        [&](const Result<identity::Member>& member) { made += member ? 1 : 0; }));
  }
  ASSERT_TRUE(at_.lane->step());
  EXPECT_EQ(made, 1);
}

class FirstAdministratorOfTwoGateways : public FirstAdministrator {};
INSTANTIATE_TEST_SUITE_P(Engines, FirstAdministratorOfTwoGateways, testing::Values(db::Engine::postgres), trial::engine_label);

// Two who read the same code, at two gateways, at the same moment; twenty times, because each time is a chance to go wrong.
TEST_P(FirstAdministratorOfTwoGateways, IsOneOfTwoWhoRace) {
  const auto stored = password::hash(right_password, cheap);
  for (int round = 0; round < 20; ++round) {
    const auto code = offer();
    ASSERT_TRUE(code);
    std::atomic<int> made{0};
    std::atomic<int> refused{0};
    {
      std::vector<std::jthread> gateways;
      gateways.reserve(2);
      for (int g = 0; g < 2; ++g) {
        gateways.emplace_back([&, g, lane = std::shared_ptr{at_.make_lane()}] {
          const auto email = std::to_string(g) + "of" + std::to_string(round) + "@example.com";
          lane->submit(writer::command<identity::Member>(
              {}, [](writer::Tx&) {}, [&, email](writer::Tx& tx) { return claim_first(tx, *code, "Ada", email, stored); },
              [&](const Result<identity::Member>& member) { ++(member ? made : refused); }));
          lane->step();
        });
      }
    }
    EXPECT_EQ(made, 1);
    EXPECT_EQ(refused, 1);
    EXPECT_FALSE(offer());
    at_.store().open_writing()->execute("DELETE FROM person WHERE demo = 0");
  }
}

}  // namespace
}  // namespace zhiyin::credential
