// What a customer is told of the queue is true: by its own order, and a wait only where enough were seen.
#include "routing/place.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <array>

#include "routing/routing_trial.hpp"

namespace zhiyin::routing {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

constexpr Spot website{InboxId{1}, {}};
constexpr Spot shop{InboxId{2}, {}};
constexpr Spot experts{InboxId{1}, TeamId{40}};
const Time start = from_millis(1'800'000'000'000);

bool same(const Spot& one, const Spot& other) {
  return one.inbox == other.inbox && one.team == other.team;
}

TEST(Ahead, CountsThoseWhoAreAskedOfTheSamePeople) {
  const std::array<Spot, 6> waiting{website, experts, website, shop, experts, website};
  EXPECT_THAT(ahead_of(waiting, same), testing::ElementsAre(0, 0, 1, 0, 1, 2));
  // Somebody serves the website and the shop.
  const auto shared = [](const Spot& one, const Spot& other) { return same(one, other) || (one.team.none() && other.team.none()); };
  EXPECT_THAT(ahead_of(waiting, shared), testing::ElementsAre(0, 0, 1, 2, 1, 3));
}

RC_GTEST_PROP(Ahead, IsWhatCountingEachPairGives, ()) {
  const auto numbers = *rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(1, 5));
  const auto rival_bits = *rc::gen::arbitrary<std::uint32_t>();
  const auto rival = [rival_bits](const Spot& one, const Spot& other) {
    const auto low = std::min(one.inbox, other.inbox).value();
    const auto high = std::max(one.inbox, other.inbox).value();
    return low == high || ((rival_bits >> (low * 5 + high)) & 1U) != 0;
  };
  std::vector<Spot> waiting;
  for (const auto number : numbers) {
    waiting.push_back({InboxId{number}, {}});
  }
  const auto ahead = ahead_of(waiting, rival);
  RC_ASSERT(ahead.size() == waiting.size());
  for (std::size_t i = 0; i < waiting.size(); ++i) {
    RC_ASSERT(ahead[i] == std::count_if(waiting.begin(), waiting.begin() + static_cast<std::ptrdiff_t>(i),
                                        [&](const Spot& before) { return rival(before, waiting[i]); }));
  }
}

class TakenOfLate : public testing::Test {
 protected:
  /// Somebody waited so long, and was taken at `at`.
  void taken(const Spot& spot, Millis waited, Time at = start) {
    const ConversationId id{++last_};
    waits_.begins(id, spot, at - waited);
    waits_.taken(id, at);
  }
  Waits waits_;
  std::int64_t last_ = 0;
};

TEST_F(TakenOfLate, TheMedianIsSaidOnceEnoughWereSeen) {
  for (const int each : {10, 20, 30, 400}) {
    taken(website, seconds{each});
  }
  EXPECT_EQ(waits_.left_for(website, Millis{0}, start), std::nullopt) << "four are too few";
  taken(website, seconds{41});
  EXPECT_EQ(waits_.left_for(website, Millis{0}, start), seconds{30});
  EXPECT_EQ(waits_.left_for(shop, Millis{0}, start), std::nullopt) << "another place";
  EXPECT_EQ(waits_.left_for(experts, Millis{0}, start), std::nullopt) << "another team";
}

// Whoever has waited longer than most is not told the same minute again and again.
TEST_F(TakenOfLate, CountsWhatWasWaitedAlready) {
  for (int each = 1; each <= 10; ++each) {
    taken(website, minutes{each});
  }
  EXPECT_EQ(waits_.left_for(website, Millis{0}, start), minutes{6});
  EXPECT_EQ(waits_.left_for(website, minutes{5}, start), minutes{3}) << "of 6 to 10 the median is 8";
  EXPECT_EQ(waits_.left_for(website, minutes{6}, start), std::nullopt) << "four waited longer: nobody knows";
}

TEST_F(TakenOfLate, WhatIsLongAgoOrWasNotTakenDoesNotCount) {
  for (int each = 0; each < 5; ++each) {
    taken(website, seconds{60});
  }
  EXPECT_EQ(waits_.left_for(website, Millis{0}, start + Waits::observed_within), seconds{60});
  EXPECT_EQ(waits_.left_for(website, Millis{0}, start + Waits::observed_within + seconds{1}), std::nullopt);
  waits_.begins(ConversationId{99}, shop, start);
  EXPECT_TRUE(waits_.knows(ConversationId{99}));
  waits_.left(ConversationId{99});
  waits_.taken(ConversationId{99}, start + minutes{9});
  EXPECT_FALSE(waits_.knows(ConversationId{99}));
}

TEST_F(TakenOfLate, ATransferMovesWhereHeWaitsAndNotSinceWhen) {
  for (int each = 0; each < 5; ++each) {
    const ConversationId id{++last_};
    waits_.begins(id, website, start - minutes{3});
    waits_.begins(id, experts, start);
    waits_.taken(id, start);
  }
  EXPECT_EQ(waits_.left_for(website, Millis{0}, start), std::nullopt);
  EXPECT_EQ(waits_.left_for(experts, Millis{0}, start), minutes{3});
}

class InTheQueue : public Trial {};
INSTANTIATE_TEST_SUITE_P(Engines, InTheQueue, trial::both_engines(), trial::engine_label);

// The order that is told is the one in which offers are made.
TEST_P(InTheQueue, StandsInTheOrderOfOffers) {
  const auto early = open(50);
  at.clock.advance(seconds{1});
  const auto late = open(51);
  at.clock.advance(seconds{1});
  const auto urgent = open(52);
  const auto boss = access::load(at.reading())->viewer(first);
  ASSERT_TRUE(at.run<conversation::Moved>([&](writer::Tx& tx) { return conversation::set_priority(tx, urgent, boss, 4); },
                                          [&](writer::Tx& tx) { conversation::want(tx, urgent); }));
  const auto directory = access::load(at.reading());
  std::vector<ConversationId> order;
  for (const auto& one : queue(at.reading(), *directory)) {
    order.push_back(one.id);
    EXPECT_TRUE(rivals(*directory, {one.inbox, one.team}, website));
  }
  EXPECT_THAT(order, testing::ElementsAre(urgent, early, late));
  has_room_for(first, 1);
  becomes(first, team::State::available);
  settle();
  EXPECT_EQ(asked(urgent), first) << "who stands first is offered first";
}

}  // namespace
}  // namespace zhiyin::routing
