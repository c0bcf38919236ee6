// How often somebody may ask the public API, by the class of what he asks.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "platform/rate/callers.hpp"

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

/// Of this process. Any thread.
class Rates {
 public:
  explicit Rates(RateLimits limits);
  [[nodiscard]] RateVerdict ask(RateClass of, const std::string& who, Time now);

 private:
  const RateLimits limits_;
  rate::Callers callers_;
};

}  // namespace zhiyin::api
