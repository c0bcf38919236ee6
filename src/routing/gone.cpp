#include "routing/gone.hpp"

#include <fmt/format.h>

#include <array>

#include "access/directory.hpp"
#include "conversation/service.hpp"
#include "conversation/work.hpp"
#include "routing/rules.hpp"
#include "team/state.hpp"

namespace zhiyin::routing {
namespace {

/// When what he has is taken from him; nullopt while it is not.
std::optional<Time> taken_at(writer::Tx& tx, const team::AgentState& state, const Settings& settings) {
  const auto* member = access::directory(tx).member(state.agent);
  if (!gone(state, member, settings.offline_requeues)) {
    return std::nullopt;
  }
  const bool disabled = member != nullptr && !member->active;
  return disabled ? tx.now() : state.since + settings.lost_grace;
}

void look(writer::Tx& tx, AgentId agent, const Settings& settings) {
  const auto* state = team::find_state(tx, agent);
  const auto due = state == nullptr ? std::nullopt : taken_at(tx, *state, settings);
  if (!due) {
    return;
  }
  if (*due > tx.now()) {
    watch(tx, agent, *due);
    return;
  }
  const std::array<std::int64_t, 1> one{agent.value()};
  for (const auto& work : conversation::held_by(tx.session(), one)) {
    if (work.stage == Stage::assigned) {
      timer::arm(tx, return_timer, work.id.value(), tx.now());
    }
  }
}

void give_back(writer::Tx& tx, ConversationId id, const Settings& settings) {
  const auto* c = conversation::find(tx, id);
  if (c == nullptr || c->stage != Stage::assigned || c->snoozed()) {
    return;
  }
  const auto* state = team::find_state(tx, c->assignee);
  const auto due = state == nullptr ? std::nullopt : taken_at(tx, *state, settings);
  if (!due) {
    return;
  }
  if (*due > tx.now()) {  // the clock went back, or he was here meanwhile and is lost again
    timer::arm(tx, return_timer, id.value(), *due);
    return;
  }
  const auto name = c->assignee_name;
  if (const auto moved = conversation::requeue(tx, id, nullptr)) {
    conversation::note_as_system(tx, id, fmt::format("routing-{}-{}", id.text(), moved->revision),
                                 fmt::format("Back in the queue: {0} is gone. 客服 {0} 已不在线，会话退回队列。", name));
  }
}

}  // namespace

void watch(writer::Tx& tx, AgentId agent, Time due) {
  timer::arm(tx, lost_timer, agent.value(), due);
}

std::vector<timer::Kind> gone_kinds(const Settings& settings) {
  return {{.name = lost_timer,
           .want =
               [](writer::Tx& tx, std::int64_t subject) {
                 team::want_state(tx, AgentId{subject});
                 access::want(tx);
               },
           .fire = [settings](writer::Tx& tx, std::int64_t subject) { look(tx, AgentId{subject}, settings); }},
          {.name = return_timer,
           .want =
               [](writer::Tx& tx, std::int64_t subject) {
                 conversation::want(tx, ConversationId{subject});
                 access::want(tx);
                 if (const auto* c = conversation::find(tx, ConversationId{subject}); c != nullptr && !c->assignee.none()) {
                   team::want_state(tx, c->assignee);
                 }
               },
           .fire = [settings](writer::Tx& tx, std::int64_t subject) { give_back(tx, ConversationId{subject}, settings); }}};
}

}  // namespace zhiyin::routing
