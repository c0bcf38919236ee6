// Sign-in under attack, in virtual time: 10,000 guesses, each from an address of its own, so that only the account can stop them. How many
// were tried, and that nothing tells an account that exists from one that does not.
#include <map>

#include "credential/sign_in_trial.hpp"

namespace zhiyin::credential {
namespace {

constexpr int guesses = 10'000;
constexpr int at_once = 20;

struct Told {
  ErrorCode code = ErrorCode::unavailable;
  std::string what;
  std::chrono::seconds retry_after{0};
  friend bool operator==(const Told&, const Told&) = default;
};
void PrintTo(const Told& told, std::ostream* out) {
  *out << code_text(told.code) << "/" << told.retry_after.count();
}

class UnderAttack : public AtTheDoor {
 protected:
  /// One guess a second at each account in turn, twenty at a time; what each account was told, in order.
  std::map<std::string, std::vector<Told>> attack(const std::vector<std::string>& accounts) {
    std::map<std::string, std::vector<Told>> told;
    for (const auto& account : accounts) {
      told[account].resize(guesses / accounts.size());
    }
    for (int first = 0; first < guesses; first += at_once) {
      std::atomic<int> answered{0};
      for (int n = first; n < first + at_once; ++n) {
        const auto number = static_cast<std::size_t>(n);
        auto& answer = told[accounts[number % accounts.size()]][number / accounts.size()];
        const auto address = "2001:db8:0:" + std::to_string(n) + "::1";
        door_.sign_in({accounts[number % accounts.size()], "guess " + std::to_string(n), {address, ""}}, [&](const Answer<Opened>& given) {
          answer = {given.result.error().code, given.result.error().what, given.retry_after};
          ++answered;
        });
      }
      while (answered < at_once) {
        if (!at_.lane->step()) {
          at_.lane->wait(std::chrono::milliseconds{1});
        }
      }
      at_.clock.advance(std::chrono::seconds{at_once});
    }
    return told;
  }
  [[nodiscard]] static std::int64_t tried(const std::vector<Told>& told) {
    return std::ranges::count(told, ErrorCode::unauthenticated, &Told::code);
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, UnderAttack, trial::both_engines(), trial::engine_label);

TEST_P(UnderAttack, AnAccountIsTriedAsOftenAsTheDelaysAllowWhetherItExistsOrNot) {
  add_person("li@example.com");
  auto before = pool_.verifications();
  auto there = attack({"li@example.com"})["li@example.com"];
  const auto cost_there = pool_.verifications() - before;
  before = pool_.verifications();
  auto absent = attack({"nobody@example.com"})["nobody@example.com"];
  const auto cost_absent = pool_.verifications() - before;
  EXPECT_EQ(there, absent) << "every answer, its words and its Retry-After";
  EXPECT_EQ(cost_there, cost_absent);
  EXPECT_EQ(cost_there, static_cast<std::uint64_t>(tried(there)));
  // Ten while the delay grows to 15 minutes, which takes 17 of the 167 minutes; then four an hour.
  EXPECT_GE(tried(there), 15);
  EXPECT_LE(tried(there), 30);
  std::printf("10,000 guesses at one account in %d minutes: %lld tried\n", guesses / 60, static_cast<long long>(tried(there)));
}

TEST_P(UnderAttack, ManyAccountsAreToldTheSame) {
  constexpr int half = 50;
  std::vector<std::string> accounts;
  for (int i = 0; i < half; ++i) {
    accounts.push_back("there" + std::to_string(i) + "@example.com");
    add_person(accounts.back());
    accounts.push_back("absent" + std::to_string(i) + "@example.com");
  }
  const auto before = pool_.verifications();
  const auto told = attack(accounts);
  const auto cost = pool_.verifications() - before;
  std::int64_t tries_there = 0;
  std::int64_t tries_absent = 0;
  for (const auto& [account, answers] : told) {
    EXPECT_EQ(answers, told.begin()->second) << account;
    (account.starts_with("there") ? tries_there : tries_absent) += tried(answers);
  }
  EXPECT_EQ(tries_there, tries_absent);
  EXPECT_EQ(cost, static_cast<std::uint64_t>(tries_there + tries_absent));
  EXPECT_TRUE(sign_in("untouched@example.com", "x").result.error().code == ErrorCode::unauthenticated) << "others come in as before";
  std::printf("10,000 guesses at 100 accounts: %lld tried, half of them at accounts that exist\n",
              static_cast<long long>(tries_there + tries_absent));
}

}  // namespace
}  // namespace zhiyin::credential
