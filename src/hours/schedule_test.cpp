// Opening hours against the zone's clock. The reference asks the C library, which reads the same zones by other code, and goes minute by
// minute with no idea of intervals.
#include "hours/schedule.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>

#include "hours/words.hpp"

namespace zhiyin::hours {
namespace {

Time at(std::string_view utc) {
  return parse_iso(std::string{utc} + ":00.000Z").value();
}

Schedule made(Words words) {
  auto schedule = schedule_of(words);
  EXPECT_TRUE(schedule) << (schedule ? "" : schedule.error().where + ": " + schedule.error().what);
  return *std::move(schedule);
}

Words office(std::string zone) {
  Words words{.time_zone = std::move(zone), .week = {}, .exceptions = {}};
  for (const auto day : {Day::monday, Day::tuesday, Day::wednesday, Day::thursday, Day::friday}) {
    words.week.push_back({day, "09:00", "12:30"});
    words.week.push_back({day, "13:30", "18:00"});
  }
  return words;
}

Words one_span(std::string zone, Day day, std::string from, std::string to) {
  return {.time_zone = std::move(zone), .week = {{day, std::move(from), std::move(to)}}, .exceptions = {}};
}

TEST(OpeningHours, open_and_closed_and_when_next) {
  struct Row {
    std::string_view what;
    Words words;
    std::string_view now;
    bool open;
    std::string_view opens;  // "" for never
  };
  auto holiday = office("Europe/Berlin");
  holiday.exceptions = {{"2026-12-25", "Christmas Day", {}}, {"2026-12-24", "Christmas Eve", {{"09:00", "11:00"}}}};
  auto whole = one_span("Asia/Shanghai", Day::monday, "00:00", "24:00");
  auto night = one_span("Asia/Shanghai", Day::friday, "22:00", "06:00");
  auto night_before_holiday = night;
  night_before_holiday.exceptions = {{"2026-11-21", "a Saturday", {}}};
  const std::vector<Row> rows{
      {"Shanghai's morning is our night", office("Asia/Shanghai"), "2026-11-23T01:00", true, "2026-11-23T01:00"},
      {"a minute before", office("Asia/Shanghai"), "2026-11-23T00:59", false, "2026-11-23T01:00"},
      {"the end is not in it", office("Asia/Shanghai"), "2026-11-23T04:30", false, "2026-11-23T05:30"},
      {"over the weekend", office("Asia/Shanghai"), "2026-11-20T10:00", false, "2026-11-23T01:00"},
      {"winter in Berlin", office("Europe/Berlin"), "2026-11-20T17:00", false, "2026-11-23T08:00"},
      {"summer in Berlin", office("Europe/Berlin"), "2026-07-03T16:00", false, "2026-07-06T07:00"},
      {"Friday in winter time, Monday in summer time", office("Europe/Berlin"), "2026-03-27T17:00", false, "2026-03-30T07:00"},
      {"a shorter day", holiday, "2026-12-24T10:30", false, "2026-12-28T08:00"},
      {"a shorter day's morning", holiday, "2026-12-24T09:30", true, "2026-12-24T09:30"},
      {"a day off", holiday, "2026-12-25T09:00", false, "2026-12-28T08:00"},
      {"a whole day", whole, "2026-11-22T16:00", true, "2026-11-22T16:00"},
      {"a whole day's end", whole, "2026-11-23T16:00", false, "2026-11-29T16:00"},
      {"over midnight", night, "2026-11-20T20:00", true, "2026-11-20T20:00"},
      {"over midnight, the end", night, "2026-11-20T22:00", false, "2026-11-27T14:00"},
      {"what began the day before a day off goes on", night_before_holiday, "2026-11-20T20:00", true, "2026-11-20T20:00"},
      {"never", {.time_zone = "UTC", .week = {}, .exceptions = {}}, "2026-11-20T20:00", false, ""},
      {"a leap in spring falls out", one_span("Europe/Berlin", Day::sunday, "02:10", "02:50"), "2026-03-29T01:10", false,
       "2026-04-05T00:10"},
      {"begins in the leap", one_span("Europe/Berlin", Day::sunday, "02:30", "04:00"), "2026-03-29T00:59", false, "2026-03-29T01:00"},
      {"begins in the leap, later", one_span("Europe/Berlin", Day::sunday, "02:30", "04:00"), "2026-03-29T01:59", true, "2026-03-29T01:59"},
      {"the repeated hour opens once", one_span("Europe/Berlin", Day::sunday, "02:00", "02:30"), "2026-10-25T01:10", false,
       "2026-11-01T01:00"},
      {"the first of the two", one_span("Europe/Berlin", Day::sunday, "02:00", "02:30"), "2026-10-25T00:10", true, "2026-10-25T00:10"},
      {"through the repeated hour", one_span("Europe/Berlin", Day::sunday, "02:45", "04:00"), "2026-10-25T01:10", true, "2026-10-25T01:10"},
  };
  for (const auto& row : rows) {
    const auto schedule = made(row.words);
    EXPECT_EQ(is_open(schedule, at(row.now)), row.open) << row.what;
    const auto opens = opens_at(schedule, at(row.now));
    EXPECT_EQ(opens ? iso_text(*opens).substr(0, 16) : "", row.opens) << row.what;
  }
}

TEST(OpeningHours, a_zone_that_is_gone_counts_as_open) {
  auto schedule = made(office("Asia/Shanghai"));
  schedule.time_zone = "Atlantis/Poseidonis";
  EXPECT_TRUE(is_open(schedule, at("2026-11-22T00:00")));
  EXPECT_EQ(opens_at(schedule, at("2026-11-22T00:00")), at("2026-11-22T00:00"));
  EXPECT_EQ(changes_at(schedule, at("2026-11-22T00:00")), std::nullopt);
}

TEST(OpeningHours, neighbouring_spans_are_one_opening) {
  auto words = one_span("UTC", Day::monday, "09:00", "24:00");
  words.week.push_back({Day::tuesday, "00:00", "02:00"});
  EXPECT_EQ(changes_at(made(words), at("2026-11-23T10:00")), at("2026-11-24T02:00"));
  for (const auto day : {Day::monday, Day::tuesday, Day::wednesday, Day::thursday, Day::friday, Day::saturday, Day::sunday}) {
    words.week.resize(day == Day::monday ? 0 : words.week.size());
    words.week.push_back({day, "00:00", "24:00"});
  }
  EXPECT_EQ(changes_at(made(words), at("2026-11-23T10:00")), std::nullopt) << "it never closes";
}

// --- the reference

/// The C library's zone while it lives. Tests are one thread.
class LibraryZone {
 public:
  explicit LibraryZone(const std::string& name) {
    setenv("TZ", name.c_str(), 1);
    tzset();
  }
  ~LibraryZone() {
    unsetenv("TZ");
    tzset();
  }
  LibraryZone(const LibraryZone&) = delete;
  LibraryZone& operator=(const LibraryZone&) = delete;

