// Commands on a store that no server holds: filling it for measurements, marking it as restored.
#pragma once

#include <cstdint>

#include "platform/config/setting.hpp"

namespace zhiyin::app {

/// Gives the store a new log id, so that clients' positions of before mean nothing. For after a restore from a backup.
int mark_restored(const config::Settings& settings);
/// Adds that many conversations of two messages each, through the same commands as everything else.
int fill(const config::Settings& settings, std::int64_t conversations);

}  // namespace zhiyin::app
