// The life of a conversation between several people: one owner, one clear outcome, nobody told of what he may not see.
#include "conversation/life_trial.hpp"

namespace zhiyin::conversation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using testing::ElementsAre;

class Lives : public Life {};
INSTANTIATE_TEST_SUITE_P(Engines, Lives, trial::both_engines(), trial::engine_label);
/// Where the engine makes no difference.
class LifeRules : public Life {};
INSTANTIATE_TEST_SUITE_P(Engines, LifeRules, testing::Values(db::Engine::sqlite), trial::engine_label);

// Two supervisors who saw the same give it to two agents: the first wins, the second is told to look again.
TEST_P(Lives, TwoWhoAssignAtOnceHaveOneOutcome) {
  open();
  const auto seen = now().revision;
  const auto first = run<>([&](writer::Tx& tx) { return assign(tx, id, &boss, wang.person, directory, seen); });
  const auto second = run<>([&](writer::Tx& tx) { return assign(tx, id, &boss, chen.person, directory, seen); });
  EXPECT_TRUE(first);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::stale);
  EXPECT_EQ(now().assignee, wang.person);
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return assign(tx, id, &boss, chen.person, directory, {}); })), 409) << "not without looking";
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return assign(tx, id, &boss, chen.person, directory, now().revision); })), 0);
  EXPECT_EQ(now().assignee, chen.person);
}

TEST_P(Lives, TwoWhoAcceptOneOfferHaveOneOutcome) {
  open();
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return accept(tx, id, wang); }));
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return accept(tx, id, chen); })), 409);
  EXPECT_EQ(now().assignee, wang.person);
}

TEST_P(LifeRules, WhoDoesNotSeeItIsToldThatItIsNotThere) {
  open_for(wang);
  const auto before = now();
  const auto all = std::to_array<Result<Moved>>({
      run<>([&](writer::Tx& tx) { return take(tx, id, stranger, before.revision); }),
      run<>([&](writer::Tx& tx) { return resolve(tx, id, stranger, {}); }),
      run<>([&](writer::Tx& tx) { return write_note(tx, id, stranger, {.words = {.client_id = "n", .text = "x"}}, directory); }),
      run<>([&](writer::Tx& tx) { return leave(tx, id, stranger, wang.person); }),
      run<>([&](writer::Tx& tx) { return invite(tx, id, stranger, stranger.person, directory); }),
      run<>([&](writer::Tx& tx) { return snooze(tx, id, stranger, at.clock.now() + hours{1}); }),
      run<>([&](writer::Tx& tx) { return reopen(tx, id, stranger); }),
      run<>([&](writer::Tx& tx) { return edit(tx, id, stranger, 1, "x"); }),
      run<>([&](writer::Tx& tx) { return set_priority(tx, id, stranger, 1); }),
  });
  for (const auto& one : all) {
    ASSERT_FALSE(one);
    EXPECT_EQ(one.error().code, ErrorCode::not_found);
    EXPECT_EQ(one.error().what, "there is no such conversation") << "as for one that does not exist";
  }
  EXPECT_EQ(status(says(stranger, "s1")), 404);
  EXPECT_EQ(now().revision, before.revision);
}

TEST_P(LifeRules, WhoSeesItWithoutTheRightIsForbidden) {
  open();
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return take(tx, id, reader, {}); })), 403);
  EXPECT_EQ(status(says(reader, "r1")), 403);
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return assign(tx, id, &wang, chen.person, directory, {}); })), 403);
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return assign(tx, id, &boss, reader.person, directory, {}); })), 422) << "he cannot answer";
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return assign(tx, id, &boss, AgentId{77}, directory, {}); })), 422);
}

// An invited colleague of another inbox sees it, speaks, mentions nobody strange, and is gone when he leaves.
TEST_P(Lives, AnInvitedColleagueTakesPartUntilHeLeaves) {
  open_for(wang);
  EXPECT_EQ(status(says(stranger, "s0")), 404);
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return invite(tx, id, wang, stranger.person, directory); }));
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return invite(tx, id, wang, stranger.person, directory); })) << "again changes nothing";
  EXPECT_EQ(now().invited, 1);
  EXPECT_EQ(status(says(stranger, "s1")), 0);
  EXPECT_EQ(now().assignee, wang.person) << "speaking does not take it";
  EXPECT_EQ(status(says(chen, "c1")), 403) << "who was not invited only looks on";
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return leave(tx, id, chen, stranger.person); })), 403);
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return leave(tx, id, stranger, stranger.person); }));
  EXPECT_EQ(status(says(stranger, "s2")), 404);
  EXPECT_THAT(inner_facts(), ElementsAre("1 inner_joined", "2 inner_left"));
  EXPECT_EQ(now().invited, 0);
  EXPECT_THAT(inner().participants, testing::IsEmpty());
}