  /// What the wall shows, in minutes since 1970 as if it were UTC.
  static std::int64_t wall(std::int64_t minute) {
    const std::time_t seconds = minute * 60;
    std::tm shown{};
    localtime_r(&seconds, &shown);
    return timegm(&shown) / 60;
  }
};

bool listed(const Schedule& schedule, std::int64_t wall) {
  for (std::int64_t back = 0; back <= 2; ++back) {
    const auto day = (wall / 1'440) - back;
    const auto* spans = &schedule.week[static_cast<std::size_t>((day + 3) % 7)];  // 1970 began on a Thursday
    for (const auto& exception : schedule.exceptions) {
      if (exception.date.time_since_epoch().count() == day) {
        spans = &exception.spans;
      }
    }
    for (const auto& span : *spans) {
      if (wall >= day * 1'440 + span.from.count() && wall < day * 1'440 + span.to.count()) {
        return true;
      }
    }
  }
  return false;
}

/// Open or not in each of `minutes` minutes from `first` on, by a clock that is never put back.
std::vector<bool> by_minutes(const Schedule& schedule, std::int64_t first, std::int64_t minutes) {
  const LibraryZone zone{schedule.time_zone};
  std::int64_t shown = LibraryZone::wall(first - 3'000);
  std::vector<bool> open;
  for (auto minute = first - 3'000; minute < first + minutes; ++minute) {
    shown = std::max(shown, LibraryZone::wall(minute));
    if (minute >= first) {
      open.push_back(listed(schedule, shown));
    }
  }
  return open;
}

rc::Gen<Span> any_span() {
  return rc::gen::map(rc::gen::pair(rc::gen::inRange(0, 1'440), rc::gen::inRange(1, 1'440)), [](std::pair<int, int> given) {
    const auto from = given.first / 10 * 10;
    return Span{Minutes{from}, Minutes{from + std::max(10, given.second / 10 * 10)}};
  });
}

std::vector<Span> any_day() {
  std::vector<Span> spans;
  Minutes end{0};
  for (auto& span : *rc::gen::container<std::vector<Span>>(*rc::gen::inRange<std::size_t>(0, 4), any_span())) {
    if (span.from >= end) {
      spans.push_back(span);
      end = span.to;
    }
  }
  return spans;
}

RC_GTEST_PROP(OpeningHours, agree_with_the_clock_on_the_wall_minute_by_minute, ()) {
  // Days around the changes of clocks in each zone, and any others. Lord Howe's clocks go by half an hour, Samoa left out a day, Beirut
  // and Havana change at midnight.
  struct Place {
    const char* zone;
    const char* around;
  };
  const auto place = *rc::gen::element(Place{"Europe/Berlin", "2026-03-29T01:00"}, Place{"Europe/Berlin", "2026-10-25T01:00"},
                                       Place{"Asia/Shanghai", "2026-11-23T01:00"}, Place{"America/New_York", "2026-11-01T06:00"},
                                       Place{"Australia/Lord_Howe", "2026-04-04T15:00"}, Place{"Pacific/Apia", "2011-12-30T10:00"},
                                       Place{"America/Havana", "2026-11-01T05:00"}, Place{"Asia/Beirut", "2025-03-29T22:00"});
  Schedule schedule{.time_zone = place.zone, .week = {}, .exceptions = {}};
  for (auto& day : schedule.week) {
    day = any_day();
  }
  const auto middle = to_millis(at(place.around)) / 60'000;
  for (auto day = (middle / 1'440) - 4; day <= (middle / 1'440) + 8; ++day) {
    if (*rc::gen::inRange(0, 4) == 0) {
      schedule.exceptions.push_back({std::chrono::sys_days{std::chrono::days{day}}, "", any_day()});
    }
  }
  constexpr std::int64_t minutes = 8 * 1'440;
  const auto first = middle - 3'000;
  const auto expected = by_minutes(schedule, first, minutes);
  for (std::int64_t n = 0; n < minutes; n += *rc::gen::inRange(1, 90)) {
    const Time now{std::chrono::minutes{first + n}};
    RC_ASSERT(is_open(schedule, now) == expected[static_cast<std::size_t>(n)]);
    const auto next_open = std::find(expected.begin() + n, expected.end(), true);
    if (next_open != expected.end()) {
      RC_ASSERT(opens_at(schedule, now) == Time{std::chrono::minutes{first + (next_open - expected.begin())}});
    }
    const auto next_change = std::find(expected.begin() + n, expected.end(), !expected[static_cast<std::size_t>(n)]);
    if (next_change != expected.end()) {
      RC_ASSERT(changes_at(schedule, now) == Time{std::chrono::minutes{first + (next_change - expected.begin())}});
    }
  }
}

}  // namespace
}  // namespace zhiyin::hours
