// All settings of the program. `zhiyin settings` prints this table; docs/settings.md is made from it.
#pragma once

#include <span>

#include "platform/config/setting.hpp"

namespace zhiyin::app {

[[nodiscard]] std::span<const config::Setting> settings();

}  // namespace zhiyin::app
