// What happens to the conversations of somebody who vanished: after a grace they go back to the queue, each by a command of its own, with
// a note that says why. Whoever is back by then keeps them. Those that sleep stay his until they wake.
#pragma once

#include <string_view>
#include <vector>

#include "event/ids.hpp"
#include "platform/timer/timer.hpp"
#include "routing/settings.hpp"

namespace zhiyin::routing {

constexpr std::string_view lost_timer = "routing_lost";      ///< its subject is the agent: looks for what he has
constexpr std::string_view return_timer = "routing_return";  ///< its subject is a conversation: takes it from him

/// Looks at `agent` again at `due`: harmless when he is there.
void watch(writer::Tx& tx, AgentId agent, Time due);
[[nodiscard]] std::vector<timer::Kind> gone_kinds(const Settings& settings);

}  // namespace zhiyin::routing
