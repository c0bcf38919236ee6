#include "access/viewer.hpp"

#include <gtest/gtest.h>

#include <array>

namespace zhiyin::access {
namespace {

using identity::Role;

constexpr AgentId me{7};
constexpr AgentId other{8};

struct Row {
  const char* reason = "";
  Role role{};
  bool of_inbox = false;
  bool of_team = false;
  TeamId team;    // the conversation's
  AgentId owner;  // likewise
  bool invited = false;
  bool seen = false;
};

constexpr TeamId none{};
constexpr TeamId team{3};
constexpr AgentId nobody{};

TEST(Sees, TheRuleAsATable) {
  const std::array rows{
      Row{"a member of the inbox sees what waits for no team", Role::agent, true, false, none, nobody, false, true},
      Row{"and what is a colleague's", Role::agent, true, false, none, other, false, true},
      Row{"not what is another team's", Role::agent, true, false, team, nobody, false, false},
      Row{"but what is his team's", Role::agent, true, true, team, nobody, false, true},
      Row{"the team alone does not open the inbox", Role::agent, false, true, team, nobody, false, false},
      Row{"nor does working here", Role::agent, false, false, none, nobody, false, false},
      Row{"the owner sees it, wherever it went", Role::agent, false, false, team, me, false, true},
      Row{"so does who was invited", Role::agent, false, false, team, other, true, true},
      Row{"a supervisor has no more than his places", Role::supervisor, true, false, team, nobody, false, false},
      Row{"quality reads in its inboxes", Role::quality, true, false, none, other, false, true},
      Row{"an administrator sees all", Role::administrator, false, false, team, other, false, true},
      Row{"a planner sees none, not even as its owner", Role::planner, true, true, team, me, true, false},
  };
  for (const auto& row : rows) {
    Viewer viewer{.person = me, .name = "", .rights = identity::rights_of(row.role), .inboxes = {}, .teams = {}};
    if (row.of_inbox) {
      viewer.inboxes = {InboxId{1}, InboxId{2}};
    }
    if (row.of_team) {
      viewer.teams = {team};
    }
    const std::array invited{other, me};
    const auto participants = row.invited ? std::span<const AgentId>{invited} : std::span<const AgentId>{};
    EXPECT_EQ(sees(viewer, {InboxId{2}, row.team, row.owner, participants}), row.seen) << row.reason;
  }
}

// Whoever lost his rights sees nothing, whatever still names him.
TEST(Sees, WithoutRightsNothing) {
  const Viewer viewer{.person = me, .name = "", .rights = {}, .inboxes = {InboxId{2}}, .teams = {team}};
  EXPECT_FALSE(sees(viewer, {InboxId{2}, team, me, {}}));
}

// A conversation without owner must not match a viewer without a person (a service token).
TEST(Sees, NobodyIsNotTheOwner) {
  const Viewer viewer{.person = {}, .name = "", .rights = identity::rights_of(Role::agent), .inboxes = {}, .teams = {}};
  EXPECT_FALSE(sees(viewer, {InboxId{2}, none, nobody, {}}));
}

}  // namespace
}  // namespace zhiyin::access
