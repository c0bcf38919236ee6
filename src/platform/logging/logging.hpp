// Logs for the operator: one line a happening, key=value, never a customer's words. spdlog stays behind this header.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

namespace zhiyin::logging {

enum class Level : std::uint8_t { debug, info, warning, error };

/// Before the first line; later calls change level and form. `json` writes one JSON object a line instead of text. Goes to stderr.
void set_up(Level level, bool json);
void write(Level level, std::string_view part, std::string_view message);
[[nodiscard]] bool enabled(Level level);

/// `part` is the module that speaks: "writer", "net", ... Example: info("net", "listening address={} port={}", a, p).
template <class... Args>
void debug(std::string_view part, fmt::format_string<Args...> form, Args&&... args) {
  if (enabled(Level::debug)) {
    write(Level::debug, part, fmt::format(form, std::forward<Args>(args)...));
  }
}
template <class... Args>
void info(std::string_view part, fmt::format_string<Args...> form, Args&&... args) {
  if (enabled(Level::info)) {
    write(Level::info, part, fmt::format(form, std::forward<Args>(args)...));
  }
}
template <class... Args>
void warning(std::string_view part, fmt::format_string<Args...> form, Args&&... args) {
  write(Level::warning, part, fmt::format(form, std::forward<Args>(args)...));
}
template <class... Args>
void error(std::string_view part, fmt::format_string<Args...> form, Args&&... args) {
  write(Level::error, part, fmt::format(form, std::forward<Args>(args)...));
}

}  // namespace zhiyin::logging
