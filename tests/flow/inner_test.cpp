// docs/live-protocol.md, "The inner side": colleagues hear of it and can resume it; the visitor's socket never carries a byte of it.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <chrono>

#include "flow/site.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::flow {
namespace {

using testing::HasSubstr;
using testing::Not;

class InnerSide : public FlowTest {
 protected:
  static Object ask(Line& line, const std::string& type, const std::string& id, const std::string& conversation,
                    const std::string& more = {}) {
    line.say(fmt::format(R"({{"t":"{}","id":"{}","conversation":"{}"{}}})", type, id, conversation, more));
    return line.answer(id);
  }
  static Object inner_fact(Line& line, std::string_view kind) {
    return line.hear("inner", [kind](const Object& fact) { return text_of(fact, "kind") == kind; });
  }
  static std::string until_later() {
    const auto now = std::chrono::floor<Millis>(std::chrono::system_clock::now());
    return fmt::format(R"(,"until":"{}")", iso_text(now + std::chrono::hours{1}));
  }
  static const Object& inner_of(const Object& picture) { return object_of(object_of(picture, "conversation"), "inner"); }
};
ON_BOTH_ENGINES(InnerSide);

TEST_P(InnerSide, a_visitors_socket_carries_nothing_of_it) {
  const auto one = started();
  const auto desk = agent();
  const auto other = agent();
  expect_ack(act(*desk, "take", "t-1", one.conversation));
  open(*other, one.conversation);
  expect_ack(ask(*desk, "note", "n-1", one.conversation, R"(,"text":"SECRET words")"));
  expect_ack(ask(*desk, "label", "l-1", one.conversation, R"(,"add":["secretlabel"])"));
  expect_ack(ask(*desk, "priority", "p-1", one.conversation, R"(,"priority":3)"));
  expect_ack(ask(*desk, "snooze", "s-1", one.conversation, until_later()));
  expect_ack(ask(*desk, "wake", "w-1", one.conversation));
  expect_ack(ask(*desk, "draft", "d-1", one.conversation, R"(,"text":"SECRET draft")"));
  expect_ack(send(*desk, "a-1", "Thank you.", one.conversation));
  expect_ack(ask(*desk, "edit", "e-1", one.conversation, R"(,"seq":2,"text":"Thank you, Li.")"));
  for (const auto* kind : {"note", "labels", "priority", "snoozed", "woken"}) {
    (void)inner_fact(*other, kind);  // colleagues hear of all of it
  }
  const auto edited = one.line().hear("fact", [](const Object& fact) { return text_of(fact, "kind") == "edited"; });
  EXPECT_EQ(text_of(object_of(edited, "entry"), "text"), "Thank you, Li.");
  one.line().fence();
  const auto again = visitor_again(one.guest.token);
  again.line->fence();
  for (const auto* line : {&one.line(), again.line.get()}) {
    for (const auto* word : {"SECRET", "secretlabel", "irev", "inner", "priority", "snooze", "notes", "participants"}) {
      EXPECT_THAT(line->everything(), Not(HasSubstr(word)));
    }
  }
}

TEST_P(InnerSide, is_in_the_picture_and_resumed) {
  const auto one = started();
  const auto desk = agent();
  expect_ack(act(*desk, "take", "t-1", one.conversation));
  expect_ack(ask(*desk, "note", "n-1", one.conversation, R"(,"text":"first")"));
  const auto fresh = open(*desk, one.conversation);
  EXPECT_EQ(number_of(inner_of(fresh), "irev"), 1);
  EXPECT_EQ(array_of(inner_of(fresh), "notes").size(), 1U);
  EXPECT_EQ(number_of(inner_of(fresh), "notes_after"), 0);
  expect_ack(ask(*desk, "note", "n-2", one.conversation, R"(,"text":"second")"));
  expect_ack(ask(*desk, "note", "n-2", one.conversation, R"(,"text":"second")"));
  const auto later = agent();
  const auto changes = open(*later, one.conversation, fmt::format(R"({{"log":"{}","rev":3,"irev":1}})", one.guest.log));
  EXPECT_EQ(number_of(inner_of(changes), "irev"), 2);
  EXPECT_EQ(number_of(inner_of(changes), "notes_after"), 1);
  ASSERT_EQ(array_of(inner_of(changes), "notes").size(), 1U);
  EXPECT_EQ(text_of(array_of(inner_of(changes), "notes").front().as_object(), "text"), "second");
}

TEST_P(InnerSide, refuses_with_a_reason) {
  const auto one = started();
  const auto desk = agent();
  expect_refused(ask(*desk, "snooze", "s-1", one.conversation, until_later()), "forbidden");
  expect_refused(ask(*desk, "snooze", "s-2", one.conversation, R"(,"until":"tomorrow")"), "bad_request");
  expect_refused(ask(*desk, "label", "l-1", one.conversation, R"(,"add":["Not a slug"])"), "invalid");
  expect_refused(ask(*desk, "note", "n-1", one.conversation, R"(,"text":"x","mentions":["0000000000zzz"])"), "invalid");
  expect_refused(ask(*desk, "assign", "g-1", one.conversation, R"(,"agent":"0000000000001")"), "forbidden");
  expect_refused(ask(*desk, "take", "t-1", "0000000000zzz"), "not_found");
}

TEST_P(InnerSide, a_collision_is_told_before_anything_is_stored) {
  const auto one = started();
  const auto desk = agent();
  const auto other = agent();
  expect_ack(send(*desk, "a-1", "I am here.", one.conversation));
  expect_refused(ask(*other, "note", "n-1", one.conversation, R"(,"text":"x","seen_seq":1)"), "stale");
  expect_ack(ask(*other, "note", "n-1", one.conversation, R"(,"text":"x","seen_seq":1,"force":true)"));
  expect_ack(ask(*other, "note", "n-2", one.conversation, R"(,"text":"y","seen_seq":2)"));
}

}  // namespace
}  // namespace zhiyin::flow
