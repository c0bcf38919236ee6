// The one way in for customers' words: each message once, in its sender's order, in the conversation where it belongs.
#include "channel/intake.hpp"

#include <gmock/gmock.h>

#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "conversation/colleague_trial.hpp"
#include "conversation/reading.hpp"
#include "conversation/store.hpp"
#include "inbox/service.hpp"
#include "store/places.hpp"

namespace zhiyin::channel {
namespace {

using std::chrono::days;
using testing::ElementsAre;

constexpr InboxId inbox{1};
const Person wang{PersonKind::agent, 9, "Wang"};

class Intake : public testing::TestWithParam<db::Engine> {
 protected:
  [[nodiscard]] static Inbound inbound(const std::string& client_id, const std::string& text = "words") {
    return {.inbox = inbox, .address = "address", .name = "Li", .client_id = client_id, .text = text, .contact = {}, .conversation = {}};
  }
  /// As the next of one connection; answers gather in answers_ as "id ok" or "id code".
  void submit(Inbound in) { submit(std::move(in), ++last_number_); }
  void submit(Inbound in, std::int64_t number) {
    auto name = in.client_id;
    at_.lane->submit(intake(std::move(in), {order_, number}, [this, name = std::move(name)](Result<Taken> taken) {
      answers_.push_back(name + (taken ? " ok" : " " + std::string{code_text(taken.error().code)}));
      last_ = std::move(taken);
    }));
  }
  Taken send(Inbound in) {
    submit(std::move(in));
    at_.lane->step();
    return last_.value();
  }
  /// What the channel remembers of the one before.
  [[nodiscard]] static Inbound hinted(Inbound in, const Taken& before) {
    in.contact = before.contact;
    in.conversation = before.said.conversation;
    return in;
  }
  void end(ConversationId id) {
    ASSERT_TRUE(at_.run<int>(
        [id](writer::Tx& tx) {
          EXPECT_TRUE(conversation::take(tx, id, conversation::colleague(wang), {}));
          EXPECT_TRUE(conversation::resolve(tx, id, conversation::colleague(wang), {}));
          return 0;
        },
        [id](writer::Tx& tx) { conversation::want(tx, id); }));
  }
  [[nodiscard]] std::vector<std::string> facts() {
    std::vector<std::string> lines;
    for (const auto& fact : journal::read_after(at_.reading(), 0, 1'000)) {
      if (event::read(fact)) {
        lines.push_back(std::to_string(fact.revision) + " " + fact.kind);
      }
    }
    return lines;
  }
  [[nodiscard]] std::vector<std::string> texts(ConversationId id) {
    std::vector<std::string> all;
    for (const auto& entry : conversation::snapshot(at_.reading(), id)->entries) {
      all.push_back(entry.text);
    }
    return all;
  }

  trial::Places at_{GetParam(),
                    0,
                    {contact::statements(), contact::reading_statements(), conversation::statements(), conversation::reading_statements()}};
  std::shared_ptr<writer::SenderOrder> order_ = std::make_shared<writer::SenderOrder>();
  std::int64_t last_number_ = 0;
  std::vector<std::string> answers_;
  Result<Taken> last_ = refuse(ErrorCode::unavailable, "nothing sent");
};
INSTANTIATE_TEST_SUITE_P(Engines, Intake, trial::both_engines(), trial::engine_label);

/// Where the engine makes no difference.
class Order : public Intake {};
INSTANTIATE_TEST_SUITE_P(Engines, Order, testing::Values(db::Engine::sqlite), trial::engine_label);

TEST_P(Intake, AFirstMessageMakesContactAndConversation) {
  submit(inbound("m1", "first"));
  submit(inbound("m2", "second"));  // in the same batch: the same contact and conversation
  at_.lane->step();
  const auto first = last_.value();
  const auto third = send(hinted(inbound("m3", "third"), first));
  const auto fourth = send(inbound("m4", "fourth"));
  EXPECT_EQ(fourth.contact, first.contact);
  EXPECT_THAT(texts(first.said.conversation), ElementsAre("first", "second", "third", "fourth"));
  EXPECT_EQ(third.said.seq, 3);
  EXPECT_THAT(facts(), ElementsAre("1 conversation_opened", "2 message_sent", "3 message_sent", "4 message_sent", "5 message_sent"));
  EXPECT_EQ(contact::find_by_address(at_.reading(), inbox, "address"), (Person{PersonKind::visitor, first.contact.value(), "Li"}));
}

TEST_P(Intake, TheSameAgainIsTheSameAnswer) {
  const auto first = send(inbound("m1", "words"));
  at_.clock.advance(days{1});
  for (const auto& again : {send(inbound("m1", "words")), send(hinted(inbound("m1", "words"), first))}) {
    EXPECT_TRUE(again.said.again);
    EXPECT_EQ(again.said.seq, first.said.seq);
    EXPECT_EQ(again.said.at, first.said.at);
    EXPECT_EQ(again.said.conversation, first.said.conversation);
  }
  submit(inbound("m1", "other words"));
  at_.lane->step();
  EXPECT_EQ(answers_.back(), "m1 conflict");
  EXPECT_THAT(texts(first.said.conversation), ElementsAre("words"));
}

TEST_P(Intake, AResolvedConversationOpensAgainOrIsFollowedByANewOne) {
  const auto first = send(inbound("m1"));
  end(first.said.conversation);
  at_.clock.advance(days{7});
  EXPECT_EQ(send(hinted(inbound("m2"), first)).said.conversation, first.said.conversation);
  end(first.said.conversation);
  at_.clock.advance(days{7} + Millis{1});
  const auto next = send(hinted(inbound("m3"), first));  // the hint has become wrong
  EXPECT_NE(next.said.conversation, first.said.conversation);
  EXPECT_EQ(next.contact, first.contact);
  EXPECT_EQ(next.said.seq, 1);
  EXPECT_EQ(send(inbound("m4")).said.conversation, next.said.conversation);
  EXPECT_EQ(send(hinted(inbound("m5"), first)).said.conversation, next.said.conversation);  // not a third one
}

// Whatever a connection remembers: from the moment it is switched off an inbox stores nothing, and what it stored before it answers for.
TEST_P(Intake, AnInboxThatIsSwitchedOffTakesNothingNew) {
  const auto active = [](bool on) { return [on](writer::Tx& tx) { return inbox::change(tx, inbox, {.active = on}); }; };
  const auto first = send(inbound("m1", "before"));
  order_ = std::make_shared<writer::SenderOrder>();  // each of these refusals stands alone
  ASSERT_TRUE(at_.run<inbox::Inbox>(active(false)));
  EXPECT_TRUE(send(hinted(inbound("m1", "before"), first)).said.again) << "what was acknowledged stays so";
  auto stranger = inbound("m3");
  stranger.address = "another address";
  for (auto& in : {hinted(inbound("m2"), first), inbound("m2"), stranger}) {
    order_ = std::make_shared<writer::SenderOrder>();
    submit(in, 1);
    at_.lane->step();
    ASSERT_FALSE(last_);
    EXPECT_EQ(last_.error().code, ErrorCode::forbidden);
    EXPECT_EQ(last_.error().where, "inbox");
  }
  EXPECT_EQ(contact::find_by_address(at_.reading(), inbox, "another address"), std::nullopt) << "he leaves no trace";
  // In one batch with the change itself.
  order_ = std::make_shared<writer::SenderOrder>();
  last_number_ = 0;
  at_.lane->submit(writer::command<inbox::Inbox>({}, [](writer::Tx&) {}, active(true), [](const auto& done) { EXPECT_TRUE(done); }));
  submit(hinted(inbound("m4", "after"), first));
  at_.lane->submit(writer::command<inbox::Inbox>({}, [](writer::Tx&) {}, active(false), [](const auto& done) { EXPECT_TRUE(done); }));
  submit(hinted(inbound("m5", "too late"), first));
  at_.lane->step();
  EXPECT_THAT(texts(first.said.conversation), ElementsAre("before", "after"));
  EXPECT_EQ(answers_.back(), "m5 forbidden");
}

// A hint is what a channel remembers; it must not become a key to somebody else's conversation.
TEST_P(Intake, AWrongHintIsNotBelieved) {
  auto other = inbound("o1");
  other.address = "another";
  const auto others = send(other);
  const auto mine = send(inbound("m1"));
  auto wrong = inbound("m2", "mine");
  wrong.contact = mine.contact;
  wrong.conversation = others.said.conversation;
  EXPECT_EQ(send(wrong).said.conversation, mine.said.conversation);
  wrong = inbound("m3");
  wrong.contact = mine.contact;
  wrong.conversation = ConversationId{12345};
  EXPECT_EQ(send(wrong).said.conversation, mine.said.conversation);
  EXPECT_THAT(texts(others.said.conversation), ElementsAre("words"));
}

// How long a resolved conversation may be opened again is its inbox's to say; the new one knows what it follows.
TEST_P(Intake, AnInboxSaysWhatIsTooLongAgo) {
  at_.store().open_writing()->execute("UPDATE inbox SET reopen_days = 2");
  const auto first = send(inbound("m1"));
  end(first.said.conversation);
  at_.clock.advance(days{2});
  EXPECT_EQ(send(inbound("m2")).said.conversation, first.said.conversation);
  end(first.said.conversation);
  at_.clock.advance(days{2} + Millis{1});
  const auto second = send(hinted(inbound("m3"), first));
  EXPECT_NE(second.said.conversation, first.said.conversation);
  EXPECT_EQ(conversation::snapshot(at_.reading(), second.said.conversation)->conversation.follows, first.said.conversation);
}

// The plant that this must find: the newest conversation of a contact, whichever inbox it is in.
// A team that was removed while it was resolved: it would wait where nobody looks.
// The first stage is the inbox's, at opening and at opening again; what is under way stays where it is.
TEST_P(Intake, BeginsWithTheBotWhereTheInboxHasOne) {
  const auto bot = [this](bool on) {
    ASSERT_TRUE(at_.run<inbox::Inbox>([on](writer::Tx& tx) { return inbox::change(tx, inbox, {.bot = on}); }));
  };
  const auto stage = [this](ConversationId id) { return conversation::snapshot(at_.reading(), id)->conversation.stage; };
  bot(true);
  const auto id = send(inbound("m1")).said.conversation;
  EXPECT_EQ(stage(id), Stage::bot);
  end(id);
  bot(false);
  (void)send(inbound("m2"));
  EXPECT_EQ(stage(id), Stage::queued);
  bot(true);
  (void)send(inbound("m3"));
  EXPECT_EQ(stage(id), Stage::queued);
  end(id);
  (void)send(inbound("m4"));
  EXPECT_EQ(stage(id), Stage::bot);
}

TEST_P(Intake, WhatBeginsAgainIsNoTeamsThatIsGone) {
  const auto first = send(inbound("m1"));
  end(first.said.conversation);
  at_.store().open_writing()->execute("UPDATE conversation SET team = 77");
  EXPECT_EQ(send(inbound("m2")).said.conversation, first.said.conversation);
  EXPECT_EQ(conversation::snapshot(at_.reading(), first.said.conversation)->conversation.team, TeamId{});
}

TEST_P(Intake, OneAddressInTwoInboxesIsTwoCustomers) {
  const auto elsewhere = [](Inbound in) {
    in.inbox = InboxId{2};
    return in;
  };
  const auto here = send(inbound("m1", "here"));
  const auto there = send(elsewhere(inbound("m1", "there")));
  EXPECT_NE(here.contact, there.contact);
  EXPECT_NE(here.said.conversation, there.said.conversation);
  EXPECT_FALSE(there.said.again);
  // A hint from the other inbox opens nothing.
  EXPECT_EQ(send(elsewhere(hinted(inbound("m2", "there too"), here))).said.conversation, there.said.conversation);
  EXPECT_EQ(send(inbound("m2", "here too")).said.conversation, here.said.conversation);
  EXPECT_THAT(texts(here.said.conversation), ElementsAre("here", "here too"));
  EXPECT_THAT(texts(there.said.conversation), ElementsAre("there", "there too"));
}

// Whom his site has signed is one contact everywhere, and has a conversation in each inbox.
TEST_P(Intake, OnePersonInTwoInboxesHasAConversationInEach) {
  const auto signed_in = [](const std::string& client_id, InboxId where) {
    auto in = inbound(client_id, client_id);
    in.inbox = where;
    in.claim = contact::Claim{.external_id = "42", .email = {}, .phone = {}, .vouched = false, .inbox = where, .address = {}};
    return in;
  };
  const auto here = send(signed_in("m1", inbox));
  const auto there = send(signed_in("m2", InboxId{2}));
  EXPECT_EQ(here.contact, there.contact);
  EXPECT_NE(here.said.conversation, there.said.conversation);
  EXPECT_EQ(send(signed_in("m3", inbox)).said.conversation, here.said.conversation);
  EXPECT_EQ(conversation::newest_id(at_.reading(), here.contact, inbox), here.said.conversation);
  EXPECT_EQ(conversation::newest_id(at_.reading(), here.contact, InboxId{2}), there.said.conversation);
}

// The newest of one inbox can be opened again, though he has a newer conversation in another.
TEST_P(Intake, TheNewestOfAnInboxIsOpenedAgain) {
  const auto claimed = [](const std::string& client_id, InboxId where) {
    auto in = inbound(client_id);
    in.inbox = where;
    in.claim = contact::Claim{.external_id = "42", .email = {}, .phone = {}, .vouched = false, .inbox = where, .address = {}};
    return in;
  };
  const auto here = send(claimed("m1", inbox));
  end(here.said.conversation);
  (void)send(claimed("m2", InboxId{2}));
  EXPECT_EQ(send(claimed("m3", inbox)).said.conversation, here.said.conversation);
}

TEST_P(Order, AFaultIsRefusedWithoutATrace) {
  for (auto [in, code] : {std::pair{inbound("with space"), "with space invalid"}, std::pair{inbound("m1", " "), "m1 invalid"},
                          std::pair{inbound("m1", std::string(20'000, 'x')), "m1 too_large"}}) {
    submit(std::move(in));
    at_.lane->step();
    EXPECT_EQ(answers_.back(), code);
    order_->reopen_at(last_number_ + 1);
  }
  EXPECT_TRUE(facts().empty());
  EXPECT_EQ(contact::find_by_address(at_.reading(), inbox, "address"), std::nullopt);
}

TEST_P(Order, WhatFollowsARefusedMessageWaitsUntilItIsResent) {
  submit(inbound("m1", "1"));
  submit(inbound("m2", " "));
  submit(inbound("m3", "3"));  // in the same batch
  at_.lane->step();
  submit(inbound("m4", "4"));  // in a later one
  at_.lane->step();
  EXPECT_THAT(answers_, ElementsAre("m1 ok", "m2 invalid", "m3 earlier_refused", "m4 earlier_refused"));
  answers_.clear();
  order_->reopen_at(last_number_ + 1);
  for (const auto& [client_id, text] : {std::pair{"m2", "2"}, {"m3", "3"}, {"m4", "4"}}) {
    submit(inbound(client_id, text));
  }
  at_.lane->step();
  EXPECT_THAT(answers_, ElementsAre("m2 ok", "m3 ok", "m4 ok"));
  EXPECT_THAT(texts(last_->said.conversation), ElementsAre("1", "2", "3", "4"));
}

// What was under way when the refused one came again was refused to its sender: it must not be stored behind his back.
TEST_P(Order, AStragglerFromBeforeTheResendStaysOut) {
  submit(inbound("m1", " "));
  at_.lane->step();
  order_->reopen_at(3);
  submit(inbound("m1", "1"), 3);
  submit(inbound("m2", "2"), 2);
  at_.lane->step();
  EXPECT_THAT(answers_, ElementsAre("m1 invalid", "m1 ok", "m2 earlier_refused"));
  EXPECT_TRUE(order_->open_for(4));
}

TEST_P(Order, WhatTheStoreCouldNotTakeCountsAsRefused) {
  at_.lane->close();
  submit(inbound("m1"));
  EXPECT_THAT(answers_, ElementsAre("m1 unavailable"));
  EXPECT_FALSE(order_->open_for(2));
}

TEST_P(Order, ANameIsCleanedAndTheFirstIsKept) {
  auto in = inbound("m1");
  in.name = "L\ni" + std::string(100, 'x');
  const auto first = send(in);
  (void)send(inbound("m2"));
  const auto entries = conversation::snapshot(at_.reading(), first.said.conversation)->entries;
  EXPECT_EQ(entries[0].author.name, "Li" + std::string(77, 'x'));
  EXPECT_EQ(entries[1].author.name, entries[0].author.name);
}

}  // namespace
}  // namespace zhiyin::channel
