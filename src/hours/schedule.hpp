// A weekly schedule in a time zone, with exceptions by date, and the questions that are asked of it.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "platform/base/time.hpp"

namespace zhiyin::hours {

using Minutes = std::chrono::minutes;

/// A piece of one day, on the clock of the zone: minutes after the midnight that the day begins with. It belongs to the day on which it
/// begins, whatever the next day says.
struct Span {
  Minutes from{0};  ///< below 24 h
  Minutes to{0};    ///< above `from`, at most 24 h later: past 24 h it goes on into the next day
  friend bool operator==(const Span&, const Span&) = default;
};

/// What begins on a date, instead of what begins on its day of the week.
struct Exception {
  std::chrono::sys_days date;  ///< the calendar's, in the zone
  std::string name;            ///< of a holiday, say; may be empty
  std::vector<Span> spans;     ///< none: closed
  friend bool operator==(const Exception&, const Exception&) = default;
};

struct Schedule {
  std::string time_zone;                    ///< of the IANA database, e.g. "Asia/Shanghai"
  std::array<std::vector<Span>, 7> week{};  ///< Monday first; the spans of a day ascend and do not overlap
  std::vector<Exception> exceptions;        ///< ascending by date, one a date
  friend bool operator==(const Schedule&, const Schedule&) = default;
};

/// A clock that is never put back: where the zone's clock repeats an hour, it stands until that is over. A span holds while this clock is
/// within it.
[[nodiscard]] bool is_open(const Schedule& schedule, Time now);

constexpr std::chrono::days looked_ahead{400};
/// `now` while it is open, else when it opens next; nullopt when it does not within looked_ahead.
[[nodiscard]] std::optional<Time> opens_at(const Schedule& schedule, Time now);

constexpr std::chrono::days ends_within{8};
/// When is_open next changes; nullopt when it does not within looked_ahead while it is closed, or within ends_within while it is open.
[[nodiscard]] std::optional<Time> changes_at(const Schedule& schedule, Time now);

}  // namespace zhiyin::hours
