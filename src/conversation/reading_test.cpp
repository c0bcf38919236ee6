// What a client gets when it opens, resumes or pages back: everything it lacks and nothing it has.
#include "conversation/reading.hpp"

#include <gmock/gmock.h>

#include <numeric>
#include <ranges>

#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "platform/timer/timer.hpp"
#include "store/stepping.hpp"

namespace zhiyin::conversation {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Seqs = std::vector<std::int64_t>;

Seqs seqs(const std::vector<Message>& entries) {
  Seqs all;
  for (const auto& entry : entries) {
    all.push_back(entry.seq);
  }
  return all;
}
Seqs from_to(std::int64_t first, std::int64_t last) {
  Seqs all(static_cast<std::size_t>(last - first + 1));
  std::iota(all.begin(), all.end(), first);
  return all;
}

class Reading : public testing::TestWithParam<db::Engine> {
 protected:
  /// A conversation with so many messages: opened at revision 1, message n at revision n + 1.
  ConversationId with_messages(std::int64_t count, std::int64_t contact = 5) {
    const auto opened = at_.run<ConversationId>([count, contact, begin = ++conversations_ * 1'000](writer::Tx& tx) {
      const auto id = open(tx, InboxId{1}, "address" + std::to_string(contact), {PersonKind::visitor, contact, "Li"});
      for (const auto n : std::views::iota(begin, begin + count)) {
        (void)say_as_visitor(tx, id, "m" + std::to_string(n), "words");
      }
      return id;
    });
    return opened.value();
  }
  void act(ConversationId id, const std::function<void(writer::Tx&)>& what) {
    ASSERT_TRUE(at_.run<int>(
        [&](writer::Tx& tx) {
          what(tx);
          return 0;
        },
        [id](writer::Tx& tx) { want(tx, id); }));
  }

  std::int64_t conversations_ = 0;
  trial::Stepping at_{GetParam(), {statements(), reading_statements(), timer::statements()}};
};
INSTANTIATE_TEST_SUITE_P(Engines, Reading, trial::both_engines(), trial::engine_label);

TEST_P(Reading, ASnapshotHoldsTheNewestEntries) {
  const auto id = with_messages(snapshot_entries);
  auto picture = snapshot(at_.reading(), id);
  ASSERT_TRUE(picture);
  EXPECT_TRUE(picture->whole);
  EXPECT_FALSE(picture->earlier);
  EXPECT_EQ(seqs(picture->entries), from_to(1, snapshot_entries));
  act(id, [&](writer::Tx& tx) { (void)say_as_visitor(tx, id, "one more", "words"); });
  picture = snapshot(at_.reading(), id);
  EXPECT_TRUE(picture->earlier);
  EXPECT_EQ(seqs(picture->entries), from_to(2, snapshot_entries + 1));
  EXPECT_FALSE(snapshot(at_.reading(), ConversationId{1}));
}

TEST_P(Reading, ChangesAreWhatCameAfterARevisionOfThisConversation) {
  const auto id = with_messages(10);
  const auto after_eight = changes_after(at_.reading(), id, 9);
  ASSERT_TRUE(after_eight);
  EXPECT_FALSE(after_eight->whole);
  EXPECT_EQ(seqs(after_eight->entries), from_to(9, 10));
  EXPECT_EQ(after_eight->conversation.revision, 11);
  const auto after_all = changes_after(at_.reading(), id, 11);
  EXPECT_FALSE(after_all->whole);
  EXPECT_THAT(after_all->entries, IsEmpty());
  EXPECT_TRUE(changes_after(at_.reading(), id, 12)->whole);  // not in its past: a position of something else
  EXPECT_TRUE(changes_after(at_.reading(), id, 0)->whole);
  EXPECT_FALSE(changes_after(at_.reading(), ConversationId{1}, 1));
}

TEST_P(Reading, TooManyChangesBecomeASnapshot) {
  const auto id = with_messages(changes_max + 1);
  EXPECT_EQ(seqs(changes_after(at_.reading(), id, 2)->entries), from_to(2, changes_max + 1));
  const auto whole = changes_after(at_.reading(), id, 1);
  EXPECT_TRUE(whole->whole);
  EXPECT_EQ(static_cast<std::int64_t>(whole->entries.size()), snapshot_entries);
}

TEST_P(Reading, HistoryGoesBackToTheFirst) {
  const auto id = with_messages(60);
  const auto page = [&](std::int64_t before, std::int64_t limit) { return history(at_.reading(), id, before, limit); };
  EXPECT_EQ(seqs(page(11, 4).entries), from_to(7, 10));
  EXPECT_TRUE(page(11, 4).earlier);
  EXPECT_EQ(seqs(page(4, 10).entries), from_to(1, 3));
  EXPECT_FALSE(page(4, 10).earlier);
  EXPECT_THAT(page(1, 10).entries, IsEmpty());
  EXPECT_FALSE(page(1, 10).earlier);
  EXPECT_EQ(seqs(page(61, 1'000).entries), from_to(11, 60));  // at most snapshot_entries
  EXPECT_EQ(seqs(page(61, 0).entries), Seqs{60});
}

TEST_P(Reading, TheNewestConversationOfAContactIsFound) {
  EXPECT_EQ(newest_id(at_.reading(), ContactId{5}, InboxId{1}), std::nullopt);
  (void)with_messages(1, 5);
  at_.clock.advance(Millis{1});  // ids of one millisecond are in no order
  const auto second = with_messages(1, 5);
  (void)with_messages(1, 6);
  EXPECT_EQ(newest_id(at_.reading(), ContactId{5}, InboxId{1}), second);
  EXPECT_EQ(newest_id(at_.reading(), ContactId{5}, InboxId{2}), std::nullopt) << "what is newest is so in its inbox";
}

}  // namespace
}  // namespace zhiyin::conversation
