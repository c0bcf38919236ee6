// Who works in a simulated company: people of the store like everybody's. Some work by offers (staff.hpp), others help themselves
// (agent.hpp), one of these a supervisor; two inboxes, the second with a bot (robot.hpp), and a team of experts. Who is where changes all
// the time (chief.hpp).
#pragma once

#include <string>

#include "event/ids.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::sim {

constexpr std::int64_t staff_max = 4;
constexpr std::int64_t people_max = 6;  ///< who help themselves
constexpr std::int64_t company_max = staff_max + people_max;
constexpr std::int64_t first_agent = staff_max + 1;
constexpr TeamId experts{40};
constexpr InboxId second_inbox{2};

/// What access::found leaves to be done in a new store.
void found_company(db::Session& session);
/// For good: nobody else becomes one.
[[nodiscard]] bool is_supervisor(std::int64_t agent);
[[nodiscard]] Person agent_of(std::int64_t id);

}  // namespace zhiyin::sim
