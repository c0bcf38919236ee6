// What an operator may set about routing. How long an offer stands is the inbox's.
#pragma once

#include <chrono>
#include <span>

#include "platform/base/time.hpp"
#include "platform/config/setting.hpp"

namespace zhiyin::routing {

struct Settings {
  bool enabled = true;
  Millis lost_grace = std::chrono::minutes{1};  ///< how long a vanished agent may take to come back
  Millis again = std::chrono::minutes{1};       ///< after somebody passed, until all who passed may be asked again
  bool offline_requeues = false;                ///< also of those who went offline by themselves
};

/// The rows of the settings table.
[[nodiscard]] std::span<const config::Setting> settings();
[[nodiscard]] Settings settings_from(const config::Settings& values);

}  // namespace zhiyin::routing
