#include "sim/vanishing.hpp"

#include <array>
#include <vector>

#include "event/conversation.hpp"

namespace zhiyin::sim {
namespace {

constexpr db::Statement in_hand{"sim_in_hand", "SELECT c.id, c.snoozed_until FROM conversation AS c WHERE c.assignee = $1 AND c.stage = 2"};
constexpr db::Statement offered{"sim_offered", "SELECT o.conversation FROM offer AS o WHERE o.agent = $1"};
constexpr db::Statement left_behind{
    "sim_left_behind",
    "SELECT c.id, c.stage, c.assignee, c.snoozed_until, o.agent FROM conversation AS c LEFT JOIN offer AS o ON o.conversation = c.id WHERE "
    "c.id {among:1} ORDER BY c.id"};
constexpr std::array<const db::Statement*, 3> all_statements{&in_hand, &offered, &left_behind};

}  // namespace

db::ModuleStatements vanishing_statements() {
  return {all_statements, {}};
}

void Vanishing::gone(db::Session& reading, AgentId agent, Millis now) {
  ++figures_.agents;
  const auto held = reading.query(in_hand, {agent.value()});
  for (std::size_t i = 0; i < held.size(); ++i) {
    left_[ConversationId{held.number(i, 0)}] = {agent, now, false, held.number(i, 1) != 0};
  }
  const auto offers = reading.query(offered, {agent.value()});
  for (std::size_t i = 0; i < offers.size(); ++i) {
    left_[ConversationId{offers.number(i, 0)}] = {agent, now, true, false};
  }
  figures_.agents_with_work += held.empty() && offers.empty() ? 0 : 1;
  figures_.conversations += held.size();
  figures_.offers += offers.size();
}

void Vanishing::back(AgentId agent) {
  figures_.kept += std::erase_if(left_, [agent](const auto& one) { return one.second.agent == agent; });
}

void Vanishing::look(db::Session& reading, Millis now) {
  if (left_.empty()) {
    return;
  }
  std::vector<std::int64_t> ids;
  for (const auto& [id, left] : left_) {
    ids.push_back(id.value());
  }
  const auto rows = reading.query(left_behind, {std::span<const std::int64_t>{ids}});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto found = left_.find(ConversationId{rows.number(i, 0)});
    auto& left = found->second;
    const bool his = left.offered ? !rows.null(i, 4) && rows.number(i, 4) == left.agent.value()
                                  : static_cast<Stage>(rows.number(i, 1)) == Stage::assigned && rows.number(i, 2) == left.agent.value();
    const bool sleeps = !left.offered && rows.number(i, 3) != 0;
    if (!his && !left.asleep) {
      (left.offered ? figures_.offer_ms : figures_.conversation_ms).push_back((now - left.since).count());
    }
    if (!his) {
      left_.erase(found);
    } else if (sleeps != left.asleep) {
      left.asleep = sleeps;
      left.since = now;
    }
  }
}

}  // namespace zhiyin::sim
