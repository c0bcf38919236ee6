// Who gets what, decided without store, clock or chance.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "access/directory.hpp"
#include "team/model.hpp"

namespace zhiyin::routing {

/// Where a conversation waits; team none: for nobody in particular.
struct Spot {
  InboxId inbox;
  TeamId team;
};

/// Whether it may be offered to him: he may reply, belongs to the inbox, and to the team that it waits for. While it waits for no team he
/// must belong to the inbox in another way than by a team of experts, which takes transfers only. Right to see everything is not enough:
/// a supervisor is asked where he is a member.
[[nodiscard]] bool serves(const access::Directory& directory, AgentId agent, const Spot& at);

struct Waiter {
  ConversationId id;
  Spot at;
  std::vector<AgentId> passed;  ///< who was asked in this round
};
struct Free {
  AgentId agent;
  std::int64_t room = 0;  ///< conversations that he can take besides what he has and was offered
  Time idle_since;
};
struct Pair {
  ConversationId conversation;
  AgentId agent;
  friend bool operator==(const Pair&, const Pair&) = default;
};
using Serves = std::function<bool(AgentId, const Spot&)>;

/// The first in `waiting` chooses first; each gets whoever has been idle longest of those who serve it, have room and did not pass (of two
/// alike the lower id). Somebody who was chosen is the last to be chosen again. At most `pairs_max`.
[[nodiscard]] std::vector<Pair> choose(std::span<const Waiter> waiting, std::vector<Free> agents, const Serves& serves,
                                       std::size_t pairs_max);

/// Whether conversations are taken away from him: he vanished and the system says so, he was disabled, or (where the company wants that)
/// he went offline by himself. Somebody who has never said that he is there is no such person: he takes by hand.
[[nodiscard]] bool gone(const team::AgentState& state, const identity::Member* member, bool offline_requeues);

/// Whether anybody is there who could get it: while the inbox is open, not only available ones, since a busy one becomes free; while it is
/// closed, who has stayed and is available. An inbox without hours is always open. Where nobody has ever said that he is there (a company
/// whose people take from the queue by hand), the hours alone decide.
struct Duty {
  bool on = false;
  std::optional<Time> opens;  ///< when somebody will be: while the inbox is closed by its hours, and opens again
  friend bool operator==(const Duty&, const Duty&) = default;
};
[[nodiscard]] Duty duty(const access::Directory& directory, std::span<const team::AgentState> states, const Spot& at, Time now);

}  // namespace zhiyin::routing
