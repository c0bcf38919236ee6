// Logs for the operator: one line a happening, key=value, never a customer's words. spdlog stays behind this header.
// Any thread may call; nothing here throws, and what cannot be written is lost rather than failing its caller.
#pragma once

#include <fmt/format.h>

#include <cstdint>
#include <string_view>

namespace zhiyin::logging {

enum class Level : std::uint8_t { debug, info, warning, error };

/// Before the first line; later calls change level and form. `json` writes one JSON object a line instead of text. Goes to stderr.
/// Until then: info and above, as text.
void set_up(Level level, bool json);
void write(Level level, std::string_view part, std::string_view message) noexcept;
[[nodiscard]] bool enabled(Level level);
/// Formats and writes; a message that cannot be formatted is written as its form.
void write_form(Level level, std::string_view part, fmt::string_view form, fmt::format_args args) noexcept;

/// `part` is the module that speaks: "writer", "net", ... Example: info("net", "listening address={} port={}", a, p).
template <class... Args>
void debug(std::string_view part, fmt::format_string<Args...> form, Args&&... args) noexcept {
  if (enabled(Level::debug)) {
    write_form(Level::debug, part, form, fmt::make_format_args(args...));
  }
}
template <class... Args>
void info(std::string_view part, fmt::format_string<Args...> form, Args&&... args) noexcept {
  if (enabled(Level::info)) {
    write_form(Level::info, part, form, fmt::make_format_args(args...));
  }
}
template <class... Args>
void warning(std::string_view part, fmt::format_string<Args...> form, Args&&... args) noexcept {
  if (enabled(Level::warning)) {
    write_form(Level::warning, part, form, fmt::make_format_args(args...));
  }
}
template <class... Args>
void error(std::string_view part, fmt::format_string<Args...> form, Args&&... args) noexcept {
  write_form(Level::error, part, form, fmt::make_format_args(args...));
}

}  // namespace zhiyin::logging
