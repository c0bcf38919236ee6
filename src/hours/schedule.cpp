#include "hours/schedule.hpp"

#include <algorithm>

#include "hours/zone.hpp"

namespace zhiyin::hours {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// Spans reach two days on at most, and a zone that crosses the date line leaps over one or repeats one.
constexpr days earlier{3};

struct Interval {
  Time from;
  Time to;
};

const std::vector<Span>& spans_on(const Schedule& schedule, sys_days day) {
  const auto exception = std::ranges::lower_bound(schedule.exceptions, day, {}, &Exception::date);
  if (exception != schedule.exceptions.end() && exception->date == day) {
    return exception->spans;
  }
  return schedule.week[std::chrono::weekday{day}.iso_encoding() - 1];
}

/// Gives `look` the intervals in the order in which they begin, from those that may hold at `now` on, until it says that it has seen
/// enough.
template <class Look>
void each_interval(const Schedule& schedule, const Zone& zone, Time now, days ahead, Look look) {
  const auto today = std::chrono::floor<days>(zone.local(now));
  for (auto day = today - earlier; day <= today + ahead; day += days{1}) {
    for (const auto& span : spans_on(schedule, day)) {
      const Interval interval{zone.first_shown(day + span.from), zone.first_shown(day + span.to)};
      if (interval.from < interval.to && interval.to > now && !look(interval)) {
        return;
      }
    }
  }
}

}  // namespace

bool is_open(const Schedule& schedule, Time now) {
  const auto zone = Zone::find(schedule.time_zone);
  if (!zone) {
    return true;
  }
  bool open = false;
  each_interval(schedule, *zone, now, days{1}, [&](const Interval& interval) {
    open = interval.from <= now;
    return false;
  });
  return open;
}

std::optional<Time> opens_at(const Schedule& schedule, Time now) {
  const auto zone = Zone::find(schedule.time_zone);
  if (!zone) {
    return now;
  }
  std::optional<Time> opens;
  each_interval(schedule, *zone, now, looked_ahead, [&](const Interval& interval) {
    opens = std::max(interval.from, now);
    return false;
  });
  return opens;
}

std::optional<Time> changes_at(const Schedule& schedule, Time now) {
  if (const auto opens = opens_at(schedule, now); opens != now) {
    return opens;
  }
  const auto zone = Zone::find(schedule.time_zone);
  if (!zone) {
    return std::nullopt;
  }
  Time end = now;
  bool ends = false;
  each_interval(schedule, *zone, now, ends_within, [&](const Interval& interval) {
    ends = interval.from > end;
    end = ends ? end : std::max(end, interval.to);
    return !ends;
  });
  // The last one that was looked at may be followed by another.
  const bool within = ends || end <= now + ends_within;
  return within ? std::optional{end} : std::nullopt;
}

}  // namespace zhiyin::hours
