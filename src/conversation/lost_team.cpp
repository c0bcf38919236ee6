#include "conversation/lost_team.hpp"

#include <array>
#include <vector>

#include "access/hold.hpp"
#include "conversation/acting.hpp"
#include "conversation/store.hpp"

namespace zhiyin::conversation {
namespace {

constexpr db::Statement others_of_team{
    "others_of_team", "SELECT count(*) FROM conversation AS c WHERE c.stage <> 3 AND c.team = $1 AND NOT (c.id {among:2})"};
constexpr std::array<const db::Statement*, 1> all_statements{&others_of_team};

}  // namespace

std::span<const db::Statement* const> lost_team_statements() {
  return all_statements;
}

std::int64_t open_of_team(writer::Tx& tx, TeamId team) {
  std::vector<std::int64_t> ours;  // what this batch has changed is not in the table yet
  std::int64_t count = 0;
  tx.shelf<ConversationShelf>().each([&](const Conversation& c) {
    ours.push_back(c.id.value());
    count += c.team == team && c.stage != Stage::resolved ? 1 : 0;
  });
  return count + tx.session().query(others_of_team, {team.value(), std::span<const std::int64_t>{ours}}).number(0, 0);
}

std::int64_t leave_lost_team(writer::Tx& tx, ConversationId id) {
  auto* row = tx.shelf<ConversationShelf>().find(id);
  require(row != nullptr, "the conversation that began again was loaded");
  auto& c = row->conversation;
  if (!c.team.none() && access::hold(tx).team(c.team) == nullptr) {
    c.team = TeamId{};
    record_inner(tx, *row, event::TeamChanged{c.team, nobody_in_particular});
  }
  return c.inner_revision;
}

}  // namespace zhiyin::conversation
