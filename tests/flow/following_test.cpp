// docs/live-protocol.md, "Following conversations".
#include <fmt/format.h>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

class Following : public FlowTest {};
ON_BOTH_ENGINES(Following);

TEST_P(Following, an_open_conversation_is_shown_and_its_facts_follow) {
  const auto one = started();
  const auto desk = agent();
  const auto snapshot = open(*desk, one.conversation);
  EXPECT_EQ(text_of(snapshot, "log"), one.guest.log);
  EXPECT_EQ(array_of(snapshot, "entries").size(), 1U);
  for (int i = 2; i <= 20; ++i) {
    expect_ack(send(one.line(), fmt::format("m-{}", i), "x"));
    EXPECT_EQ(number_of(desk->hear("fact"), "rev"), i + 1);
  }
}

TEST_P(Following, a_closed_one_is_silent) {
  const auto closed = started();
  const auto kept = started();
  const auto desk = agent();
  open(*desk, closed.conversation);
  open(*desk, kept.conversation);
  desk->say(fmt::format(R"({{"t":"close","conversation":"{}"}})", closed.conversation));
  desk->fence();
  expect_ack(send(closed.line(), "m-2", "unheard"));
  closed.line().message_fact("m-2");
  expect_ack(send(kept.line(), "m-2", "heard"));
  EXPECT_EQ(text_of(desk->message_fact("m-2"), "conversation"), kept.conversation);
  EXPECT_EQ(desk->unheard("fact"), 0U);
}

TEST_P(Following, opening_again_answers_again_and_goes_on) {
  const auto one = started();
  const auto desk = agent();
  open(*desk, one.conversation);
  open(*desk, one.conversation);
  expect_ack(send(one.line(), "m-2", "once"));
  desk->message_fact("m-2");
  expect_ack(send(one.line(), "m-3", "once"));
  desk->message_fact("m-3");
  EXPECT_EQ(desk->unheard("fact"), 0U);  // each once, though it was opened twice
}

TEST_P(Following, with_a_position_only_what_is_new_is_sent) {
  const auto one = started();
  expect_ack(send(one.line(), "m-2", "x"));
  const auto desk = agent();
  const auto changes = open(*desk, one.conversation, fmt::format(R"({{"log":"{}","rev":2}})", one.guest.log));
  ASSERT_EQ(array_of(changes, "entries").size(), 1U);
  EXPECT_EQ(number_of(array_of(changes, "entries").front().as_object(), "seq"), 2);
  const auto other_log = agent();
  other_log->say(fmt::format(R"({{"t":"open","conversation":"{}","have":{{"log":"anotherlife","rev":2}}}})", one.conversation));
  other_log->hear("snapshot");
}

TEST_P(Following, not_more_than_200_at_a_time) {
  const auto desk = agent();
  std::vector<Guest> guests;
  std::vector<std::string> ids;
  for (int i = 0; i < 201; ++i) {
    guests.push_back(visitor());
    guests.back().line->say(R"({"t":"send","id":"m-1","text":"x"})");
  }
  for (auto& guest : guests) {
    ids.emplace_back(text_of(guest.line->answer("m-1"), "conversation"));
  }
  for (int i = 0; i < 200; ++i) {
    open(*desk, ids[static_cast<std::size_t>(i)]);
  }
  desk->say(fmt::format(R"({{"t":"open","conversation":"{}"}})", ids[200]));
  const auto refused = desk->hear("refused");
  expect_refused(refused, "too_many");
  EXPECT_EQ(text_of(refused, "conversation"), ids[200]);
  desk->say(fmt::format(R"({{"t":"close","conversation":"{}"}})", ids[0]));
  open(*desk, ids[200]);
}

}  // namespace
}  // namespace zhiyin::flow
