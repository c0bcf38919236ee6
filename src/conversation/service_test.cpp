// What the commands leave behind: one fact for each change, numbered without gap, and rows that say the same.
#include "conversation/service.hpp"

#include <gmock/gmock.h>

#include "conversation/colleague_trial.hpp"
#include "conversation/reading.hpp"
#include "conversation/store.hpp"
#include "platform/timer/timer.hpp"
#include "store/stepping.hpp"

namespace zhiyin::conversation {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;

constexpr InboxId inbox{1};
const Person visitor{PersonKind::visitor, 5, "Li"};
const Person wang{PersonKind::agent, 9, "Wang"};
const Person chen{PersonKind::agent, 8, "Chen"};

class Commands : public testing::TestWithParam<db::Engine> {
 protected:
  /// Each in a batch of its own, on the conversation `id_`, with everything named that a command may want.
  template <class T>
  Result<T> run(std::function<Result<T>(writer::Tx&)> decide, std::string client_id = "none", std::int64_t author = 0) {
    return at_.run<T>(std::move(decide), want(std::move(client_id), author));
  }
  [[nodiscard]] std::function<void(writer::Tx&)> want(std::string client_id, std::int64_t author) const {
    return [id = id_, client_id = std::move(client_id), author](writer::Tx& tx) {
      conversation::want(tx, id);
      want_message(tx, inbox, author, client_id);
      want_watermark(tx, id, PersonKind::agent, wang.id);
      want_watermark(tx, id, PersonKind::visitor, visitor.id);
    };
  }
  void open() {
    id_ = *at_.run<ConversationId>([](writer::Tx& tx) {
      const auto id = conversation::open(tx, inbox, "address", visitor);
      (void)say_as_visitor(tx, id, "v1", "Where is my parcel?");
      return id;
    });
  }
  void say_visitor(const std::string& client_id, const std::string& text = "words") {
    ASSERT_TRUE(run<Said>([&](writer::Tx& tx) { return say_as_visitor(tx, id_, client_id, text); }, client_id, visitor.id));
  }
  Result<Said> say_agent(const Person& agent, const std::string& client_id, const std::string& text = "words") {
    return run<Said>([&](writer::Tx& tx) { return say_as_agent(tx, id_, colleague(agent), {.client_id = client_id, .text = text}); },
                     client_id, agent.id);
  }
  Result<Moved> mark_agent(std::int64_t delivered, std::int64_t read) {
    return run<Moved>([&](writer::Tx& tx) { return mark(tx, id_, PersonKind::agent, wang.id, delivered, read); });
  }
  Result<Moved> take_as(const Person& agent, std::optional<std::int64_t> seen = {}) {
    return run<Moved>([&](writer::Tx& tx) { return take(tx, id_, colleague(agent), seen); });
  }
  Result<Moved> resolve_as(const Person& agent, std::optional<std::int64_t> seen = {}) {
    return run<Moved>([&](writer::Tx& tx) { return resolve(tx, id_, colleague(agent), seen); });
  }
  [[nodiscard]] Conversation now() { return snapshot(at_.reading(), id_)->conversation; }
  /// "2 message_sent" for each fact: its revision and kind.
  [[nodiscard]] std::vector<std::string> facts() {
    std::vector<std::string> lines;
    for (const auto& fact : journal::read_after(at_.reading(), 0, 1'000)) {
      lines.push_back(std::to_string(fact.revision) + " " + fact.kind);
    }
    return lines;
  }

  trial::Stepping at_{GetParam(), {statements(), reading_statements(), timer::statements()}};
  ConversationId id_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Commands, trial::both_engines(), trial::engine_label);

/// Where the engine makes no difference.
class Rules : public Commands {};
INSTANTIATE_TEST_SUITE_P(Engines, Rules, testing::Values(db::Engine::sqlite), trial::engine_label);

TEST_P(Commands, MakeOneFactForEachChangeAndNumberThemWithoutGap) {
  open();
  EXPECT_TRUE(say_agent(wang, "a1"));  // takes it too
  EXPECT_TRUE(mark_agent(1, 1));
  EXPECT_TRUE(resolve_as(wang));
  say_visitor("v2");  // opens it again
  EXPECT_THAT(facts(), ElementsAre("1 conversation_opened", "2 message_sent", "3 stage_changed", "4 message_sent", "5 receipt_moved",
                                   "6 stage_changed", "7 stage_changed", "8 message_sent"));
  const auto c = now();
  EXPECT_EQ(c.revision, 8);
  EXPECT_EQ(c.last_seq, 3);
  EXPECT_EQ(c.stage, Stage::queued);
  EXPECT_TRUE(c.assignee.none());
  const auto entries = snapshot(at_.reading(), id_)->entries;
  ASSERT_EQ(entries.size(), 3U);
  EXPECT_EQ(entries[1].author, wang);
  EXPECT_EQ(entries[1].revision, 4);
  EXPECT_EQ(entries[2].client_id, "v2");
}

TEST_P(Commands, StoreTheSameMessageOnce) {
  open();
  const auto first = say_agent(wang, "a1", "hello");
  const auto revision = now().revision;
  at_.clock.advance(minutes{1});
  const auto again = say_agent(wang, "a1", "hello");
  ASSERT_TRUE(first && again);
  EXPECT_FALSE(first->again);
  EXPECT_TRUE(again->again);
  EXPECT_EQ(again->seq, first->seq);
  EXPECT_EQ(again->at, first->at);
  EXPECT_EQ(now().revision, revision);
  const auto other_text = say_agent(wang, "a1", "other words");
  ASSERT_FALSE(other_text);
  EXPECT_EQ(other_text.error().code, ErrorCode::conflict);
  EXPECT_EQ(now().revision, revision);
}

// The answer to a message that was stored is the same for ever, whatever became of the conversation.
TEST_P(Rules, AcknowledgeAStoredMessageAfterTheEndToo) {
  open();
  EXPECT_TRUE(say_agent(wang, "a1"));
  EXPECT_TRUE(resolve_as(wang));
  EXPECT_TRUE(say_agent(wang, "a1")->again);
  EXPECT_EQ(say_agent(wang, "a2").error().code, ErrorCode::conflict);
}

TEST_P(Commands, OfOneBatchSeeEachOther) {
  open();
  std::vector<Result<Said>> answers;
  for (const auto& [client_id, text] : {std::pair{"a1", "x"}, std::pair{"a2", "y"}, std::pair{"a1", "x"}, std::pair{"a1", "z"}}) {
    at_.lane->submit(writer::command<Said>(
        {}, want(client_id, wang.id),
        [this, client_id, text](writer::Tx& tx) { return say_as_agent(tx, id_, colleague(wang), {.client_id = client_id, .text = text}); },
        [&answers](Result<Said> said) { answers.push_back(std::move(said)); }));
  }
  at_.lane->step();
  ASSERT_EQ(answers.size(), 4U);
  EXPECT_EQ(answers[0]->seq, 2);
  EXPECT_EQ(answers[1]->seq, 3);
  EXPECT_EQ(answers[2]->seq, 2);
  EXPECT_TRUE(answers[2]->again);
  EXPECT_EQ(answers[3].error().code, ErrorCode::conflict);
  EXPECT_EQ(now().last_seq, 3);
  EXPECT_EQ(snapshot(at_.reading(), id_)->entries.size(), 3U);
}

TEST_P(Rules, ThatChangeNothingMakeNoFact) {
  open();
  EXPECT_TRUE(take_as(wang));
  EXPECT_TRUE(mark_agent(1, 1));
  const auto before = now().revision;
  EXPECT_EQ(take_as(wang)->revision, before);
  EXPECT_EQ(take_as(wang, 1)->revision, before);
  EXPECT_EQ(mark_agent(1, 0)->revision, before);
  EXPECT_EQ(mark_agent(99, 99)->revision, before);  // there is only one message
  EXPECT_EQ(resolve_as(wang)->revision, before + 1);
  EXPECT_EQ(resolve_as(chen)->revision, before + 1);
  EXPECT_EQ(facts().size(), static_cast<std::size_t>(before + 1));
}

TEST_P(Rules, RefuseWithoutATrace) {
  open();
  EXPECT_TRUE(take_as(wang));
  const auto before = facts();
  EXPECT_EQ(say_agent(chen, "c1").error().code, ErrorCode::forbidden);
  EXPECT_EQ(take_as(chen).error().code, ErrorCode::conflict);
  EXPECT_EQ(take_as(chen, 1).error().code, ErrorCode::stale);
  EXPECT_EQ(resolve_as(chen).error().code, ErrorCode::forbidden);
  id_ = ConversationId{1};
  EXPECT_EQ(say_agent(wang, "a1").error().code, ErrorCode::not_found);
  EXPECT_EQ(take_as(wang).error().code, ErrorCode::not_found);
  EXPECT_EQ(resolve_as(wang).error().code, ErrorCode::not_found);
  EXPECT_EQ(mark_agent(1, 1).error().code, ErrorCode::not_found);
  EXPECT_EQ(facts(), before);
}

TEST_P(Commands, MoveReceiptsForwardAndKeepThem) {
  open();
  say_visitor("v2");
  say_visitor("v3");
  EXPECT_TRUE(mark_agent(2, 1));
  EXPECT_TRUE(mark_agent(1, 0));
  EXPECT_TRUE(mark_agent(1'000, 0));
  auto marks = snapshot(at_.reading(), id_)->watermarks;
  ASSERT_EQ(marks.size(), 1U);
  EXPECT_EQ(marks[0].delivered, 3);
  EXPECT_EQ(marks[0].read, 1);
  EXPECT_TRUE(run<Moved>([&](writer::Tx& tx) { return mark(tx, id_, PersonKind::visitor, visitor.id, 2, 2); }));
  marks = snapshot(at_.reading(), id_)->watermarks;
  ASSERT_EQ(marks.size(), 2U);
  EXPECT_EQ(marks[0].kind, PersonKind::visitor);
  EXPECT_EQ(marks[0].read, 2);
  EXPECT_EQ(marks[1].delivered, 3);
}

TEST_P(Rules, CountWhatNoAgentHasReadAndWhoWaits) {
  open();
  const auto asked_at = at_.clock.now();
  at_.clock.advance(minutes{1});
  say_visitor("v2");
  EXPECT_EQ(now().customer_unread, 2);
  EXPECT_EQ(now().waiting_since, asked_at);
  EXPECT_TRUE(mark_agent(2, 1));
  EXPECT_EQ(now().customer_unread, 1);
  EXPECT_EQ(now().waiting_since, asked_at);  // reading is no answer
  EXPECT_TRUE(say_agent(wang, "a1"));
  EXPECT_EQ(now().customer_unread, 0);
  EXPECT_EQ(now().waiting_since, Time{});
  at_.clock.advance(minutes{1});
  say_visitor("v3", "again\n" + std::string(200, 'x'));
  EXPECT_EQ(now().customer_unread, 1);
  EXPECT_EQ(now().waiting_since, at_.clock.now());
  EXPECT_EQ(now().last_at, at_.clock.now());
  EXPECT_EQ(now().last_author, PersonKind::visitor);
  EXPECT_EQ(now().last_text, "again " + std::string(114, 'x'));
  EXPECT_TRUE(mark_agent(3, 3));  // his own: the visitor's is the fourth
  EXPECT_EQ(now().customer_unread, 1);
  EXPECT_TRUE(resolve_as(wang));
  EXPECT_EQ(now().waiting_since, Time{});
}

}  // namespace
}  // namespace zhiyin::conversation
