// docs/live-protocol.md, "Receipts and typing".
#include <fmt/format.h>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

class Receipt : public FlowTest {
 protected:
  /// The next receipt fact of this kind of person.
  static Object receipt(Line& line, std::string_view kind) {
    const auto fact = line.hear("fact", [&](const Object& one) {
      return text_of(one, "kind") == "receipt" && text_of(object_of(one, "watermark"), "kind") == kind;
    });
    return object_of(fact, "watermark");
  }
  static void expect_watermark(const Object& watermark, std::int64_t delivered, std::int64_t read) {
    EXPECT_EQ(number_of(watermark, "delivered"), delivered) << boost::json::serialize(watermark);
    EXPECT_EQ(number_of(watermark, "read"), read) << boost::json::serialize(watermark);
  }
};
ON_BOTH_ENGINES(Receipt);

TEST_P(Receipt, both_sides_learn_what_arrived_and_what_was_read) {
  const auto one = started();
  const auto desk = agent();
  open(*desk, one.conversation);
  desk->say(fmt::format(R"({{"t":"got","seq":1,"conversation":"{}"}})", one.conversation));
  expect_watermark(receipt(one.line(), "agent"), 1, 0);
  expect_watermark(receipt(*desk, "agent"), 1, 0);
  desk->say(fmt::format(R"({{"t":"seen","seq":1,"conversation":"{}"}})", one.conversation));
  expect_watermark(receipt(one.line(), "agent"), 1, 1);
  expect_ack(send(*desk, "a-1", "Here it is.", one.conversation));
  one.line().say(R"({"t":"seen","seq":2})");
  expect_watermark(receipt(*desk, "visitor"), 2, 2);
}

TEST_P(Receipt, a_seq_above_the_last_counts_as_the_last_and_nothing_goes_back) {
  const auto one = started();
  const auto desk = agent();
  open(*desk, one.conversation);
  desk->say(fmt::format(R"({{"t":"seen","seq":1000000,"conversation":"{}"}})", one.conversation));
  expect_watermark(receipt(one.line(), "agent"), 1, 1);
  expect_ack(send(one.line(), "m-2", "more"));
  desk->message_fact("m-2");
  desk->say(fmt::format(R"({{"t":"seen","seq":1,"conversation":"{}"}})", one.conversation));
  desk->say(fmt::format(R"({{"t":"got","seq":2,"conversation":"{}"}})", one.conversation));
  expect_watermark(receipt(one.line(), "agent"), 2, 1);
}

TEST_P(Receipt, many_become_few_facts) {
  const auto one = started();
  const auto desk = agent();
  open(*desk, one.conversation);
  constexpr int messages = 60;
  for (int i = 2; i <= messages; ++i) {
    expect_ack(send(one.line(), fmt::format("m-{}", i), "x"));
    desk->say(fmt::format(R"({{"t":"got","seq":{},"conversation":"{}"}})", i, one.conversation));
  }
  int facts = 0;
  for (std::int64_t delivered = 0; delivered < messages; ++facts) {
    const auto now = number_of(receipt(one.line(), "agent"), "delivered");
    EXPECT_GT(now, delivered);
    delivered = now;
  }
  // At most one a second: a slow machine may need several seconds for the messages, but never one fact for each.
  EXPECT_LE(facts, messages / 3);
}

TEST_P(Receipt, watermarks_are_in_the_state) {
  const auto one = started();
  const auto desk = agent();
  open(*desk, one.conversation);
  desk->say(fmt::format(R"({{"t":"seen","seq":1,"conversation":"{}"}})", one.conversation));
  receipt(one.line(), "agent");
  const auto back = visitor_again(one.guest.token);
  const auto snapshot = back.line->hear("snapshot");
  bool found = false;
  for (const auto& watermark : array_of(object_of(snapshot, "conversation"), "watermarks")) {
    if (text_of(watermark.as_object(), "kind") == "agent") {
      expect_watermark(watermark.as_object(), 1, 1);
      found = true;
    }
  }
  EXPECT_TRUE(found);
}

TEST_P(Receipt, typing_reaches_the_others_and_is_not_stored) {
  const auto one = started();
  const auto tab = visitor_again(one.guest.token);
  tab.line->hear("snapshot");
  const auto desk = agent();
  const auto before = number_of(object_of(open(*desk, one.conversation), "conversation"), "rev");
  one.line().say(R"({"t":"typing"})");
  const auto seen = desk->hear("typing");
  EXPECT_EQ(text_of(seen, "conversation"), one.conversation);
  EXPECT_EQ(text_of(object_of(seen, "who"), "kind"), "visitor");
  desk->say(fmt::format(R"({{"t":"typing","conversation":"{}"}})", one.conversation));
  EXPECT_EQ(text_of(object_of(one.line().hear("typing"), "who"), "kind"), "agent");
  expect_ack(send(one.line(), "m-2", "typed"));
  EXPECT_EQ(number_of(desk->message_fact("m-2"), "rev"), before + 1);
  EXPECT_EQ(one.line().unheard("typing"), 0U);  // not to himself
}

}  // namespace
}  // namespace zhiyin::flow
