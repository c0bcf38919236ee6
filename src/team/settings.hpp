// What an operator may set about teams.
#pragma once

#include <chrono>
#include <span>

#include "platform/base/time.hpp"
#include "platform/config/setting.hpp"

namespace zhiyin::team {

struct Settings {
  Millis lease = std::chrono::minutes{1};  ///< an agent whose screen has been silent for so long is offline
};

/// The rows of the settings table.
[[nodiscard]] std::span<const config::Setting> settings();
[[nodiscard]] Settings settings_from(const config::Settings& values);

}  // namespace zhiyin::team
