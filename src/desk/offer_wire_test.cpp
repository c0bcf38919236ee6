#include "desk/offer_wire.hpp"

#include <gtest/gtest.h>

namespace zhiyin::desk {
namespace {

const ConversationId id{77};

TEST(OfferWire, TellsTheOneWhoIsAsked) {
  const auto made = offer_told({id, from_millis(0), event::OfferMade{AgentId{3}, from_millis(30'000)}});
  EXPECT_EQ(made.agent, AgentId{3});
  EXPECT_EQ(made.text, R"({"t":"offer","conversation":")" + id.text() + R"(","until":"1970-01-01T00:00:30.000Z"})");
  const auto ended = offer_told({id, from_millis(0), event::OfferEnded{AgentId{3}, event::OfferEnd::expired}});
  EXPECT_EQ(ended.agent, AgentId{3});
  EXPECT_EQ(ended.text, R"({"t":"offer_ended","conversation":")" + id.text() + R"(","why":"expired"})");
  EXPECT_TRUE(offer_told({id, from_millis(0), event::RoundOver{}}).agent.none());
}

}  // namespace
}  // namespace zhiyin::desk
