// An inner fact comes back from the log as it went in; its envelope outlives its owner's erasure; and whoever reads facts for visitors does
// not even see it.
#include "event/inner.hpp"

#include <gmock/gmock.h>

#include "event/conversation.hpp"

namespace zhiyin::event {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

const Person visitor{PersonKind::visitor, 7'000'000'000'000'007, "SECRET name"};
const Person wang{PersonKind::agent, 9, "Wang \"the\" agent"};
const Person chen{PersonKind::agent, 8, "Chen"};

journal::Entry entry_of(InnerChange change) {
  return write(InnerFact{.pos = 0,
                         .conversation = ConversationId{11},
                         .revision = 3,
                         .at = from_millis(1'800'000'000'123),
                         .contact = ContactId{visitor.id},
                         .inbox = InboxId{2},
                         .team = TeamId{4},
                         .assignee = AgentId{9},
                         .change = std::move(change)});
}

template <class Change>
Change there_and_back(Change change) {
  auto entry = entry_of(std::move(change));
  EXPECT_EQ(entry.owner, visitor.id);
  EXPECT_EQ(entry.retention, journal::Retention::conversation);
  entry.pos = 42;
  const auto fact = read_inner(entry);
  EXPECT_TRUE(fact.has_value());
  EXPECT_EQ(fact->pos, 42);
  EXPECT_EQ(fact->conversation, ConversationId{11});
  EXPECT_EQ(fact->revision, 3);
  EXPECT_EQ(fact->at, from_millis(1'800'000'000'123));
  EXPECT_EQ(fact->contact, ContactId{visitor.id});
  EXPECT_EQ(fact->inbox, InboxId{2});
  EXPECT_EQ(fact->team, TeamId{4});
  EXPECT_EQ(fact->assignee, AgentId{9});
  return std::get<Change>(fact->change);
}

TEST(InnerFacts, ComeBack) {
  const auto note = there_and_back(NoteWritten{5, wang, "n-1", "two\nlines, \"quoted\" 你好", {chen, wang}});
  EXPECT_EQ(note.after_seq, 5);
  EXPECT_EQ(note.author, wang);
  EXPECT_EQ(note.client_id, "n-1");
  EXPECT_EQ(note.text, "two\nlines, \"quoted\" 你好");
  EXPECT_THAT(note.mentions, ElementsAre(chen, wang));
  EXPECT_THAT(there_and_back(LabelsChanged{{"refund", "vip"}, wang}).labels, ElementsAre("refund", "vip"));
  EXPECT_THAT(there_and_back(LabelsChanged{{}, wang}).labels, ElementsAre());
  EXPECT_EQ(there_and_back(PriorityChanged{4, wang}).priority, 4);
  EXPECT_EQ(there_and_back(Snoozed{from_millis(77), wang}).until, from_millis(77));
  EXPECT_EQ(there_and_back(Woken{visitor}).by.id, visitor.id);
  EXPECT_EQ(there_and_back(TeamChanged{TeamId{4}, wang}).team, TeamId{4});
  EXPECT_EQ(there_and_back(ParticipantJoined{chen, wang}).who, chen);
  EXPECT_EQ(there_and_back(ParticipantLeft{chen, wang}).by, wang);
}

TEST(InnerFacts, KeepTheContactsWordsOutOfTheEnvelope) {
  for (const auto& change :
       std::initializer_list<InnerChange>{NoteWritten{1, wang, "n", "SECRET", {}}, LabelsChanged{{"SECRET"}, wang}, Woken{visitor}}) {
    EXPECT_THAT(entry_of(change).envelope, Not(HasSubstr("SECRET")));
  }
}

// The relay to visitors reads the log with event::read alone.
TEST(InnerFacts, AreNothingToTheReaderOfPublicFactsNorTheOtherWayRound) {
  EXPECT_FALSE(read(entry_of(NoteWritten{1, wang, "n", "words", {}})).has_value());
  EXPECT_FALSE(read(entry_of(ParticipantLeft{chen, wang})).has_value());
  journal::Entry sent;
  sent.kind = "message_sent";
  sent.envelope = "{}";
  EXPECT_FALSE(read_inner(sent).has_value());
}

}  // namespace
}  // namespace zhiyin::event
