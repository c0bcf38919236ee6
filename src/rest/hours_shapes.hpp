// Opening hours on the wire. Found by api/codec.hpp through their argument.
#pragma once

#include "api/shape.hpp"
#include "hours/words.hpp"
#include "rest/words.hpp"

namespace zhiyin::api {

constexpr std::string_view clock_from_what = "On the clock of the time zone, 00:00 to 23:59.";
constexpr std::string_view clock_to_what = "00:00 to 24:00; when it is not after the beginning, of the next day.";
constexpr Bounds clock_shape(std::string_view what) {
  return {.least = 5, .most = 5, .pattern = Pattern::token, .what = what, .example = R"("09:00")"};
}

constexpr auto shape(Of<hours::SpanWords>) {
  return object<hours::SpanWords>("Span", field("from", &hours::SpanWords::from, clock_shape(clock_from_what)),
                                  field("to", &hours::SpanWords::to, clock_shape(clock_to_what)));
}
constexpr auto shape(Of<hours::DaySpanWords>) {
  return object<hours::DaySpanWords>("DaySpan", field("day", &hours::DaySpanWords::day, {.what = "On which it begins."}),
                                     field("from", &hours::DaySpanWords::from, clock_shape(clock_from_what)),
                                     field("to", &hours::DaySpanWords::to, clock_shape(clock_to_what)));
}
constexpr auto shape(Of<hours::ExceptionWords>) {
  return object<hours::ExceptionWords>(
      "HoursException",
      field("date", &hours::ExceptionWords::date, {.least = 10, .most = 10, .pattern = Pattern::token, .example = R"("2026-12-25")"}),
      field("name", &hours::ExceptionWords::name,
            {.most = static_cast<std::int64_t>(hours::name_max_chars), .needed = false, .what = "Of a holiday, say."}),
      field("spans", &hours::ExceptionWords::spans,
            {.items_most = static_cast<std::int64_t>(hours::day_spans_max),
             .needed = false,
             .what = "What begins on this date, instead of what begins on its day of the week; none: closed."}));
}
constexpr auto shape(Of<hours::Words>) {
  return object<hours::Words>(
      "Hours",
      field("time_zone", &hours::Words::time_zone,
            {.least = 1, .most = 64, .pattern = Pattern::token, .what = "A name of the IANA database.", .example = R"("Asia/Shanghai")"}),
      field("week", &hours::Words::week,
            {.items_most = static_cast<std::int64_t>(hours::spans_max),
             .what = "What begins on each day; several on a day may not overlap."}),
      field("exceptions", &hours::Words::exceptions,
            {.items_most = static_cast<std::int64_t>(hours::exceptions_max), .needed = false, .what = "One a date."}));
}

}  // namespace zhiyin::api
