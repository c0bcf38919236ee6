// Points in time: UTC, whole milliseconds, everywhere: in rows (as milliseconds since 1970), in facts and on the wire (ISO 8601).
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace zhiyin {

using Millis = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Millis>;

[[nodiscard]] constexpr std::int64_t to_millis(Time t) {
  return t.time_since_epoch().count();
}
[[nodiscard]] constexpr Time from_millis(std::int64_t ms) {
  return Time{Millis{ms}};
}

/// "2026-11-21T10:53:07.042Z"; always 24 characters for the years 1 to 9999.
[[nodiscard]] std::string iso_text(Time t);
/// The inverse of iso_text, and of nothing else: milliseconds and Z are required.
[[nodiscard]] std::optional<Time> parse_iso(std::string_view text);

}  // namespace zhiyin
