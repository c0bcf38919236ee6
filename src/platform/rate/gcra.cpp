#include "platform/rate/gcra.hpp"

#include <algorithm>

namespace zhiyin::rate {

Arrival arrive(Micros tat, Time now, const Pace& pace) {
  const Micros at = now.time_since_epoch();
  const auto most = pace.every * pace.burst;
  const auto from = std::clamp(tat, at, at + most);
  const auto to = from + pace.every;
  Arrival out{.tat = from};
  out.allowed = to - at <= most;
  if (out.allowed) {
    out.tat = to;
  } else {
    out.wait = to - at - most;
  }
  out.rested = out.tat - at;
  out.left = (most - out.rested) / pace.every;
  return out;
}

}  // namespace zhiyin::rate
