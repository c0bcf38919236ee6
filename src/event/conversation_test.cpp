// A fact comes back from the log as it went in, and its envelope outlives its owner's erasure: it must hold nothing about him.
#include "event/conversation.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace zhiyin::event {
namespace {

using testing::HasSubstr;
using testing::Not;

const Person visitor{PersonKind::visitor, 7'000'000'000'000'007, "Li 李"};
const Person agent{PersonKind::agent, 9, "Wang \"the\" agent"};

ConversationFact with(ConversationChange change) {
  return {.pos = 0,
          .conversation = ConversationId{11},
          .revision = 3,
          .at = from_millis(1'800'000'000'123),
          .contact = ContactId{visitor.id},
          .assignee = AgentId{9},
          .change = std::move(change)};
}

/// Through the log, which gives the position.
ConversationFact there_and_back(ConversationChange change) {
  auto entry = write(with(std::move(change)));
  EXPECT_EQ(entry.subject, 11);
  EXPECT_EQ(entry.owner, visitor.id);
  EXPECT_EQ(entry.retention, journal::Retention::conversation);
  entry.pos = 42;
  auto fact = read(entry);
  EXPECT_TRUE(fact.has_value());
  EXPECT_EQ(fact->pos, 42);
  EXPECT_EQ(fact->conversation, ConversationId{11});
  EXPECT_EQ(fact->revision, 3);
  EXPECT_EQ(fact->at, from_millis(1'800'000'000'123));
  EXPECT_EQ(fact->contact, ContactId{visitor.id});
  EXPECT_EQ(fact->assignee, AgentId{9});
  return std::move(*fact);
}

TEST(ConversationOpened, ComesBack) {
  const auto fact = there_and_back(ConversationOpened{InboxId{4}, "digest/1", visitor, ConversationId{3}});
  const auto& opened = std::get<ConversationOpened>(fact.change);
  EXPECT_EQ(opened.inbox, InboxId{4});
  EXPECT_EQ(opened.address, "digest/1");
  EXPECT_EQ(opened.visitor, visitor);
  EXPECT_EQ(opened.follows, ConversationId{3});
}

TEST(ConversationOpened, MayBeginWithTheBot) {
  const auto fact = there_and_back(ConversationOpened{InboxId{4}, "digest/1", visitor, {}, Stage::bot});
  EXPECT_EQ(std::get<ConversationOpened>(fact.change).stage, Stage::bot);
  auto entry = write(with(ConversationOpened{InboxId{4}, "digest/1", visitor, {}}));
  EXPECT_EQ(std::get<ConversationOpened>(read(entry)->change).stage, Stage::queued) << "as the logs of before there was a bot";
}

// Logs of before conversations followed each other have no such number.
TEST(ConversationOpened, MayFollowNone) {
  auto entry = write(with(ConversationOpened{InboxId{4}, "digest/1", visitor, {}}));
  EXPECT_EQ(entry.envelope.find("follows"), std::string::npos);
  EXPECT_TRUE(std::get<ConversationOpened>(read(entry)->change).follows.none());
}

TEST(ConversationRated, ComesBackAndItsWordsAreNotInTheEnvelope) {
  const auto fact = there_and_back(ConversationRated{2, 5, "too slow\nfor me"});
  EXPECT_EQ(std::get<ConversationRated>(fact.change).score, 2);
  EXPECT_EQ(std::get<ConversationRated>(fact.change).before, 5);
  EXPECT_EQ(std::get<ConversationRated>(fact.change).comment, "too slow\nfor me");
  EXPECT_THAT(write(with(ConversationRated{2, 0, "too slow"})).envelope, Not(HasSubstr("slow")));
  EXPECT_TRUE(is_conversation(write(with(ConversationRated{2, 0, ""}))));
}

TEST(MessageEdited, ComesBack) {
  const auto fact = there_and_back(MessageEdited{5, agent, "m-1", from_millis(1'700'000'000'001), "better\nwords"});
  const auto& edited = std::get<MessageEdited>(fact.change);
  EXPECT_EQ(edited.seq, 5);
  EXPECT_EQ(edited.author, agent);
  EXPECT_EQ(edited.client_id, "m-1");
  EXPECT_EQ(edited.sent_at, from_millis(1'700'000'000'001));
  EXPECT_EQ(edited.text, "better\nwords");
}

// The log is everybody's: what another publisher wrote there is passed over, whatever its envelope holds.
TEST(Facts, OfOtherPublishersArePassedOver) {
  journal::Entry other;
  other.kind = "access_changed";
  other.envelope = R"({"part":1})";
  EXPECT_FALSE(read(other).has_value());
}

TEST(MessageSent, ComesBackFromEitherSide) {
  for (const auto& author : {visitor, agent}) {
    const auto fact = there_and_back(MessageSent{5, author, "m-1", "two\nlines, \"quoted\" \\ 你好 👋"});
    const auto& sent = std::get<MessageSent>(fact.change);
    EXPECT_EQ(sent.seq, 5);
    EXPECT_EQ(sent.author, author);
    EXPECT_EQ(sent.client_id, "m-1");
    EXPECT_EQ(sent.text, "two\nlines, \"quoted\" \\ 你好 👋");
  }
}

// What the bot says is the company's: its name and sources are no personal data.
TEST(MessageSent, OfTheBotComesBackWithWhatItCarries) {
  const Aids aids{Source{ArticleId{3}, "refund-time", "How \"long\"?", "zh-CN", "/help/zh/a/refund-time"}, {"one", "二"}};
  const Person bot{PersonKind::bot, 0, "Zhi"};
  const auto fact = there_and_back(MessageSent{5, bot, "bot:1", "words", aids});
  const auto& sent = std::get<MessageSent>(fact.change);
  EXPECT_EQ(sent.author, bot);
  EXPECT_EQ(sent.aids, aids);
  EXPECT_FALSE(sent.to_bot);
  EXPECT_EQ(read_aids(aids_text(aids)), aids);
  EXPECT_EQ(aids_text({}), "");
  EXPECT_EQ(read_aids(""), Aids{});
}

TEST(MessageSent, ToTheBotSaysSo) {
  const auto fact = there_and_back(MessageSent{1, visitor, "m-1", "words", {}, true});
  EXPECT_TRUE(std::get<MessageSent>(fact.change).to_bot);
  EXPECT_TRUE(std::get<MessageSent>(fact.change).aids.empty());
}

TEST(StageChanged, ComesBackWithWhoDidIt) {
  // Of the conversation's assignee the envelope has one copy, the fact's.
  const auto fact = there_and_back(StageChanged{Stage::assigned, AgentId{9}, agent.name, agent});
  const auto& changed = std::get<StageChanged>(fact.change);
  EXPECT_EQ(changed.stage, Stage::assigned);
  EXPECT_EQ(changed.assignee, AgentId{9});
  EXPECT_EQ(changed.assignee_name, agent.name);
  EXPECT_EQ(changed.by, agent);
}

TEST(ReceiptMoved, ComesBack) {
  const auto fact = there_and_back(ReceiptMoved{PersonKind::agent, 9, 7, 6});
  const auto& moved = std::get<ReceiptMoved>(fact.change);
  EXPECT_EQ(moved.kind, PersonKind::agent);
  EXPECT_EQ(moved.id, 9);
  EXPECT_EQ(moved.delivered, 7);
  EXPECT_EQ(moved.read, 6);
}

RC_GTEST_PROP(MessageSent, ComesBackWhateverItsWords, (std::string text)) {
  std::ranges::replace_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }, '?');  // UTF-8 is checked at the edge
  const auto back = read(write(with(MessageSent{1, visitor, "m", text})));
  RC_ASSERT(std::get<MessageSent>(back->change).text == text);
  RC_ASSERT(std::get<MessageSent>(back->change).author == visitor);
}

