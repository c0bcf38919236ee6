#include "api/rate.hpp"

#include <arpa/inet.h>

#include <algorithm>

#include "platform/base/require.hpp"

namespace zhiyin::api {
namespace {

constexpr std::int64_t window_us = 60'000'000;
constexpr std::int64_t second_us = 1'000'000;

std::int64_t seconds_up(std::int64_t us) {
  return (us + second_us - 1) / second_us;
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

Arrival arrive(std::int64_t tat_us, Time now, std::int64_t per_minute) {
  const std::int64_t now_us = to_millis(now) * 1000;
  const std::int64_t interval = window_us / per_minute;
  const std::int64_t most = interval * per_minute;
  // A clock that was put back must not lock anybody out for longer than one window.
  const auto from = std::clamp(tat_us, now_us, now_us + most);
  const auto to = from + interval;
  Arrival out{from, {.allowed = to - now_us <= most, .limit = per_minute}};
  if (out.verdict.allowed) {
    out.tat_us = to;
  } else {
    out.verdict.retry_after_seconds = seconds_up(to - now_us - most);
  }
  const auto ahead = out.tat_us - now_us;
  out.verdict.remaining = (most - ahead) / interval;
  out.verdict.reset_seconds = seconds_up(ahead);
  return out;
}

Rates::Rates(RateLimits limits) : limits_(limits), tats_(callers_max) {
  for (const auto limit : limits.per_minute) {
    require(limit >= 1 && limit <= per_minute_most, "a rate is at least one and at most a million a minute");
  }
}

RateVerdict Rates::ask(RateClass rate, const std::string& who, Time now) {
  const auto key = std::string{rate_class_text(rate)} + " " + who;
  const std::scoped_lock lock{mutex_};
  auto* known = tats_.find(key);
  const auto arrival = arrive(known == nullptr ? 0 : *known, now, limits_.of(rate));
  if (known != nullptr) {
    *known = arrival.tat_us;
  } else {
    tats_.put(key, arrival.tat_us);
  }
  return arrival.verdict;
}

std::string counted_address(std::string_view peer) {
  const std::string text{peer};
  in6_addr bytes{};
  if (inet_pton(AF_INET6, text.c_str(), &bytes) != 1 || IN6_IS_ADDR_V4MAPPED(&bytes) || IN6_IS_ADDR_LOOPBACK(&bytes)) {
    return text;
  }
  std::fill(std::begin(bytes.s6_addr) + 8, std::end(bytes.s6_addr), std::uint8_t{0});
  std::array<char, INET6_ADDRSTRLEN> out{};
  inet_ntop(AF_INET6, &bytes, out.data(), out.size());
  return std::string{out.data()} + "/64";
}

}  // namespace zhiyin::api
