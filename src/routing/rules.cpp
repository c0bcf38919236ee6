#include "routing/rules.hpp"

#include <algorithm>

#include "hours/schedule.hpp"

namespace zhiyin::routing {
namespace {

using identity::Right;

bool first_line(const access::Directory& directory, AgentId agent, InboxId id) {
  const auto* inbox = directory.inbox(id);
  if (inbox == nullptr) {
    return false;
  }
  return std::ranges::binary_search(inbox->people, agent) || std::ranges::any_of(inbox->teams, [&](TeamId each) {
           const auto* team = directory.team(each);
           return team != nullptr && !team->expert && std::ranges::binary_search(team->members, agent);
         });
}

}  // namespace

bool serves(const access::Directory& directory, AgentId agent, const Spot& at) {
  const auto& viewer = directory.viewer(agent);
  if (!viewer.may(Right::conversation_read) || !viewer.may(Right::conversation_reply) || !viewer.in(at.inbox)) {
    return false;
  }
  return at.team.none() ? first_line(directory, agent, at.inbox) : viewer.in(at.team);
}

std::vector<Pair> choose(std::span<const Waiter> waiting, std::vector<Free> agents, const Serves& serves, std::size_t pairs_max) {
  std::ranges::sort(agents, [](const Free& a, const Free& b) { return std::tie(a.idle_since, a.agent) < std::tie(b.idle_since, b.agent); });
  std::erase_if(agents, [](const Free& one) { return one.room <= 0; });
  std::vector<Pair> pairs;
  for (const auto& waiter : waiting) {
    if (agents.empty() || pairs.size() >= pairs_max) {
      break;
    }
    const auto found = std::ranges::find_if(agents, [&](const Free& one) {
      return std::ranges::find(waiter.passed, one.agent) == waiter.passed.end() && serves(one.agent, waiter.at);
    });
    if (found == agents.end()) {
      continue;
    }
    pairs.push_back({waiter.id, found->agent});
    std::rotate(found, found + 1, agents.end());  // he is the last now
    if (--agents.back().room == 0) {
      agents.pop_back();
    }
  }
  return pairs;
}

bool gone(const team::AgentState& state, const identity::Member* member, bool offline_requeues) {
  if (member != nullptr && !member->active) {
    return true;
  }
  return state.state == team::State::offline && state.revision > 0 && (state.reason == team::lost || offline_requeues);
}

Duty duty(const access::Directory& directory, std::span<const team::AgentState> states, const Spot& at, Time now) {
  const auto* inbox = directory.inbox(at.inbox);
  const auto* hours = inbox != nullptr && inbox->hours ? &*inbox->hours : nullptr;
  const bool open = hours == nullptr || hours::is_open(*hours, now);
  bool known = false;
  bool there = false;
  for (const auto& each : states) {
    if (serves(directory, each.agent, at)) {
      known = true;
      there = there || (open ? each.state != team::State::offline : each.state == team::State::available);
    }
  }
  const bool on = known ? there : open;
  return {.on = on, .opens = on || open ? std::nullopt : hours::opens_at(*hours, now)};
}

}  // namespace zhiyin::routing
