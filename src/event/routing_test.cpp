#include "event/routing.hpp"

#include <gtest/gtest.h>

#include "event/inner.hpp"
#include "event/state.hpp"

namespace zhiyin::event {
namespace {

TEST(RoutingFacts, ComeBackAsTheyWereWritten) {
  const RoutingFact facts[]{
      {ConversationId{7}, from_millis(1'000), OfferMade{AgentId{3}, from_millis(31'000)}},
      {ConversationId{7}, from_millis(2'000), OfferEnded{AgentId{3}, OfferEnd::accepted}},
      {ConversationId{7}, from_millis(2'000), OfferEnded{AgentId{3}, OfferEnd::withdrawn}},
      {ConversationId{8}, from_millis(3'000), RoundOver{}},
  };
  for (const auto& fact : facts) {
    const auto entry = write(fact);
    EXPECT_EQ(read_routing(entry), fact);
    EXPECT_EQ(entry.owner, 0);  // nobody's words: an erasure has nothing to do here
    EXPECT_TRUE(entry.body.empty());
    // A visitor's socket knows ConversationFact alone; colleagues' readers must not take it for theirs either.
    EXPECT_FALSE(read_inner(entry));
    EXPECT_FALSE(read_state(entry));
  }
}

TEST(RoutingFacts, AreNotTakenFromOthers) {
  EXPECT_FALSE(read_routing(write(StateChanged{.agent = AgentId{3}, .reason = "", .by = {}, .at = {}})));
}

}  // namespace
}  // namespace zhiyin::event
