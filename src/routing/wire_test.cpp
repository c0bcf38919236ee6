#include "routing/wire.hpp"

#include <gtest/gtest.h>

namespace zhiyin::routing::wire {
namespace {

const ConversationId id{77};

TEST(Wire, TellsTheOneWhoIsAsked) {
  const auto made = told({id, from_millis(0), event::OfferMade{AgentId{3}, from_millis(30'000)}});
  EXPECT_EQ(made.agent, AgentId{3});
  EXPECT_EQ(made.text, R"({"t":"offer","conversation":")" + id.text() + R"(","until":"1970-01-01T00:00:30.000Z"})");
  const auto ended = told({id, from_millis(0), event::OfferEnded{AgentId{3}, event::OfferEnd::expired}});
  EXPECT_EQ(ended.agent, AgentId{3});
  EXPECT_EQ(ended.text, R"({"t":"offer_ended","conversation":")" + id.text() + R"(","why":"expired"})");
  EXPECT_TRUE(told({id, from_millis(0), event::RoundOver{}}).agent.none());
}

TEST(Wire, SaysWhenOnlyIfItIsKnown) {
  EXPECT_EQ(duty({.on = false, .opens = std::nullopt}), R"({"t":"duty","on_duty":false})");
  EXPECT_EQ(duty({.on = true, .opens = std::nullopt}), R"({"t":"duty","on_duty":true})");
  EXPECT_EQ(duty({.on = false, .opens = from_millis(0)}), R"({"t":"duty","on_duty":false,"opens":"1970-01-01T00:00:00.000Z"})");
}

}  // namespace
}  // namespace zhiyin::routing::wire
