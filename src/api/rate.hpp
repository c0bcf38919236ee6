// How often somebody may ask: the generic cell rate algorithm, in its form of virtual scheduling (ITU-T I.371, annex A). One number per
// caller, the theoretical arrival time (TAT) of his next request: each request moves it by the interval T; one that would put it more than
// the whole window ahead of now is refused and moves nothing. So a caller may spend his window at once and then goes on at its pace.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>

#include "api/recent.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::api {

enum class RateClass : std::uint8_t { read, write, sign_in };
constexpr std::size_t rate_class_count = 3;
[[nodiscard]] std::string_view rate_class_text(RateClass rate);

constexpr std::int64_t per_minute_most = 1'000'000;

/// Requests a minute, 1 to per_minute_most.
struct RateLimits {
  std::array<std::int64_t, rate_class_count> per_minute{600, 120, 10};
  [[nodiscard]] std::int64_t of(RateClass rate) const { return per_minute.at(static_cast<std::size_t>(rate)); }
};

struct RateVerdict {
  bool allowed = true;
  std::int64_t limit = 0;
  std::int64_t remaining = 0;            ///< requests that would be allowed now
  std::int64_t reset_seconds = 0;        ///< until the whole limit is there again, rounded up
  std::int64_t retry_after_seconds = 0;  ///< when refused: until one would be allowed, rounded up
};

struct Arrival {
  std::int64_t tat_us = 0;  ///< TAT after this request, in microseconds since 1970
  RateVerdict verdict;
};

/// The decision alone. `tat_us` is 0 for a newcomer.
[[nodiscard]] Arrival arrive(std::int64_t tat_us, Time now, std::int64_t per_minute);

/// Of this process. Any thread.
class Rates {
 public:
  static constexpr std::size_t callers_max = 100'000;

  explicit Rates(RateLimits limits);
  [[nodiscard]] RateVerdict ask(RateClass rate, const std::string& who, Time now);

 private:
  const RateLimits limits_;
  std::mutex mutex_;
  Recent<std::int64_t> tats_;
};

/// An IPv4 address as it is; of IPv6 the /64, as a household or a server owns that many.
[[nodiscard]] std::string counted_address(std::string_view peer);

}  // namespace zhiyin::api
