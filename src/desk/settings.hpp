// What an operator may set about the desk's lists.
#pragma once

#include <span>

#include "desk/roster.hpp"
#include "platform/config/setting.hpp"

namespace zhiyin::desk {

[[nodiscard]] std::span<const config::Setting> settings();
[[nodiscard]] RosterLimits roster_limits(const config::Settings& values);

}  // namespace zhiyin::desk
