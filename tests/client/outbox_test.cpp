// The order in which a client speaks, as docs/live-protocol.md demands it; a client that spoke otherwise would hide or invent faults.
#include "client/outbox.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace zhiyin::client {
namespace {

class OutboxTest : public testing::Test {
 protected:
  void add(const std::string& id) {
    Outbox::Message message;
    message.id = id;
    message.frame = id;
    outbox.add(std::move(message));
  }
  std::vector<std::string> heard() { return std::exchange(sent, {}); }
  using Ids = std::vector<std::string>;

  std::vector<std::string> sent;
  Outbox outbox{[this](std::string_view frame) { sent.emplace_back(frame); }};
};

TEST_F(OutboxTest, sends_in_order_and_no_more_at_a_time_than_allowed) {
  add("1"), add("2"), add("3");
  EXPECT_EQ(heard(), Ids{});
  outbox.connected(2);
  EXPECT_EQ(heard(), (Ids{"1", "2"}));
  EXPECT_TRUE(outbox.acked("1"));
  EXPECT_EQ(heard(), Ids{"3"});
}

TEST_F(OutboxTest, sends_all_unanswered_again_after_a_reconnect_oldest_first) {
  outbox.connected(8);
  add("1"), add("2"), add("3");
  EXPECT_TRUE(outbox.acked("2"));
  outbox.disconnected();
  heard();
  add("4");
  outbox.connected(8);
  EXPECT_EQ(heard(), (Ids{"1", "3", "4"}));
}

TEST_F(OutboxTest, an_answer_that_nobody_awaits_is_told) {
  outbox.connected(8);
  add("1");
  EXPECT_TRUE(outbox.acked("1"));
  EXPECT_FALSE(outbox.acked("1"));
  EXPECT_FALSE(outbox.refused("7", false));
}

TEST_F(OutboxTest, after_a_refusal_the_refused_one_goes_first_and_only_when_all_are_answered) {
  outbox.connected(8);
  add("1"), add("2"), add("3");
  heard();
  EXPECT_TRUE(outbox.acked("1"));
  EXPECT_TRUE(outbox.refused("2", false));
  EXPECT_FALSE(outbox.settled());
  add("4");
  EXPECT_TRUE(outbox.refused("3", false));
  EXPECT_TRUE(outbox.settled());
  EXPECT_EQ(heard(), Ids{});
  outbox.resume();
  EXPECT_EQ(heard(), (Ids{"2", "3", "4"}));
}

TEST_F(OutboxTest, what_is_refused_for_good_is_skipped_and_the_rest_goes_on) {
  outbox.connected(8);
  add("1"), add("2");
  heard();
  EXPECT_TRUE(outbox.refused("1", true));
  EXPECT_EQ(heard(), Ids{R"({"t":"skip","id":"1"})"});
  EXPECT_TRUE(outbox.refused("2", false));
  EXPECT_TRUE(outbox.skipped("1"));
  EXPECT_FALSE(outbox.skipped("1"));
  outbox.resume();
  EXPECT_EQ(heard(), Ids{"2"});
}

}  // namespace
}  // namespace zhiyin::client
