// Inner facts reach colleagues who follow, each once and in order; and a desk knows at every moment what it may still be told.
#include "desk/inner_hub.hpp"

#include <gmock/gmock.h>

#include "desk/inner_wire.hpp"
#include "desk/sight.hpp"

namespace zhiyin::desk {
namespace {

using testing::ElementsAre;

constexpr ConversationId here{11};
constexpr ConversationId elsewhere{12};
const Person wang{PersonKind::agent, 9, "Wang"};
const Person chen{PersonKind::agent, 8, "Chen"};

journal::Entry entry(ConversationId id, std::int64_t revision, event::InnerChange change, TeamId team = {}) {
  return event::write(event::InnerFact{.conversation = id,
                                       .revision = revision,
                                       .at = from_millis(1'795'258'387'042),
                                       .contact = ContactId{5},
                                       .inbox = InboxId{1},
                                       .team = team,
                                       .assignee = AgentId{9},
                                       .change = std::move(change)});
}

class Told final : public InnerSubscriber {
 public:
  void on_inner(const InnerRelayed& relayed, const InnerBatch& /*batch*/) override {
    revisions.push_back(relayed.fact.revision);
    if (leave != nullptr) {
      leave->unfollow(relayed.fact.conversation, *this);
    }
  }
  std::vector<std::int64_t> revisions;
  InnerBoard* leave = nullptr;
};

TEST(InnerBoard, TellsThoseWhoFollowAndNobodyElse) {
  InnerBoard board;
  Told follows;
  Told other;
  Told leaves;
  leaves.leave = &board;
  board.follow(here, follows);
  board.follow(here, follows);  // again is not twice
  board.follow(here, leaves);
  board.follow(elsewhere, other);
  journal::Entry sent;
  sent.kind = "message_sent";
  sent.envelope = "{}";
  board.tell(inner_batch({entry(here, 1, event::PriorityChanged{1, wang}), sent, entry(here, 2, event::Woken{wang})}));
  EXPECT_THAT(follows.revisions, ElementsAre(1, 2));
  EXPECT_THAT(leaves.revisions, ElementsAre(1)) << "who leaves while he is told is told no more";
  EXPECT_THAT(other.revisions, ElementsAre());
}

std::string told(event::InnerChange change) {
  return *inner_batch({entry(here, 3, std::move(change), TeamId{4})})->front().frame;
}

TEST(InnerWire, Facts) {
  const std::string begin = R"({"t":"inner","conversation":"000000000000b","irev":3,"at":"2026-11-21T10:53:07.042Z",)";
  const std::string w = R"({"kind":"agent","id":"0000000000009","name":"Wang"})";
  const std::string c = R"({"kind":"agent","id":"0000000000008","name":"Chen"})";
  EXPECT_EQ(told(event::NoteWritten{2, wang, "n-1", "look", {chen}}),
            begin + R"("kind":"note","note":{"irev":3,"after_seq":2,"author":)" + w +
                R"(,"client_id":"n-1","at":"2026-11-21T10:53:07.042Z","text":"look","mentions":[)" + c + "]}}");
  EXPECT_EQ(told(event::LabelsChanged{{"a", "b"}, wang}), begin + R"("kind":"labels","labels":["a","b"],"by":)" + w + "}");
  EXPECT_EQ(told(event::PriorityChanged{4, wang}), begin + R"("kind":"priority","priority":4,"by":)" + w + "}");
  EXPECT_EQ(told(event::Snoozed{from_millis(1'795'258'387'042), wang}),
            begin + R"("kind":"snoozed","snoozed_until":"2026-11-21T10:53:07.042Z","by":)" + w + "}");
  EXPECT_EQ(told(event::Woken{wang}), begin + R"("kind":"woken","by":)" + w + "}");
  EXPECT_EQ(told(event::TeamChanged{TeamId{4}, wang}), begin + R"("kind":"team","team":"0000000000004","by":)" + w + "}");
  EXPECT_EQ(told(event::ParticipantJoined{chen, wang}),
            begin + R"("kind":"joined","participant":{"who":)" + c + R"(,"since":"2026-11-21T10:53:07.042Z"},"by":)" + w + "}");
  EXPECT_EQ(told(event::ParticipantLeft{chen, wang}), begin + R"("kind":"left","who":)" + c + R"(,"by":)" + w + "}");
}

TEST(InnerWire, Objects) {
  EXPECT_EQ(inner_object({.revision = 0, .team = {}, .labels = {}, .participants = {}, .snoozed_until = {}, .notes = {}}),
            R"({"irev":0,"team":null,"priority":0,"labels":[],"participants":[],"snoozed_until":null,"notes_after":0,"notes":[]})");
  EXPECT_EQ(gone(here), R"({"t":"gone","conversation":"000000000000b"})");
}

// Invariant I7: what an agent may be told is known from the facts themselves, before they are passed on.
TEST(Sight, FollowsOwnerTeamAndParticipants) {
  const auto viewer = [](std::int64_t id, std::vector<InboxId> inboxes) {
    return access::Viewer{.person = AgentId{id},
                          .name = "",
                          .rights = identity::rights_of(identity::Role::agent),
                          .inboxes = std::move(inboxes),
                          .teams = {}};
  };
  const auto member = viewer(7, {InboxId{1}});
  const auto guest = viewer(8, {});
  const auto owner = viewer(9, {});
  Sight sight{{.id = here, .inbox = InboxId{1}, .assignee = AgentId{9}, .revision = 5, .inner_revision = 2}, {}};
  const auto apply = [&](std::int64_t revision, event::InnerChange change, TeamId team = {}) {
    sight.apply(*event::read_inner(entry(here, revision, std::move(change), team)));
  };
  EXPECT_TRUE(sight.shows(member) && sight.shows(owner) && !sight.shows(guest));
  apply(2, event::ParticipantJoined{chen, wang});
  EXPECT_FALSE(sight.shows(guest)) << "the picture knew of that, and of what came after";
  apply(3, event::ParticipantJoined{chen, wang});
  EXPECT_TRUE(sight.shows(guest));
  apply(4, event::TeamChanged{TeamId{4}, wang}, TeamId{4});
  EXPECT_FALSE(sight.shows(member));
  apply(5, event::ParticipantLeft{chen, wang}, TeamId{4});
  EXPECT_FALSE(sight.shows(guest));
  sight.apply(event::ConversationFact{.conversation = here, .revision = 6, .assignee = {}, .change = event::ReceiptMoved{}});
  EXPECT_FALSE(sight.shows(owner));
}

}  // namespace
}  // namespace zhiyin::desk
