// Somebody vanishes with conversations in hand: nobody waits for him.
#include "inbox/service.hpp"
#include "routing/routing_trial.hpp"

namespace zhiyin::routing {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using team::State;
using testing::HasSubstr;
using testing::SizeIs;

constexpr Millis lease = team::Settings{}.lease;

class Vanishing : public Trial {
 protected:
  Vanishing() : Trial({.lost_grace = minutes{1}}) {}
  ConversationId in_hand(AgentId agent, std::int64_t contact) {
    const auto id = open(contact);
    EXPECT_TRUE(takes(agent, id));
    return id;
  }
  [[nodiscard]] std::vector<conversation::Note> notes(ConversationId id) { return conversation::inner_of(at.reading(), now(id)).notes; }
};
INSTANTIATE_TEST_SUITE_P(Engines, Vanishing, trial::both_engines(), trial::engine_label);

TEST_P(Vanishing, GivesBackAfterTheGraceWithANote) {
  becomes(first, State::available);
  const auto one = in_hand(first, 51);
  const auto two = in_hand(first, 52);
  settle();
  pass_time(lease);  // his screen is silent
  ASSERT_EQ(team::find_state(at.reading(), first).reason, team::lost);
  EXPECT_EQ(now(one).assignee, first);  // he may come back
  pass_time(seconds{59});
  EXPECT_EQ(now(one).assignee, first);
  pass_time(seconds{1});
  for (const auto id : {one, two}) {
    EXPECT_EQ(now(id).stage, Stage::queued);
    EXPECT_TRUE(now(id).assignee.none());
    ASSERT_THAT(notes(id), SizeIs(1));
    EXPECT_THAT(notes(id).front().text, HasSubstr("Demo 01"));
  }
  pass_time(minutes{10});
  EXPECT_THAT(notes(one), SizeIs(1));
}

TEST_P(Vanishing, KeepsThemWhenHeIsBackInTime) {
  becomes(first, State::available);
  const auto id = in_hand(first, 51);
  settle();
  pass_time(lease);
  pass_time(seconds{59});
  becomes(first, State::available);
  pass_time(seconds{50});
  EXPECT_EQ(now(id).assignee, first);
  // A second silence has a grace of its own.
  pass_time(seconds{10});
  ASSERT_EQ(team::find_state(at.reading(), first).reason, team::lost);
  pass_time(seconds{59});
  EXPECT_EQ(now(id).assignee, first);
  pass_time(seconds{1});
  EXPECT_EQ(now(id).stage, Stage::queued);
}

TEST_P(Vanishing, EndsHisOffersAtOnce) {
  at.run<inbox::Inbox>([](writer::Tx& tx) { return inbox::change(tx, InboxId{1}, {.offer = minutes{10}}); }).value();
  becomes(first, State::available);
  const auto id = open();
  settle();
  ASSERT_EQ(asked(id), first);
  pass_time(lease);
  EXPECT_TRUE(asked(id).none());
  EXPECT_THAT(story(), testing::ElementsAre("1 made", "1 withdrawn"));
}

// A snoozed one is his until it wakes; then nobody would look at it.
TEST_P(Vanishing, GivesBackASleeperWhenItWakes) {
  becomes(first, State::available);
  const auto id = in_hand(first, 51);
  ASSERT_TRUE(
      as<>(first, id, [&](writer::Tx& tx, const access::Viewer& me) { return conversation::snooze(tx, id, me, tx.now() + minutes{30}); }));
  settle();
  pass_time(lease);
  pass_time(minutes{2});
  EXPECT_EQ(now(id).assignee, first);
  ASSERT_TRUE(at.run<conversation::Moved>([&](writer::Tx& tx) { return conversation::wake(tx, id, nullptr); },
                                          [&](writer::Tx& tx) { conversation::want(tx, id); }));
  settle();
  EXPECT_EQ(now(id).stage, Stage::queued);
}

// Whatever is put into the hands of somebody who has vanished comes back too.
TEST_P(Vanishing, GivesBackWhatIsAssignedToHimAfterwards) {
  becomes(first, State::available);
  settle();
  pass_time(lease);
  pass_time(minutes{2});
  const auto id = in_hand(first, 51);
  settle();
  EXPECT_EQ(now(id).stage, Stage::queued);
}

TEST_P(Vanishing, GoingHomeKeepsThem) {
  becomes(first, State::available);
  const auto id = in_hand(first, 51);
  becomes(first, State::offline);
  settle();
  pass_time(minutes{30});
  EXPECT_EQ(now(id).assignee, first);
}

TEST_P(Vanishing, OfADisabledPersonNeedsNoGrace) {
  const auto person = at.person("Wang");
  ASSERT_TRUE(at.run<inbox::Inbox>([&](writer::Tx& tx) { return inbox::set_people(tx, InboxId{1}, std::vector{person}); }));
  becomes(person, State::available);
  const auto id = in_hand(person, 51);
  settle();
  ASSERT_TRUE(at.run<identity::Member>([&](writer::Tx& tx) { return identity::change(tx, person, {.active = false}); }));
  settle();
  EXPECT_EQ(now(id).stage, Stage::queued);
}

class Returning : public Trial {
 protected:
  Returning() : Trial({.lost_grace = minutes{1}, .offline_requeues = true}) {}
};
INSTANTIATE_TEST_SUITE_P(Engines, Returning, trial::both_engines(), trial::engine_label);

TEST_P(Returning, WhenTheCompanyWantsThemBackFromWhoGoesHome) {
  becomes(first, State::available);
  const auto id = open();
  ASSERT_TRUE(takes(first, id));
  becomes(first, State::offline);
  settle();
  pass_time(seconds{59});
  EXPECT_EQ(now(id).assignee, first);
  pass_time(seconds{1});
  EXPECT_EQ(now(id).stage, Stage::queued);
  // Who never said that he is there keeps what he takes by hand.
  ASSERT_TRUE(takes(second, id));
  pass_time(minutes{10});
  EXPECT_EQ(now(id).assignee, second);
}

}  // namespace
}  // namespace zhiyin::routing
