// docs/live-protocol.md, "Acting": who may take, resolve and speak, and what a version protects from.
#include <fmt/format.h>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

class Acting : public FlowTest {
 protected:
  static Object stage_fact(Line& line) {
    return line.hear("fact", [](const Object& fact) { return text_of(fact, "kind") == "stage"; });
  }
};
ON_BOTH_ENGINES(Acting);

TEST_P(Acting, taking_makes_an_assignee) {
  const auto one = started();
  const auto desk = agent();
  const auto ack = act(*desk, "take", "t-1", one.conversation, 2);
  expect_ack(ack);
  EXPECT_EQ(number_of(ack, "rev"), 3);
  EXPECT_EQ(text_of(ack, "conversation"), one.conversation);
  const auto fact = stage_fact(one.line());
  EXPECT_EQ(number_of(fact, "rev"), 3);
  EXPECT_EQ(text_of(fact, "stage"), "assigned");
  EXPECT_EQ(text_of(object_of(fact, "assignee"), "kind"), "agent");
  EXPECT_EQ(object_of(fact, "assignee"), object_of(fact, "by"));
  const auto again = act(*desk, "take", "t-2", one.conversation);
  expect_ack(again);
  EXPECT_EQ(number_of(again, "rev"), 3);
}

TEST_P(Acting, one_conversation_has_one_assignee) {
  const auto one = started();
  const auto first = agent();
  const auto second = agent();
  expect_ack(act(*first, "take", "t-1", one.conversation));
  expect_refused(act(*second, "take", "t-1", one.conversation), "conflict");
  expect_refused(act(*second, "take", "t-2", one.conversation, 2), "stale");
  expect_refused(act(*second, "resolve", "r-1", one.conversation), "forbidden");
  expect_refused(send(*second, "a-1", "me too", one.conversation), "forbidden");
}

TEST_P(Acting, a_version_that_is_not_the_newest_is_stale) {
  const auto one = started();
  const auto desk = agent();
  expect_ack(send(one.line(), "m-2", "meanwhile"));
  expect_refused(act(*desk, "take", "t-1", one.conversation, 2), "stale");
  expect_ack(act(*desk, "take", "t-2", one.conversation, 3));
  expect_ack(send(one.line(), "m-3", "and again"));
  expect_refused(act(*desk, "resolve", "r-1", one.conversation, 4), "stale");
  expect_ack(act(*desk, "resolve", "r-2", one.conversation, 5));
}

TEST_P(Acting, of_two_who_take_at_once_one_gets_it) {
  const auto one = started();
  const auto first = agent();
  const auto second = agent();
  first->wire();
  second->wire();
  const std::string take = fmt::format(R"({{"t":"take","id":"t-1","conversation":"{}"}})", one.conversation);
  first->say(take);
  second->say(take);
  const auto a = first->answer("t-1");
  const auto b = second->answer("t-1");
  EXPECT_NE(text_of(a, "t"), text_of(b, "t"));
  expect_refused(text_of(a, "t") == "refused" ? a : b, "conflict");
}

TEST_P(Acting, answering_a_queued_one_takes_it) {
  const auto one = started();
  const auto desk = agent();
  expect_ack(send(*desk, "a-1", "I am here.", one.conversation));
  EXPECT_EQ(text_of(stage_fact(one.line()), "stage"), "assigned");
  const auto fact = one.line().message_fact("a-1");
  EXPECT_EQ(text_of(object_of(object_of(fact, "entry"), "author"), "kind"), "agent");
  expect_refused(send(*agent(), "a-1", "so am I", one.conversation), "forbidden");
}

TEST_P(Acting, a_resolved_one_is_over_until_the_visitor_speaks) {
  const auto one = started();
  const auto desk = agent();
  expect_ack(act(*desk, "take", "t-1", one.conversation));
  const auto ack = act(*desk, "resolve", "r-1", one.conversation);
  expect_ack(ack);
  const auto again = act(*desk, "resolve", "r-2", one.conversation);
  expect_ack(again);
  EXPECT_EQ(number_of(again, "rev"), number_of(ack, "rev"));
  stage_fact(one.line());
  EXPECT_EQ(text_of(stage_fact(one.line()), "stage"), "resolved");
  expect_refused(send(*desk, "a-1", "one more thing", one.conversation), "conflict");
  const auto more = send(one.line(), "m-2", "It broke again.");
  expect_ack(more);
  EXPECT_EQ(text_of(more, "conversation"), one.conversation);
  EXPECT_NE(text_of(stage_fact(one.line()), "stage"), "resolved");
  EXPECT_EQ(number_of(object_of(one.line().message_fact("m-2"), "entry"), "seq"), 2);
}

TEST_P(Acting, a_queued_one_has_no_assignee_to_resolve_it) {
  const auto one = started();
  expect_refused(act(*agent(), "resolve", "r-1", one.conversation), "forbidden");
}

}  // namespace
}  // namespace zhiyin::flow
