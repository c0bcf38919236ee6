#include "api/rate.hpp"

#include "platform/base/require.hpp"

namespace zhiyin::api {
namespace {

std::int64_t seconds_up(rate::Micros time) {
  return std::chrono::ceil<std::chrono::seconds>(time).count();
}

}  // namespace

std::string_view rate_class_text(RateClass rate) {
  switch (rate) {
    case RateClass::read: return "read";
    case RateClass::write: return "write";
    case RateClass::sign_in: return "sign_in";
  }
  return "";
}

Rates::Rates(RateLimits limits) : limits_(limits) {
  for (const auto limit : limits.per_minute) {
    require(limit >= 1 && limit <= per_minute_most, "a rate is at least one and at most a million a minute");
  }
}

RateVerdict Rates::ask(RateClass of, const std::string& who, Time now) {
  const auto limit = limits_.of(of);
  const auto arrival = callers_.arrive(std::string{rate_class_text(of)} + " " + who, now, rate::Pace::per_minute(limit));
  return {.allowed = arrival.allowed,
          .limit = limit,
          .remaining = arrival.left,
          .reset_seconds = seconds_up(arrival.rested),
          .retry_after_seconds = seconds_up(arrival.wait)};
}

}  // namespace zhiyin::api
