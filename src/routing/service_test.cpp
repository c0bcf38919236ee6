// Offers in one process: each way in which one ends, and what follows.
#include "routing/routing_trial.hpp"

namespace zhiyin::routing {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using team::State;
using testing::ElementsAre;
using testing::IsEmpty;

class Offers : public Trial {
 protected:
  Offers() : Trial({.again = minutes{1}}) {}
};
INSTANTIATE_TEST_SUITE_P(Engines, Offers, trial::both_engines(), trial::engine_label);

// The demonstration's agents say nothing of themselves and take from the queue: that must go on as it was.
TEST_P(Offers, AreMadeToNobodyWhoHasNotSaidThatHeIsThere) {
  const auto id = open();
  settle();
  EXPECT_THAT(story(), IsEmpty());
  EXPECT_TRUE(takes(first, id));
  settle();
  EXPECT_EQ(now(id).assignee, first);
  EXPECT_THAT(story(), IsEmpty());
}

TEST_P(Offers, AcceptedMakeItHis) {
  becomes(first, State::available);
  const auto id = open();
  settle();
  ASSERT_EQ(asked(id), first);
  EXPECT_EQ(offers_to(at.reading(), first).front().expires_at, at.clock.now() + offer_time);
  EXPECT_TRUE(accepts(first, id));
  EXPECT_EQ(now(id).stage, Stage::assigned);
  EXPECT_EQ(now(id).assignee, first);
  pass_time(minutes{5});
  EXPECT_THAT(story(), ElementsAre("1 made", "1 accepted"));  // and its timer is gone
}

// Whoever comes later is asked as well: a state that changes brings the look, not only a conversation.
TEST_P(Offers, FollowWhenSomebodyBecomesAvailable) {
  const auto id = open();
  settle();
  becomes(second, State::available);
  settle();
  EXPECT_EQ(asked(id), second);
}

TEST_P(Offers, FallThroughToTheNextAndComeBackAfterTheRound) {
  becomes(first, State::available);
  at.clock.advance(seconds{1});
  becomes(second, State::available);
  const auto id = open();
  settle();
  EXPECT_EQ(asked(id), first);  // idle longer
  EXPECT_TRUE(declines(first, id));
  settle();
  EXPECT_EQ(asked(id), second);
  EXPECT_EQ(offer_of(at.reading(), id)->tries, 2);
  pass_time(offer_time);  // he lets it run out
  EXPECT_TRUE(asked(id).none());
  EXPECT_EQ(now(id).stage, Stage::queued);
  // The leases must live on: what is tested is the round.
  becomes(first, State::available);
  becomes(second, State::available);
  pass_time(seconds{59});
  EXPECT_TRUE(asked(id).none());
  becomes(first, State::available);
  becomes(second, State::available);
  pass_time(seconds{1});
  EXPECT_EQ(asked(id), first);  // asked longer ago
  EXPECT_THAT(story(), ElementsAre("1 made", "1 declined", "2 made", "2 expired", "over", "1 made"));
}

TEST_P(Offers, AreNoMoreThanThereIsRoom) {
  has_room_for(first, 2);
  becomes(first, State::available);
  const auto a = open(51);
  at.clock.advance(seconds{1});
  const auto b = open(52);
  at.clock.advance(seconds{1});
  const auto c = open(53);
  settle();
  EXPECT_EQ(count_offers(at.reading(), first), 2);
  EXPECT_TRUE(asked(c).none());
  EXPECT_TRUE(accepts(first, a));
  EXPECT_TRUE(accepts(first, b));
  settle();
  EXPECT_TRUE(asked(c).none());
  EXPECT_TRUE(resolves(first, a));
  settle();
  EXPECT_EQ(asked(c), first);
}

// Accepting and being asked again in one batch: what is accepted there is not in the table yet, and must be counted all the same.
TEST_P(Offers, CountWhatTheSameBatchHasAccepted) {
  has_room_for(first, 1);
  becomes(first, State::available);
  const auto a = open(51);
  at.clock.advance(seconds{1});
  const auto b = open(52);
  settle();
  ASSERT_EQ(asked(a), first);
  bool offered = true;
  const auto want_both = [&](writer::Tx& tx) {
    routing::want(tx, a, first);
    routing::want(tx, b, first);
  };
  at.lane->submit(writer::command<conversation::Moved>(
      {}, want_both, [&](writer::Tx& tx) { return accept(tx, a, access::directory(tx).viewer(first)); }, [](const auto&) {}));
  at.lane->submit(writer::command<int>(
      {}, want_both,
      [&](writer::Tx& tx) -> Result<int> {
        offered = offer(tx, b, first);
        return 0;
      },
      [](const auto&) {}));
  while (at.lane->step()) {
  }
  EXPECT_EQ(now(a).assignee, first);
  EXPECT_FALSE(offered);
}

TEST_P(Offers, TheMostUrgentIsFirst) {
  has_room_for(first, 1);
  (void)open(51);
  at.clock.advance(seconds{5});
  const auto urgent = open(52);
  ASSERT_TRUE(as<>(first, urgent, [&](writer::Tx& tx, const access::Viewer& me) { return conversation::set_priority(tx, urgent, me, 4); }));
  becomes(first, State::available);
  settle();
  EXPECT_EQ(asked(urgent), first);
}

TEST_P(Offers, EndWhenItIsTakenByHandOrResolved) {
  becomes(first, State::available);
  const auto id = open(51);
  settle();
  ASSERT_EQ(asked(id), first);
  ASSERT_TRUE(takes(second, id));
  const auto late = accepts(first, id);  // before anybody withdrew it
  EXPECT_EQ(status(late), 409);
  EXPECT_EQ(now(id).assignee, second);
  settle();
  EXPECT_THAT(story(), ElementsAre("1 made", "1 withdrawn"));
  const auto other = open(52);
  settle();
  ASSERT_EQ(asked(other), first);
  ASSERT_TRUE(at.run<int>(
      [&](writer::Tx& tx) {
        conversation::resolve_as_system(tx, other);
        return 0;
      },
      [&](writer::Tx& tx) { conversation::want(tx, other); }));
  settle();
  EXPECT_TRUE(asked(other).none());
  EXPECT_THAT(story(), ElementsAre("1 made", "1 withdrawn", "1 made", "1 withdrawn"));
}

TEST_P(Offers, GoToAnotherWhenHeIsNoLongerAvailable) {
  becomes(first, State::available);
  const auto id = open();
  settle();
  becomes(second, State::available);
  becomes(first, State::on_break);
  settle();
  EXPECT_EQ(asked(id), second);
  EXPECT_THAT(story(), ElementsAre("1 made", "1 withdrawn", "2 made"));
}

TEST_P(Offers, AreAnsweredByWhomTheyWereMadeTo) {
  becomes(first, State::available);
  const auto id = open();
  settle();
  EXPECT_EQ(status(accepts(second, id)), 409);
  EXPECT_EQ(status(declines(second, id)), 409);
  const auto stranger = at.person("stranger");  // belongs to no inbox
  EXPECT_EQ(status(accepts(stranger, id)), 404);
  EXPECT_EQ(status(accepts(first, ConversationId{77})), 404);
  EXPECT_TRUE(accepts(first, id));
  EXPECT_EQ(status(accepts(first, id)), 409);
}

class NoOffers : public Trial {
 protected:
  NoOffers() : Trial({.enabled = false}) {}
};
INSTANTIATE_TEST_SUITE_P(Engines, NoOffers, trial::both_engines(), trial::engine_label);

TEST_P(NoOffers, WhenTheCompanyWantsNone) {
  becomes(first, State::available);
  (void)open();
  settle();
  EXPECT_THAT(story(), IsEmpty());
}

}  // namespace
}  // namespace zhiyin::routing
