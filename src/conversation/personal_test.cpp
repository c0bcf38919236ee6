// One person's own: kept for him, seen by nobody else, told by no fact.
#include "conversation/personal.hpp"

#include "conversation/life_trial.hpp"
#include "conversation/quick_reply.hpp"

namespace zhiyin::conversation {
namespace {

class Own : public Life {
 protected:
  Result<QuickReplyId> keeps(const access::Viewer& who, QuickReply reply) {
    return run<QuickReplyId>([&](writer::Tx& tx) { return keep_reply(tx, who, reply); });
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Own, trial::both_engines(), trial::engine_label);

TEST_P(Own, ADraftIsThePersonsAndTheLastOneCounts) {
  open();
  const auto facts = journal::head(at.reading()).pos;
  const auto drafts = [&](const access::Viewer& who, std::string_view text) {
    return run<Draft>([&](writer::Tx& tx) { return save_draft(tx, id, who, text); });
  };
  EXPECT_TRUE(drafts(wang, "Dear"));
  EXPECT_TRUE(drafts(wang, "Dear Li"));
  EXPECT_TRUE(drafts(chen, "Hello"));
  EXPECT_EQ(status(drafts(stranger, "x")), 404);
  EXPECT_EQ(draft_of(at.reading(), id, wang.person)->text, "Dear Li");
  EXPECT_EQ(draft_of(at.reading(), id, chen.person)->text, "Hello");
  EXPECT_TRUE(drafts(wang, ""));
  EXPECT_FALSE(draft_of(at.reading(), id, wang.person).has_value());
  EXPECT_EQ(journal::head(at.reading()).pos, facts);
}

TEST_P(Own, AnUnreadMarkLowersWhatCountsAsRead) {
  open();
  const auto marks = [&](std::int64_t seq) { return run<UnreadMark>([&](writer::Tx& tx) { return mark_unread(tx, id, wang, seq); }); };
  EXPECT_TRUE(marks(1));
  EXPECT_EQ(unread_from_of(at.reading(), id, wang.person), 1);
  EXPECT_EQ(unread_from_of(at.reading(), id, chen.person), 0);
  EXPECT_EQ(status(marks(2)), 422) << "there is no such message";
  EXPECT_TRUE(marks(0));
  EXPECT_EQ(unread_from_of(at.reading(), id, wang.person), 0);
  EXPECT_EQ(read_for(5, 0), 5);
  EXPECT_EQ(read_for(5, 3), 2);
  EXPECT_EQ(read_for(5, 6), 5);
}

TEST_P(Own, QuickRepliesBelongToEverybodyATeamOrOne) {
  const auto reply = [](std::string shortcut, ReplyScope scope, std::int64_t owner) {
    return QuickReply{{}, std::move(shortcut), "en", scope, owner, "Thank you for waiting."};
  };
  EXPECT_EQ(status(keeps(wang, reply("wait", ReplyScope::everybody, 0))), 403);
  const auto shared = keeps(boss, reply("wait", ReplyScope::everybody, 0));
  EXPECT_TRUE(shared);
  EXPECT_EQ(status(keeps(boss, reply("wait", ReplyScope::everybody, 0))), 409) << "taken";
  EXPECT_TRUE(keeps(wang, reply("wait", ReplyScope::person, wang.person.value())));
  EXPECT_EQ(status(keeps(wang, reply("x", ReplyScope::person, chen.person.value()))), 403) << "not in another's name";
  // A team that one is not in: neither read nor written, whatever one's rights; who is in it writes with the right, and else only reads.
  const auto head = colleague(3, "Head", identity::Role::supervisor, {trial_team});
  const auto teams = keeps(head, reply("team", ReplyScope::team, trial_team.value()));
  ASSERT_TRUE(teams);
  auto mine = reply("team", ReplyScope::team, trial_team.value());
  mine.id = *teams;
  const auto root = colleague(2, "Root", identity::Role::administrator);
  EXPECT_EQ(status(keeps(boss, reply("new", ReplyScope::team, trial_team.value()))), 403);
  EXPECT_EQ(status(keeps(root, reply("new", ReplyScope::team, trial_team.value()))), 403);
  EXPECT_EQ(status(keeps(expert, reply("new", ReplyScope::team, trial_team.value()))), 403);
  EXPECT_EQ(status(keeps(root, reply("new", ReplyScope::team, 99))), 403) << "nobody is in a team that is not there";
  EXPECT_EQ(status(keeps(expert, mine)), 403);
  EXPECT_EQ(replies_for(at.reading(), root).size(), 1U);
  EXPECT_EQ(replies_for(at.reading(), wang).size(), 2U);
  EXPECT_EQ(replies_for(at.reading(), chen).size(), 1U);
  EXPECT_EQ(replies_for(at.reading(), expert).size(), 2U);
  const auto his = replies_for(at.reading(), wang).back().id;
  const auto drop = [&](const access::Viewer& who, QuickReplyId which) {
    return status(run<QuickReplyId>([&](writer::Tx& tx) { return drop_reply(tx, who, which); }));
  };
  EXPECT_EQ(drop(chen, his), 404) << "he does not see it";
  EXPECT_EQ(drop(root, *teams), 404) << "nor he that";
  EXPECT_EQ(drop(expert, *teams), 403);
  EXPECT_EQ(drop(head, *teams), 0);
  EXPECT_EQ(drop(wang, *shared), 403);
  EXPECT_EQ(drop(wang, his), 0);
  EXPECT_EQ(replies_for(at.reading(), wang).size(), 1U);
}

}  // namespace
}  // namespace zhiyin::conversation
