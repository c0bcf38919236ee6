// Whether agents are there. Not a place: it changes often, so a batch holds the agents it speaks of and not the head.
//
// Who is in front of the screen holds a lease, which his live sockets renew. When it runs out he vanished: a durable timer puts him
// offline with the reason "lost", and event::StateChanged tells whoever must act on it. A break needs no lease.
#pragma once

#include <string_view>

#include "platform/base/result.hpp"
#include "platform/timer/timer.hpp"
#include "platform/writer/tx.hpp"
#include "team/model.hpp"
#include "team/settings.hpp"

namespace zhiyin::team {

[[nodiscard]] db::ModuleStatements state_statements();

/// Locks the agent's state. Whether he works here the caller knows (access).
void want_state(writer::Tx& tx, AgentId agent);
/// Only after want_state and a load; nullptr before. Somebody who was never there is offline since ever.
[[nodiscard]] const AgentState* find_state(writer::Tx& tx, AgentId agent);
/// `reason` is empty or in the company's list (a round trip to look); invalid otherwise. Begins a new lease. The same state with the same
/// reason again is no fact. `by` is who asked: himself, or a colleague who may.
Result<AgentState> set_state(writer::Tx& tx, AgentId agent, State state, std::string_view reason, AgentId by, const Settings& settings);
/// A sign of life: moves the lease, at most once in half of it, else costs nothing. False when there is no lease to renew: he is offline or
/// on a break, and stays so until he says otherwise.
bool renew(writer::Tx& tx, AgentId agent, const Settings& settings);

/// Its subject is the agent. Fires at the end of the lease that he had when it was armed, and looks again.
constexpr std::string_view lease_timer = "agent_lease";
[[nodiscard]] timer::Kind lease_kind();

/// At start: leases that would end before `until` end then.
void extend_leases(db::Session& session, Time until);

}  // namespace zhiyin::team