TEST_P(Lives, AParticipantWhoBecomesOwnerIsNoParticipantAnyMore) {
  open_for(wang);
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return invite(tx, id, wang, chen.person, directory); }));
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return transfer_to_agent(tx, id, wang, chen.person, directory, {}); }));
  EXPECT_EQ(now().assignee, chen.person);
  EXPECT_EQ(now().invited, 0);
  EXPECT_EQ(status(says(wang, "w1")), 403) << "one owner";
}

TEST_P(Lives, ATransferToATeamWaitsForThatTeamOnly) {
  open_for(wang);
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return transfer_to_team(tx, id, chen, trial_team, directory, {}); })), 403);
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return transfer_to_team(tx, id, wang, trial_team, directory, {}); }));
  EXPECT_EQ(now().stage, Stage::queued);
  EXPECT_EQ(now().team, trial_team);
  EXPECT_EQ(status(says(wang, "w1")), 404) << "another team's";
  EXPECT_EQ(status(says(expert, "e1")), 0);
  EXPECT_EQ(now().assignee, expert.person);
  EXPECT_THAT(inner_facts(), ElementsAre("1 inner_team"));
}

TEST_P(Lives, AnOwnerWhoIsGoneLeavesItToTheQueue) {
  open_for(wang);
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return requeue(tx, id, nullptr); }));
  EXPECT_EQ(now().stage, Stage::queued);
  EXPECT_TRUE(now().assignee.none());
  EXPECT_EQ(status(says(wang, "w1")), 0) << "his message, should he come back, takes it again";
}

TEST_P(Lives, WrapUpEndsByItsTimerOrByTheCustomer) {
  open_for(wang);
  EXPECT_TRUE(resolves(wang, minutes{5}));
  EXPECT_EQ(now().stage, Stage::wrap_up);
  EXPECT_EQ(now().assignee, wang.person);
  EXPECT_EQ(status(says(wang, "w1")), 409);
  visitor_says("v2");
  EXPECT_EQ(now().stage, Stage::assigned);
  EXPECT_EQ(now().assignee, wang.person) << "back to the one who had it";
  at.clock.advance(minutes{6});
  EXPECT_EQ(fire_timers(), 0) << "the timer went with the wrap-up";
  EXPECT_TRUE(resolves(wang, minutes{5}));
  at.clock.advance(minutes{6});
  EXPECT_EQ(fire_timers(), 1);
  EXPECT_EQ(now().stage, Stage::resolved);
  visitor_says("v3");
  EXPECT_EQ(now().stage, Stage::queued);
}

TEST_P(Lives, SleepsUntilItsTimeOrACustomersMessage) {
  open_for(wang);
  const auto until = at.clock.now() + hours{5};
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return snooze(tx, id, chen, until); })), 403);
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return snooze(tx, id, wang, at.clock.now()); })), 422);
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return snooze(tx, id, wang, until); }));
  EXPECT_EQ(now().snoozed_until, until);
  EXPECT_EQ(status(says(wang, "w1")), 0);
  EXPECT_TRUE(now().snoozed()) << "its owner's words do not wake it";
  visitor_says("v2");
  EXPECT_FALSE(now().snoozed());
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return snooze(tx, id, wang, until); }));
  at.clock.advance(hours{5});
  EXPECT_EQ(fire_timers(), 1);
  EXPECT_FALSE(now().snoozed());
  EXPECT_EQ(now().assignee, wang.person) << "its owner keeps it";
  EXPECT_THAT(inner_facts(), ElementsAre("1 inner_snoozed", "2 inner_woken", "3 inner_snoozed", "4 inner_woken"));
}

