// A schedule as people and programs write it: days and hours in words. The API's structure, and how the store keeps it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "hours/schedule.hpp"
#include "platform/base/result.hpp"

namespace zhiyin::hours {

constexpr std::size_t spans_max = 84;      ///< of a week
constexpr std::size_t day_spans_max = 12;  ///< of one day
constexpr std::size_t exceptions_max = 400;
constexpr std::size_t name_max_chars = 80;  ///< of an exception; the caller's to check

enum class Day : std::uint8_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

/// "09:00" to "12:30". "24:00" ends a day; an end that is not after its beginning is on the next day.
struct SpanWords {
  std::string from;
  std::string to;
};
struct DaySpanWords {
  Day day = Day::monday;
  std::string from;
  std::string to;
};
struct ExceptionWords {
  std::string date;  ///< "2026-12-25"
  std::string name;
  std::vector<SpanWords> spans;
};
struct Words {
  std::string time_zone;
  std::vector<DaySpanWords> week;
  std::vector<ExceptionWords> exceptions;
};

/// In any order. invalid: a zone that the system does not know, no time or date, spans of one day that overlap, a date twice, too many of
/// anything; the error's place is such as "week[2].to".
[[nodiscard]] Result<Schedule> schedule_of(const Words& words);
/// Ascending.
[[nodiscard]] Words words_of(const Schedule& schedule);

/// One line of JSON.
[[nodiscard]] std::string text_of(const Schedule& schedule);
/// What text_of made; of another text it is an error. A zone that the system does not know any more is no error here.
[[nodiscard]] Result<Schedule> read_text(std::string_view text);

}  // namespace zhiyin::hours
