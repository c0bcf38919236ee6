// What colleagues note: each change is one inner fact, numbered without gap, and the rows say the same.
#include "conversation/inner.hpp"

#include <array>

#include "conversation/life_trial.hpp"

namespace zhiyin::conversation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Notes : public Life {
 protected:
  Result<Moved> notes(const access::Viewer& who, const std::string& client_id, const std::string& text,
                      std::vector<AgentId> mentions = {}) {
    return run<>([&](writer::Tx& tx) {
      return write_note(tx, id, who, {.words = {.client_id = client_id, .text = text}, .mentions = mentions}, directory);
    });
  }
  Result<Moved> labels(const access::Viewer& who, std::vector<std::string_view> add, std::vector<std::string_view> remove = {}) {
    return run<>([&](writer::Tx& tx) { return change_labels(tx, id, who, add, remove); });
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Notes, trial::both_engines(), trial::engine_label);

TEST_P(Notes, AreNumberedAndMentionThoseWhoSeeThem) {
  open();
  const auto revision = now().revision;
  EXPECT_TRUE(notes(wang, "n1", "look at this", {chen.person, boss.person, chen.person}));
  EXPECT_TRUE(notes(reader, "n2", "quality may note")) << "he only reads, and may note";
  const auto strange = notes(wang, "n3", "and you", {stranger.person, chen.person, AgentId{77}});
  ASSERT_FALSE(strange);
  EXPECT_THAT(strange.error().what, HasSubstr("Stranger"));
  EXPECT_THAT(strange.error().what, HasSubstr(AgentId{77}.text()));
  EXPECT_THAT(strange.error().what, testing::Not(HasSubstr("Chen")));
  EXPECT_EQ(now().revision, revision) << "nothing that the customer would see";
  const auto seen = inner();
  EXPECT_EQ(seen.revision, 2);
  ASSERT_EQ(seen.notes.size(), 2U);
  EXPECT_EQ(seen.notes[0].text, "look at this");
  EXPECT_EQ(seen.notes[0].after_seq, 1);
  EXPECT_THAT(seen.notes[0].mentions, ElementsAre(Person{PersonKind::agent, 7, "Boss"}, Person{PersonKind::agent, 8, "Chen"}));
  EXPECT_THAT(inner_facts(), ElementsAre("1 inner_note", "2 inner_note"));
}

// The answer to a note can be lost like any other.
TEST_P(Notes, TheSameAgainIsStoredOnce) {
  open();
  const auto first = notes(wang, "n1", "words");
  const auto again = notes(wang, "n1", "words");
  ASSERT_TRUE(first && again);
  EXPECT_EQ(first->inner_revision, again->inner_revision);
  EXPECT_EQ(status(notes(wang, "n1", "other words")), 409);
  EXPECT_EQ(inner().notes.size(), 1U);
}

TEST_P(Notes, ResumeFromWhatIsKnown) {
  open();
  for (int i = 1; i <= 53; ++i) {
    ASSERT_TRUE(notes(wang, "n" + std::to_string(i), "note " + std::to_string(i)));
  }
  const auto fresh = inner();
  EXPECT_EQ(fresh.notes_after, 0);
  ASSERT_EQ(fresh.notes.size(), 50U);
  EXPECT_EQ(fresh.notes.front().irev, 4);
  const auto resumed = inner(51);
  EXPECT_EQ(resumed.notes_after, 51);
  EXPECT_EQ(resumed.notes.size(), 2U);
  EXPECT_EQ(inner(2).notes_after, 0) << "more than are shown: the newest";
  EXPECT_EQ(inner(99).notes_after, 0) << "a revision of another past";
  EXPECT_EQ(notes_before(at.reading(), id, 4, 50).size(), 3U);
}

TEST_P(Notes, LabelsAndPriority) {
  open();
  EXPECT_TRUE(labels(wang, {"vip", "refund"}));
  EXPECT_TRUE(labels(chen, {"refund"})) << "it is there";
  EXPECT_TRUE(labels(chen, {}, {"vip", "never"}));
  EXPECT_EQ(status(labels(wang, {"Not a slug"})), 422);
  EXPECT_EQ(status(labels(stranger, {"x"})), 404);
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return set_priority(tx, id, wang, 4); }));
  EXPECT_TRUE(run<>([&](writer::Tx& tx) { return set_priority(tx, id, chen, 4); }));
  EXPECT_EQ(status(run<>([&](writer::Tx& tx) { return set_priority(tx, id, wang, 5); })), 422);
  EXPECT_THAT(inner().labels, ElementsAre("refund"));
  EXPECT_EQ(inner().priority, 4);
  EXPECT_THAT(inner_facts(), ElementsAre("1 inner_labels", "2 inner_labels", "3 inner_priority"));
}

}  // namespace
}  // namespace zhiyin::conversation
