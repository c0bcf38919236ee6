// `zhiyin serve`: everything made in order, run, and stopped in order.
#pragma once

#include "platform/config/setting.hpp"

namespace zhiyin::app {

/// Serves until SIGTERM or SIGINT. Returns the exit code; throws std::runtime_error when it cannot start, in words for the operator.
int serve(const config::Settings& settings);

}  // namespace zhiyin::app
