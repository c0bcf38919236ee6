// A look at the whole: who waits, who is free, which offers can no longer be accepted. What it says may be over when it is acted on; every
// step is decided again (service.hpp), and whatever made it wrong is a fact that brings the next look.
#pragma once

#include <set>
#include <vector>

#include "access/directory.hpp"
#include "platform/db/session.hpp"
#include "routing/rules.hpp"
#include "routing/settings.hpp"

namespace zhiyin::routing {

constexpr std::int64_t waiting_max = 2'000;  ///< of the queue, looked at; later ones wait for the next look
constexpr std::size_t pairs_max = 8;         ///< offers and withdrawals of one command, each; their facts bring the next look

struct Plan {
  std::vector<Pair> withdrawals;
  std::vector<Pair> offers;
  std::set<AgentId> gone;
};

/// In one reading transaction of its own.
[[nodiscard]] Plan survey(db::Session& session, access::Directories& directories, const Settings& settings);

/// Whether anybody is on duty for this inbox and team: for whoever tells the customer. On any session.
[[nodiscard]] Duty duty_of(db::Session& session, const access::Directory& directory, const Spot& at, Time now);

}  // namespace zhiyin::routing
