// docs/live-protocol.md, "Speaking": what is acknowledged is stored once, shown exactly, to everyone.
#include <fmt/format.h>

#include <array>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

class Speaking : public FlowTest {};
ON_BOTH_ENGINES(Speaking);

TEST_P(Speaking, the_first_message_opens_a_conversation) {
  const auto one = visitor(R"(,"name":"Ana")");
  const auto ack = send(*one.line, "m-1", "Hello");
  expect_ack(ack);
  EXPECT_EQ(number_of(ack, "seq"), 1);
  EXPECT_FALSE(ack.contains("again"));
  const auto opened = one.line->hear("fact");
  EXPECT_EQ(text_of(opened, "kind"), "opened");
  EXPECT_EQ(number_of(opened, "rev"), 1);
  const auto& state = object_of(opened, "state");
  EXPECT_EQ(text_of(state, "stage"), "queued");
  EXPECT_EQ(number_of(state, "last_seq"), 0);
  EXPECT_EQ(text_of(object_of(state, "visitor"), "name"), "Ana");
  const auto fact = one.line->hear("fact");
  const auto& entry = object_of(fact, "entry");
  EXPECT_EQ(text_of(fact, "kind"), "message");
  EXPECT_EQ(number_of(fact, "rev"), 2);
  EXPECT_EQ(number_of(entry, "seq"), 1);
  EXPECT_EQ(number_of(entry, "rev"), 2);
  EXPECT_EQ(text_of(entry, "client_id"), "m-1");
  EXPECT_EQ(text_of(entry, "text"), "Hello");
  EXPECT_EQ(text_of(entry, "at"), text_of(ack, "at"));
  EXPECT_TRUE(is_time(text_of(entry, "at")));
  EXPECT_EQ(object_of(entry, "author"), object_of(state, "visitor"));
}

TEST_P(Speaking, texts_are_shown_exactly_as_sent) {
  const auto one = started();
  const auto desk = agent();
  open(*desk, one.conversation);
  const auto texts = std::to_array<std::string>({" leading and trailing ", "tab\tline\nquote\" back\\slash /", "知音，我的包裹在哪里？",
                                                 "😀👩‍👩‍👧 e\u0301 é \u202E", "<script>alert(1)</script>",
                                                 std::string("\x7f\x01", 2), std::string(16384, 'x')});
  int n = 1;
  for (const auto& text : texts) {
    const std::string id = fmt::format("t-{}", ++n);
    expect_ack(send(one.line(), id, text));
    EXPECT_EQ(text_of(object_of(one.line().message_fact(id), "entry"), "text"), text);
    EXPECT_EQ(text_of(object_of(desk->message_fact(id), "entry"), "text"), text);
  }
}

TEST_P(Speaking, the_same_again_is_acknowledged_again_and_stored_once) {
  const auto one = started();
  const auto ack = send(one.line(), "m-2", "Once");
  const auto again = send(one.line(), "m-2", "Once");
  const auto back = visitor_again(one.guest.token);
  const auto later = send(*back.line, "m-2", "Once");
  for (const auto& answer : {again, later}) {
    expect_ack(answer);
    EXPECT_TRUE(truth_of(answer, "again"));
    EXPECT_EQ(number_of(answer, "seq"), number_of(ack, "seq"));
    EXPECT_EQ(text_of(answer, "at"), text_of(ack, "at"));
    EXPECT_EQ(text_of(answer, "conversation"), one.conversation);
  }
  expect_ack(send(one.line(), "m-3", "Next"));
  EXPECT_EQ(number_of(one.line().message_fact("m-2"), "rev"), 3);
  EXPECT_EQ(number_of(one.line().message_fact("m-3"), "rev"), 4);
  EXPECT_EQ(one.line().unheard("fact"), 0U);
}

TEST_P(Speaking, one_id_for_another_text_is_a_conflict) {
  const auto one = started();
  expect_refused(send(one.line(), "m-1", "Something else"), "conflict");
  const auto other = started();  // another sender's m-1 is another message
  EXPECT_NE(other.conversation, one.conversation);
}

TEST_P(Speaking, two_tabs_of_one_visitor_see_the_same) {
  const auto one = started();
  const auto tab = visitor_again(one.guest.token);
  tab.line->hear("snapshot");
  expect_ack(send(one.line(), "first-tab", "from the first"));
  expect_ack(send(*tab.line, "second-tab", "from the second"));
  for (auto* line : {&one.line(), tab.line.get()}) {
    const auto first = line->hear("fact");
    const auto second = line->hear("fact");
    EXPECT_EQ(text_of(object_of(first, "entry"), "client_id"), "first-tab");
    EXPECT_EQ(text_of(object_of(second, "entry"), "client_id"), "second-tab");
    EXPECT_EQ(number_of(second, "rev"), number_of(first, "rev") + 1);
  }
}

TEST_P(Speaking, two_tabs_of_a_new_visitor_open_one_conversation) {
  const auto one = visitor();
  one.line->hear("none");
  const auto tab = visitor_again(one.token);
  tab.line->hear("none");
  one.line->say(R"({"t":"send","id":"a","text":"from the first"})");
  tab.line->say(R"({"t":"send","id":"b","text":"from the second"})");
  const auto first = one.line->answer("a");
  const auto second = tab.line->answer("b");
  expect_ack(first);
  expect_ack(second);
  EXPECT_EQ(text_of(first, "conversation"), text_of(second, "conversation"));
  for (auto* line : {one.line.get(), tab.line.get()}) {
    line->message_fact("a");
    line->message_fact("b");
    line->hear("fact", [](const Object& fact) { return text_of(fact, "kind") == "opened"; });
  }
}

TEST_P(Speaking, a_message_may_be_fragmented_and_unknown_members_are_ignored) {
  const auto one = started();
  auto& wire = one.line().wire();
  wire.send_frame(client::Opcode::text, R"({"t":"send","id":"m-2","mood":{"deep)", false);
  wire.send_frame(client::Opcode::ping, "between");
  wire.send_frame(client::Opcode::more, R"(":[1,2]},"te)", false);
  wire.send_frame(client::Opcode::more, R"(xt":"in parts"})", true);
  expect_ack(one.line().answer("m-2"));
  EXPECT_EQ(text_of(object_of(one.line().message_fact("m-2"), "entry"), "text"), "in parts");
}

TEST_P(Speaking, a_flood_is_answered_in_order_and_stored_without_holes) {
  const auto one = started();
  std::string frames;
  constexpr int count = 300;
  for (int i = 0; i < count; ++i) {
    client::append_frame(frames, client::Opcode::text, fmt::format(R"({{"t":"send","id":"f-{}","text":"{}"}})", i, i), 7);
  }
  one.line().wire().send_raw(frames);
  // However many the server takes before it has too many: the acknowledged ones are the first ones, and the rest says why not.
  std::int64_t seq = 1;
  bool refused = false;
  for (int i = 0; i < count; ++i) {
    const auto answer = one.line().answer(fmt::format("f-{}", i));
    if (text_of(answer, "t") == "ack") {
      EXPECT_FALSE(refused) << i;
      EXPECT_EQ(number_of(answer, "seq"), ++seq);
    } else {
      expect_refused(answer, refused ? "earlier_refused" : "too_many");
      refused = true;
    }
  }
  EXPECT_GE(seq, 33);
}

}  // namespace
}  // namespace zhiyin::flow