TEST_P(Lives, AnAgentOpensTheNewestOneAgainAndNoOther) {
  open_for(wang);
  EXPECT_TRUE(resolves(wang));
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return reopen(tx, id, chen); }));
  EXPECT_EQ(now().stage, Stage::assigned);
  EXPECT_EQ(now().assignee, chen.person);
  EXPECT_TRUE(resolves(chen));
  const auto old = id;
  at.clock.advance(minutes{1});
  open("v2");
  EXPECT_NE(id, old);
  id = old;
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return reopen(tx, id, chen); })), 409) << "the customer's page shows the newer one";
}

// The owner and an invited colleague write at once: the second is told before his words are stored.
TEST_P(Lives, ACollisionIsNoticed) {
  open_for(wang);
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return invite(tx, id, wang, chen.person, directory); }));
  EXPECT_EQ(status(says(wang, "w1", 1)), 0);
  const auto late = says(chen, "c1", 1);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::stale);
  EXPECT_EQ(status(says(chen, "c1", 1, true)), 0) << "unless he wants it";
  EXPECT_EQ(status(says(chen, "c2", 2)), 0) << "his own words are no collision";
  visitor_says("v2");
  EXPECT_EQ(status(says(chen, "c3", 4)), 0) << "nor are the customer's";
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) {
              return write_note(tx, id, wang, {.words = {.client_id = "n1", .text = "x", .seen_seq = 2}}, directory);
            })),
            409);
}

TEST_P(Lives, AnEditKeepsWhatWasSaidBefore) {
  open_for(wang);
  EXPECT_EQ(status(says(wang, "w1")), 0);
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return edit(tx, id, chen, 2, "other"); })), 403) << "not his words";
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return edit(tx, id, wang, 1, "other"); })), 403) << "the customer's";
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return edit(tx, id, wang, 9, "other"); })), 404);
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return edit(tx, id, wang, 2, " "); })), 422);
  const auto before = now().revision;
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return edit(tx, id, wang, 2, "better words"); }));
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return edit(tx, id, wang, 2, "better words"); })) << "the same again changes nothing";
  EXPECT_EQ(now().revision, before + 1);
  EXPECT_EQ(now().last_text, "better words");
  const auto changed = changes_after(at.reading(), id, before);
  ASSERT_EQ(changed->entries.size(), 1U) << "who resumes gets it";
  EXPECT_EQ(changed->entries[0].text, "better words");
  EXPECT_EQ(changed->entries[0].revision, before + 1);
  EXPECT_NE(to_millis(changed->entries[0].edited_at), 0);
  EXPECT_TRUE(says(wang, "w1")->again) << "sent again it is still the same message";
  at.clock.advance(minutes{16});
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return edit(tx, id, wang, 2, "too late"); })), 409);
}

// Both in one batch: the message is not in the store yet.
TEST_P(Lives, AnEditInTheBatchOfItsMessage) {
  open_for(wang);
  const auto done = run<>(
      [&](writer::Tx& tx) -> Result<Moved> {
        EXPECT_TRUE(say_as_agent(tx, id, wang, {.client_id = "w1", .text = "first"}));
        return edit(tx, id, wang, 2, "second");
      },
      "w1", wang.person.value());
  EXPECT_TRUE(done);
  EXPECT_EQ(snapshot(at.reading(), id)->entries[1].text, "second");
}

TEST_P(LifeRules, TheBotSpeaksWhileItIsItsAndHandsOver) {
  open();
  const Person bot{PersonKind::agent, 99, "Bot"};
  const auto bot_says = [&](const std::string& client_id) {
    return run<Said>([&](writer::Tx& tx) { return say_as_bot(tx, id, bot, {.client_id = client_id, .text = "words"}); }, client_id, bot.id);
  };
  EXPECT_EQ(status(bot_says("b1")), 409);
  (void)run<int>([&](writer::Tx& tx) -> Result<int> {
    auto* row = tx.shelf<ConversationShelf>().find(id);
    row->changed = true;
    row->conversation.stage = Stage::bot;
    return 0;
  });
  EXPECT_EQ(status(bot_says("b2")), 0);
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return hand_over(tx, id, nullptr); }));
  EXPECT_EQ(now().stage, Stage::queued);
  EXPECT_EQ(status(bot_says("b3")), 409);
}

}  // namespace
}  // namespace zhiyin::conversation
