// One line of the log, made purely: what the sink writes is what a test reads.
#pragma once

#include <string>
#include <string_view>

#include "platform/base/time.hpp"
#include "platform/logging/logging.hpp"

namespace zhiyin::logging {

/// Text: `2026-11-21T10:53:07.042Z info net: listening port=8080`. JSON: an object of time, level, part and message. Ends in one line
/// break and has no other: control characters are escaped, and bytes that are not UTF-8 become U+FFFD, so nobody can forge a line.
[[nodiscard]] std::string line(Time at, Level level, std::string_view part, std::string_view message, bool json);

[[nodiscard]] std::string_view level_text(Level level);

}  // namespace zhiyin::logging
