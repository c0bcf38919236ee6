// docs/live-protocol.md, "Opening" with `have`: changes for a position in this log, a snapshot for any other.
#include <fmt/format.h>

#include <array>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

class Resume : public FlowTest {
 protected:
  static void say_many(Line& line, int from, int to) {
    for (int i = from; i <= to; ++i) {
      expect_ack(send(line, fmt::format("m-{}", i), fmt::format("message {}", i)));
    }
  }
};
ON_BOTH_ENGINES(Resume);

TEST_P(Resume, what_the_client_has_is_not_sent_again) {
  const auto one = started();
  say_many(one.line(), 2, 5);
  struct Row {
    std::int64_t rev;
    std::vector<std::int64_t> seqs;
  };
  for (const auto& row : {Row{6, {}}, Row{4, {4, 5}}, Row{1, {1, 2, 3, 4, 5}}}) {
    const auto back = visitor_again(one.guest.token, have_of(one.conversation, one.guest.log, row.rev));
    const auto changes = back.line->hear("changes");
    std::vector<std::int64_t> seqs;
    for (const auto& entry : array_of(changes, "entries")) {
      seqs.push_back(number_of(entry.as_object(), "seq"));
    }
    EXPECT_EQ(seqs, row.seqs) << row.rev;
    EXPECT_EQ(number_of(object_of(changes, "conversation"), "rev"), 6);
    back.line->fence();
    EXPECT_EQ(back.line->unheard("fact"), 0U);
  }
}

TEST_P(Resume, a_position_that_means_nothing_gets_a_snapshot) {
  const auto one = started();
  const auto other = started();
  const auto haves = std::to_array<std::string>({
      have_of(one.conversation, "anotherlifeofthestore", 1),
      have_of(one.conversation, one.guest.log, 1'000'000),
      have_of(other.conversation, one.guest.log, 1),
      have_of("01h8000000abc", one.guest.log, 1),
  });
  for (const auto& have : haves) {
    const auto back = visitor_again(one.guest.token, have);
    const auto snapshot = back.line->hear("snapshot");
    EXPECT_EQ(text_of(object_of(snapshot, "conversation"), "id"), one.conversation) << have;
  }
}

TEST_P(Resume, facts_follow_from_the_position_without_gap_or_repeat) {
  const auto one = started();
  const auto back = visitor_again(one.guest.token, have_of(one.conversation, one.guest.log, 2));
  back.line->hear("changes");
  say_many(one.line(), 2, 40);
  for (int i = 2; i <= 40; ++i) {
    const auto fact = back.line->hear("fact");
    EXPECT_EQ(number_of(fact, "rev"), i + 1);
    EXPECT_EQ(number_of(object_of(fact, "entry"), "seq"), i);
  }
}

TEST_P(Resume, over_500_entries_back_is_a_snapshot_of_the_newest_50) {
  const auto one = started();
  say_many(one.line(), 2, 503);
  const auto near = visitor_again(one.guest.token, have_of(one.conversation, one.guest.log, 10));
  EXPECT_EQ(array_of(near.line->hear("changes"), "entries").size(), 503U - 9U);
  const auto far = visitor_again(one.guest.token, have_of(one.conversation, one.guest.log, 2));
  const auto snapshot = far.line->hear("snapshot");
  EXPECT_TRUE(truth_of(snapshot, "earlier"));
  ASSERT_EQ(array_of(snapshot, "entries").size(), 50U);
  EXPECT_EQ(number_of(array_of(snapshot, "entries").front().as_object(), "seq"), 454);
}

}  // namespace
}  // namespace zhiyin::flow
