// Many callers, each with his own rate, in this process and in bounded memory.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "platform/rate/gcra.hpp"
#include "platform/rate/recent.hpp"

namespace zhiyin::rate {

/// Any thread.
class Callers {
 public:
  static constexpr std::size_t callers_max = 100'000;  ///< about 10 MB; of those above it whoever was away for longest is a newcomer

  [[nodiscard]] Arrival arrive(const std::string& who, Time now, const Pace& pace);

 private:
  std::mutex mutex_;
  Recent<Micros> tats_{callers_max};
};

/// Who an address is counted as: an IPv4 address as it is, an IPv6 one by its /64, as one customer of a provider has at least that many;
/// other texts stay as they are.
[[nodiscard]] std::string network_of(std::string_view address);

}  // namespace zhiyin::rate
