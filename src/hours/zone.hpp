// The system's time zones; the date library stays behind this header.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "platform/base/time.hpp"

namespace zhiyin::hours {

/// Whether the system knows this zone. Names are those of the IANA database, such as "Europe/Berlin" or "UTC".
[[nodiscard]] bool is_zone(std::string_view name);

class Zone {
 public:
  /// nullopt unless is_zone. Any thread.
  [[nodiscard]] static std::optional<Zone> find(std::string_view name);

  /// What the zone's clock and calendar show, as if it were UTC.
  [[nodiscard]] Time local(Time at) const;
  /// When they first show it. What they leap over is shown by the leap.
  [[nodiscard]] Time first_shown(Time local) const;

 private:
  explicit Zone(const void* zone) : zone_(zone) {}
  const void* zone_;  // date::time_zone, which lives as long as the process
};

}  // namespace zhiyin::hours
