#include "hours/zone.hpp"

#include <date/tz.h>

#include <algorithm>
#include <stdexcept>
#include <string>

namespace zhiyin::hours {
namespace {

constexpr std::size_t name_max = 64;

/// Not every file that lies among the system's zones is one, and those in `right` count leap seconds.
bool is_name(std::string_view name) {
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '-' || c == '+';
  };
  return !name.empty() && name.size() <= name_max && name.front() >= 'A' && name.front() <= 'Z' && std::ranges::all_of(name, plain);
}

const date::time_zone& zone_of(const void* zone) {
  return *static_cast<const date::time_zone*>(zone);
}

}  // namespace

bool is_zone(std::string_view name) {
  return Zone::find(name).has_value();
}

std::optional<Zone> Zone::find(std::string_view name) {
  if (!is_name(name)) {
    return std::nullopt;
  }
  try {
    const auto* zone = date::locate_zone(std::string{name});
    (void)zone->get_info(date::sys_seconds{});  // it is read when it is first asked
    return Zone{zone};
  } catch (const std::runtime_error&) {
    return std::nullopt;
  }
}

Time Zone::local(Time at) const {
  return Time{zone_of(zone_).to_local(at).time_since_epoch()};
}

Time Zone::first_shown(Time local) const {
  return zone_of(zone_).to_sys(date::local_time<Millis>{local.time_since_epoch()}, date::choose::earliest);
}

}  // namespace zhiyin::hours
