// What an operator may set about the public API.
#pragma once

#include <span>

#include "api/rate.hpp"
#include "platform/config/setting.hpp"

namespace zhiyin::api {

/// The rows of the settings table.
[[nodiscard]] std::span<const config::Setting> settings();
[[nodiscard]] RateLimits rates_from(const config::Settings& values);

}  // namespace zhiyin::api