TEST(Envelope, HoldsNoWordsAndNoCustomersName) {
  const Person secret{PersonKind::visitor, visitor.id, "SECRET"};
  for (const auto& change : std::initializer_list<ConversationChange>{
           ConversationOpened{InboxId{4}, "digest", secret, {}}, MessageSent{5, secret, "m-1", "SECRET"},
           MessageSent{5, agent, "m-1", "SECRET"}, StageChanged{Stage::queued, {}, "", secret},
           ReceiptMoved{PersonKind::visitor, secret.id, 7, 6}}) {
    EXPECT_THAT(write(with(change)).envelope, Not(HasSubstr("SECRET")));
  }
}

// Folds read envelopes only, so they give the same figures after an erasure.
TEST(ErasedFact, KeepsAllButWordsAndCustomersName) {
  auto entry = write(with(MessageSent{5, visitor, "m-1", "words"}));
  entry.body.clear();
  const auto sent = std::get<MessageSent>(read(entry)->change);
  EXPECT_EQ(sent.text, "");
  EXPECT_EQ(sent.author, (Person{PersonKind::visitor, visitor.id, ""}));
  EXPECT_EQ(sent.seq, 5);
  entry = write(with(MessageSent{5, agent, "m-1", "words"}));
  entry.body.clear();
  EXPECT_EQ(std::get<MessageSent>(read(entry)->change).author, agent);
}

TEST(OtherFacts, AreLeftToTheirOwnPublisher) {
  auto entry = write(with(MessageSent{5, visitor, "m-1", "words"}));
  entry.kind = "somebody_elses";
  EXPECT_FALSE(read(entry).has_value());
}

TEST(OwnFact, ThatCannotBeReadIsABug) {
  auto entry = write(with(MessageSent{5, visitor, "m-1", "words"}));
  entry.envelope = "{\"contact\":7}";
  EXPECT_DEATH((void)read(entry), "a fact of ours");
  entry.envelope = "[]";
  EXPECT_DEATH((void)read(entry), "an envelope in the log");
}

}  // namespace
}  // namespace zhiyin::event
