// That a hash is argon2id with the parameters that we say, and that the pool bounds what it takes on.
#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <future>

#include "platform/password/hash.hpp"
#include "platform/password/pool.hpp"

namespace zhiyin::password {
namespace {

using testing::StartsWith;

constexpr Cost cheap{.memory_kib = 8, .passes = 1};  // the least that libsodium takes

TEST(Hashing, SaysItsParametersAndNeverTheSameTwice) {
  const auto stored = hash("correct horse battery", Cost{});
  EXPECT_THAT(stored, StartsWith("$argon2id$v=19$m=19456,t=2,p=1$")) << "OWASP's second choice; a change here is a change of policy";
  EXPECT_NE(stored, hash("correct horse battery", Cost{})) << "the salt was used twice";
  EXPECT_TRUE(verify(stored, "correct horse battery", Cost{}).right);
  EXPECT_FALSE(verify(stored, "correct horse batterY", Cost{}).right);
  EXPECT_FALSE(verify(stored, "", Cost{}).right);
}

TEST(Hashing, KnowsWhatItDidNotMake) {
  const std::string good = hash("password", cheap);
  for (const auto& stored : {std::string{}, std::string{"password"}, std::string(4096, '$'), good.substr(0, good.size() - 1),
                             std::string{"$argon2id$v=19$m=19456,t=2,p=1$"}, "$argon2i" + good.substr(9)}) {
    EXPECT_FALSE(verify(stored, "password", cheap).right) << stored;
  }
}

TEST(Hashing, TellsWhenTheCostHasRisen) {
  const auto stored = hash("password", cheap);
  EXPECT_FALSE(verify(stored, "password", cheap).outdated);
  EXPECT_TRUE(verify(stored, "password", {.memory_kib = 16, .passes = 1}).outdated);
  EXPECT_TRUE(verify(stored, "password", {.memory_kib = 8, .passes = 2}).outdated);
  EXPECT_FALSE(verify(stored, "wrong", {.memory_kib = 8, .passes = 2}).outdated) << "only its owner may have it renewed";
}

class Pooling : public testing::Test {
 protected:
  [[nodiscard]] Verdict ask(Pool& pool, const std::string& stored, const std::string& password) {
    std::promise<Verdict> answer;
    pool.verify(std::move(*pool.reserve()), stored, password, [&answer](Verdict verdict) { answer.set_value(verdict); });
    return answer.get_future().get();
  }
  MetricRegistry metrics_;
};

TEST_F(Pooling, HashesAndVerifies) {
  Pool pool{cheap, {}, metrics_};
  std::promise<std::string> stored;
  pool.hash(std::move(*pool.reserve()), "password", [&stored](std::string text) { stored.set_value(std::move(text)); });
  const auto text = stored.get_future().get();
  EXPECT_TRUE(ask(pool, text, "password").right);
  EXPECT_FALSE(ask(pool, text, "other").right);
}

// Where nothing is stored the same work is done: otherwise the time of an answer tells who has an account.
TEST_F(Pooling, VerifiesAlsoWhenThereIsNothingToCompareWith) {
  Pool pool{cheap, {}, metrics_};
  EXPECT_FALSE(ask(pool, "", "password").right);
  EXPECT_FALSE(ask(pool, "", "").right);
  EXPECT_EQ(pool.verifications(), 2U);
}

TEST_F(Pooling, HasAsManyPlacesAsItSays) {
  std::promise<void> working;  // before the pool, whose threads still look at them when the test ends
  std::promise<void> go_on;
  Pool pool{cheap, {.threads = 1, .places_max = 2}, metrics_};
  auto first = pool.reserve();
  auto second = pool.reserve();
  ASSERT_TRUE(first && second);
  EXPECT_FALSE(pool.reserve());
  first.reset();
  auto third = pool.reserve();
  EXPECT_TRUE(third) << "a place that was given back is free";
  second.reset();
  pool.verify(std::move(*third), "", "x", [&](Verdict) {
    working.set_value();
    go_on.get_future().wait();
  });
  working.get_future().wait();
  auto fourth = pool.reserve();
  EXPECT_TRUE(fourth);
  EXPECT_FALSE(pool.reserve()) << "what is worked on has its place until it was answered";
  go_on.set_value();
}

TEST_F(Pooling, FinishesWhatItTookAndThenTakesNothing) {
  std::atomic<int> answered{0};
  Pool pool{cheap, {.threads = 2, .places_max = 20}, metrics_};
  for (int i = 0; i < 10; ++i) {
    pool.verify(std::move(*pool.reserve()), "", "x", [&answered](Verdict) { ++answered; });
  }
  auto late = pool.reserve();
  pool.stop();
  EXPECT_EQ(answered, 10);
  EXPECT_FALSE(pool.reserve());
  const auto held = std::make_shared<int>();
  pool.verify(std::move(*late), "", "x", [&answered, held](Verdict) { ++answered; });
  EXPECT_EQ(answered, 10);
  EXPECT_EQ(held.use_count(), 1) << "who asks too late must see that he is not answered";
}

// Not a test of speed, which is the machine's: it prints what one costs here.
TEST_F(Pooling, CostsWhatItCosts) {
  const auto stored = hash("password", Cost{});
  const auto began = std::chrono::steady_clock::now();
  for (int i = 0; i < 20; ++i) {
    EXPECT_TRUE(verify(stored, "password", Cost{}).right);
  }
  const auto each = std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - began) / 20;
  std::printf("argon2id 19 MiB t=2: %.1f ms\n", each.count());
}

}  // namespace
}  // namespace zhiyin::password
