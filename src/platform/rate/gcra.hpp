// How often something may come: the generic cell rate algorithm, in its form of virtual scheduling (ITU-T I.371, annex A). One number per
// caller, the theoretical arrival time (TAT) of his next: each moves it by the interval T; one that would put it more than the whole burst
// ahead of now is refused and moves nothing. So a caller may spend his burst at once and then goes on at its pace.
#pragma once

#include <chrono>
#include <cstdint>

#include "platform/base/time.hpp"

namespace zhiyin::rate {

using Micros = std::chrono::microseconds;

struct Pace {
  Micros every{0};         ///< the interval T, above 0
  std::int64_t burst = 1;  ///< how many may come at once after a rest, at least 1

  /// `count` at once, and as many in any minute after it; 1 to 60,000,000.
  [[nodiscard]] static constexpr Pace per_minute(std::int64_t count) { return {Micros{std::chrono::minutes{1}} / count, count}; }
};

struct Arrival {
  Micros tat{0};  ///< after this one, since 1970
  bool allowed = true;
  Micros wait{0};         ///< when refused: until one would be allowed
  std::int64_t left = 0;  ///< as many more would be allowed now
  Micros rested{0};       ///< until the whole burst is there again
};

/// The decision alone. `tat` is 0 for a newcomer. A clock that was put back delays nobody by more than one burst.
[[nodiscard]] Arrival arrive(Micros tat, Time now, const Pace& pace);

}  // namespace zhiyin::rate
