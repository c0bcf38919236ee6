// docs/live-protocol.md, `refused`: each code has its row, and the order of the sender is kept behind a refusal.
#include <fmt/format.h>

#include <array>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

class Refusal : public FlowTest {};
ON_BOTH_ENGINES(Refusal);

struct Row {
  const char* why = "";
  std::string text;
  const char* code = "";
};

TEST_P(Refusal, what_cannot_be_read_is_refused_and_the_connection_stays) {
  const auto one = started();
  const auto rows = std::to_array<Row>({
      {"an array", "[]", "bad_request"},
      {"a number", "7", "bad_request"},
      {"no t", R"({"id":"x"})", "bad_request"},
      {"t of a wrong type", R"({"t":7})", "bad_request"},
      {"an unknown t", R"({"t":"dance"})", "bad_request"},
      {"a text of a wrong type", R"({"t":"send","id":"x","text":7})", "bad_request"},
      {"an id of a wrong type", R"({"t":"send","id":7,"text":"x"})", "bad_request"},
      {"a seq of a wrong type", R"({"t":"got","seq":"x"})", "bad_request"},
  });
  for (const auto& row : rows) {
    one.line().say(row.text);
    expect_refused(one.line().hear("refused"), row.code);
  }
  const auto back = visitor_again(one.guest.token);  // where nothing is refused before
  expect_ack(send(*back.line, "after", "still here"));
}

TEST_P(Refusal, a_value_that_is_not_allowed) {
  struct Sent {
    const char* why = "";
    std::string id;
    std::string text;
    const char* code = "";
  };
  const auto rows = std::to_array<Sent>({
      {"an empty text", "a", "", "invalid"},
      {"only white space", "b", " \t\n ", "invalid"},
      {"a NUL", "c", std::string("a\0b", 3), "invalid"},
      {"too long", "d", std::string(16385, 'x'), "too_large"},
      {"too long in bytes, not in characters", "e",
       [] {
         std::string text;
         for (int i = 0; i < 5462; ++i) {
           text += "知";
         }
         return text;
       }(),
       "too_large"},
      {"an id of 65 characters", std::string(65, 'i'), "x", "invalid"},
      {"an id with a space", "a b", "x", "invalid"},
      {"an empty id", "", "x", "invalid"},
  });
  for (const auto& row : rows) {
    const auto one = started();
    one.line().say(fmt::format(R"({{"t":"send","id":{},"text":{}}})", client::quoted(row.id), client::quoted(row.text)));
    const auto refused = one.line().hear("refused");
    SCOPED_TRACE(row.why);
    expect_refused(refused, row.code);
  }
  const auto one = started();
  expect_ack(send(one.line(), std::string(64, 'i'), "the longest id"));
}

TEST_P(Refusal, what_follows_a_refused_message_waits_for_it) {
  const auto one = started();
  expect_refused(send(one.line(), "m-2", " "), "invalid");
  expect_refused(send(one.line(), "m-3", "later"), "earlier_refused");
  expect_refused(send(one.line(), "m-4", "latest"), "earlier_refused");
  expect_ack(send(one.line(), "m-2", "now with words"));
  expect_ack(send(one.line(), "m-3", "later"));
  expect_ack(send(one.line(), "m-4", "latest"));
  EXPECT_EQ(number_of(object_of(one.line().message_fact("m-4"), "entry"), "seq"), 4);
}

TEST_P(Refusal, a_refused_message_may_be_given_up) {
  const auto one = started();
  expect_refused(send(one.line(), "m-2", " "), "invalid");
  expect_refused(send(one.line(), "m-3", "later"), "earlier_refused");
  one.line().say(R"({"t":"skip","id":"m-2"})");
  EXPECT_EQ(text_of(one.line().answer("m-2"), "t"), "skipped");
  const auto ack = send(one.line(), "m-3", "later");
  expect_ack(ack);
  EXPECT_EQ(number_of(ack, "seq"), 2);
}

TEST_P(Refusal, a_new_connection_starts_clean) {
  const auto one = started();
  expect_refused(send(one.line(), "m-2", " "), "invalid");
  const auto back = visitor_again(one.guest.token);
  expect_ack(send(*back.line, "m-3", "on another connection"));
  expect_refused(send(one.line(), "m-4", "on the old one"), "earlier_refused");
}

TEST_P(Refusal, an_agents_order_is_kept_over_his_conversations) {
  const auto one = started();
  const auto other = started();
  const auto desk = agent();
  expect_refused(send(*desk, "a-1", "", one.conversation), "invalid");
  expect_refused(send(*desk, "a-2", "to another", other.conversation), "earlier_refused");
  desk->say(R"({"t":"skip","id":"a-1"})");
  EXPECT_EQ(text_of(desk->answer("a-1"), "t"), "skipped");
  expect_ack(send(*desk, "a-2", "to another", other.conversation));
}

TEST_P(Refusal, what_is_not_there_is_not_found) {
  const auto desk = agent();
  const std::string nowhere = "01h8000000abc";
  desk->say(fmt::format(R"({{"t":"open","conversation":"{}"}})", nowhere));
  const auto refused = desk->hear("refused");
  expect_refused(refused, "not_found");
  EXPECT_EQ(text_of(refused, "conversation"), nowhere);
  expect_refused(act(*desk, "take", "t-1", nowhere), "not_found");
  expect_refused(act(*desk, "resolve", "r-1", nowhere), "not_found");
  expect_refused(send(*desk, "a-1", "anybody?", nowhere), "not_found");
}

TEST_P(Refusal, a_visitor_has_no_desk) {
  const auto one = started();
  const auto other = started();
  const auto asks = std::to_array<std::string>({
      fmt::format(R"({{"t":"open","conversation":"{}"}})", other.conversation),
      fmt::format(R"({{"t":"take","id":"t-1","conversation":"{}"}})", one.conversation),
      fmt::format(R"({{"t":"resolve","id":"r-1","conversation":"{}"}})", one.conversation),
      R"({"t":"watch","view":"queue","limit":10})",
  });
  for (const auto& ask : asks) {
    one.line().say(ask);
    const auto refused = one.line().hear("refused");
    const auto code = text_of(refused, "code");
    EXPECT_TRUE(code == "bad_request" || code == "forbidden") << ask << code;
  }
  // Naming another's conversation in `send` is naming nothing: a visitor has one.
  const auto back = visitor_again(one.guest.token);
  const auto ack = send(*back.line, "m-2", "mine", other.conversation);
  expect_ack(ack);
  EXPECT_EQ(text_of(ack, "conversation"), one.conversation);
  other.line().fence();
  EXPECT_EQ(other.line().unheard("fact"), 0U);
}

}  // namespace
}  // namespace zhiyin::flow
