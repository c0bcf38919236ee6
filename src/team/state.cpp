#include "team/state.hpp"

#include <algorithm>

#include "team/reading.hpp"
#include "team/rules.hpp"
#include "team/state_shelf.hpp"

namespace zhiyin::team {
namespace {

StateShelf::Row& row_of(writer::Tx& tx, AgentId agent) {
  auto* row = tx.shelf<StateShelf>().find(agent);
  require(row != nullptr, "a state is changed after it was named and loaded");
  return *row;
}

/// `lease` is zero for states without one.
const AgentState& become(writer::Tx& tx, StateShelf::Row& row, State state, std::string_view reason, AgentId by, Millis lease) {
  auto& at = row.state;
  row.changed = true;
  at.until = leased(state) ? tx.now() + lease : Time{};
  if (leased(state)) {
    timer::arm(tx, lease_timer, at.agent.value(), at.until);
  } else {
    timer::disarm(tx, lease_timer, at.agent.value());
  }
  if (at.state == state && at.reason == reason) {
    return at;
  }
  const auto before = at.state;
  if (before != state) {
    at.since = tx.now();
  }
  at.state = state;
  at.reason = reason;
  ++at.revision;
  tx.record(event::write(event::StateChanged{
      .agent = at.agent, .revision = at.revision, .before = before, .state = state, .reason = at.reason, .by = by, .at = tx.now()}));
  return at;
}

void fire(writer::Tx& tx, AgentId agent) {
  auto& row = row_of(tx, agent);
  if (run_out(row.state, tx.now())) {
    become(tx, row, State::offline, lost, {}, Millis{0});
  } else if (leased(row.state.state)) {
    timer::arm(tx, lease_timer, agent.value(), row.state.until);
  }
}

}  // namespace

void want_state(writer::Tx& tx, AgentId agent) {
  tx.shelf<StateShelf>().want(agent);
}

const AgentState* find_state(writer::Tx& tx, AgentId agent) {
  const auto* row = tx.shelf<StateShelf>().find(agent);
  return row == nullptr ? nullptr : &row->state;
}

Result<AgentState> set_state(writer::Tx& tx, AgentId agent, State state, std::string_view reason, AgentId by, const Settings& settings) {
  auto& row = row_of(tx, agent);
  if (!reason.empty()) {
    const auto listed = reasons(tx.session());
    if (std::ranges::find(listed, reason) == listed.end()) {
      return refuse(ErrorCode::invalid, "there is no such reason", "reason", "give one of the list, or none");
    }
  }
  return become(tx, row, state, reason, by, settings.lease);
}

bool renew(writer::Tx& tx, AgentId agent, const Settings& settings) {
  auto& row = row_of(tx, agent);
  if (renews(row.state, tx.now(), settings.lease)) {
    row.state.until = tx.now() + settings.lease;
    row.changed = true;
  }
  return leased(row.state.state);
}

timer::Kind lease_kind() {
  return {.name = lease_timer,
          .want = [](writer::Tx& tx, std::int64_t subject) { want_state(tx, AgentId{subject}); },
          .fire = [](writer::Tx& tx, std::int64_t subject) { fire(tx, AgentId{subject}); }};
}

}  // namespace zhiyin::team
