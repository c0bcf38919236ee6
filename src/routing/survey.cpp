#include "routing/survey.hpp"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "conversation/work.hpp"
#include "routing/store.hpp"
#include "team/reading.hpp"

namespace zhiyin::routing {
namespace {

using access::Directory;

struct Scene {
  const Directory& directory;
  std::vector<team::AgentState> states;
  std::vector<Offer> offers;
};

bool available(const Scene& scene, AgentId agent) {
  const auto found = std::ranges::lower_bound(scene.states, agent, {}, &team::AgentState::agent);
  return found != scene.states.end() && found->agent == agent && found->state == team::State::available;
}

std::set<AgentId> gone_people(const Scene& scene, bool offline_requeues) {
  std::set<AgentId> people;
  for (const auto& state : scene.states) {
    if (gone(state, scene.directory.member(state.agent), offline_requeues)) {
      people.insert(state.agent);
    }
  }
  for (const auto& [id, member] : scene.directory.members) {
    if (!member.active) {
      people.insert(id);
    }
  }
  return people;
}

std::vector<Pair> withdrawals(db::Session& session, const Scene& scene) {
  if (scene.offers.empty()) {
    return {};
  }
  std::vector<std::int64_t> ids;
  for (const auto& offer : scene.offers) {
    ids.push_back(offer.conversation.value());
  }
  std::unordered_map<ConversationId, conversation::Work> standing;
  for (const auto& work : conversation::standing(session, ids)) {
    standing.emplace(work.id, work);
  }
  std::vector<Pair> over;
  for (const auto& offer : scene.offers) {
    if (over.size() >= pairs_max) {
      break;
    }
    const auto found = standing.find(offer.conversation);
    if (found == standing.end()) {
      continue;
    }
    const auto& work = found->second;
    if (work.stage != Stage::queued || work.snoozed || !available(scene, offer.agent) ||
        !serves(scene.directory, offer.agent, {work.inbox, work.team})) {
      over.push_back({offer.conversation, offer.agent});
    }
  }
  return over;
}

std::vector<Free> free_agents(db::Session& session, const Scene& scene) {
  std::vector<std::int64_t> ids;
  for (const auto& state : scene.states) {
    const auto* member = scene.directory.member(state.agent);
    if (state.state == team::State::available && member != nullptr && member->active) {
      ids.push_back(state.agent.value());
    }
  }
  if (ids.empty()) {
    return {};
  }
  std::map<AgentId, std::int64_t> taken;
  for (const auto& work : conversation::held_by(session, ids)) {
    ++taken[work.assignee];
  }
  for (const auto& offer : scene.offers) {
    ++taken[offer.agent];
  }
  const auto given = all_given(session);
  std::vector<Free> agents;
  for (const auto& state : scene.states) {
    if (!std::ranges::binary_search(ids, state.agent.value())) {
      continue;
    }
    const auto room = scene.directory.member(state.agent)->capacity - taken[state.agent];
    const auto last = given.find(state.agent);
    if (room > 0) {
      agents.push_back({state.agent, room, last == given.end() ? state.since : std::max(state.since, last->second)});
    }
  }
  return agents;
}

std::vector<Waiter> waiters(db::Session& session, const Scene& scene, const std::vector<Free>& agents) {
  std::set<std::int64_t> inboxes;
  for (const auto& one : agents) {
    for (const auto inbox : scene.directory.viewer(one.agent).inboxes) {
      inboxes.insert(inbox.value());
    }
  }
  const std::vector<std::int64_t> wanted{inboxes.begin(), inboxes.end()};
  std::unordered_map<ConversationId, std::vector<AgentId>> passed;
  for (const auto& one : all_passed(session)) {
    passed[one.conversation].push_back(one.agent);
  }
  std::vector<Waiter> found;
  for (const auto& work : conversation::waiting(session, wanted, waiting_max)) {
    if (!std::ranges::binary_search(scene.offers, work.id, {}, &Offer::conversation)) {
      const auto before = passed.find(work.id);
      found.push_back({work.id, {work.inbox, work.team}, before == passed.end() ? std::vector<AgentId>{} : before->second});
    }
  }
  return found;
}

Plan plan_of(db::Session& session, const Scene& scene, const Settings& settings) {
  Plan plan{.withdrawals = withdrawals(session, scene), .offers = {}, .gone = gone_people(scene, settings.offline_requeues)};
  if (!settings.enabled) {
    return plan;
  }
  if (const auto agents = free_agents(session, scene); !agents.empty()) {
    plan.offers = choose(
        waiters(session, scene, agents), agents, [&scene](AgentId agent, const Spot& at) { return serves(scene.directory, agent, at); },
        pairs_max);
  }
  return plan;
}

}  // namespace

Plan survey(db::Session& session, access::Directories& directories, const Settings& settings) {
  session.begin();
  try {
    const auto directory = directories.current(session);
    auto plan = plan_of(session, {*directory, team::states(session), all_offers(session)}, settings);
    session.rollback();
    return plan;
  } catch (...) {
    session.rollback();
    throw;
  }
}

Duty duty_of(db::Session& session, const Directory& directory, const Spot& at, Time now) {
  return duty(directory, team::states(session), at, now);
}

}  // namespace zhiyin::routing
