// Durations of a bench, kept whole, so that a percentile is exact.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace zhiyin::harness {

class Latencies {
 public:
  void add(std::chrono::nanoseconds took) {
    micros_.push_back(static_cast<std::uint32_t>(std::clamp<std::int64_t>(took.count() / 1000, 0, UINT32_MAX)));
  }
  [[nodiscard]] std::size_t count() const { return micros_.size(); }
  /// Milliseconds below which the part `share` (0 to 1) of all lie; 0 when there are none.
  [[nodiscard]] double percentile_ms(double share) {
    if (micros_.empty()) {
      return 0;
    }
    const auto rank = static_cast<std::size_t>(share * static_cast<double>(micros_.size() - 1));
    const auto at = micros_.begin() + static_cast<std::ptrdiff_t>(rank);
    std::nth_element(micros_.begin(), at, micros_.end());
    return static_cast<double>(*at) / 1000.0;
  }
  void clear() { micros_.clear(); }

 private:
  std::vector<std::uint32_t> micros_;
};

}  // namespace zhiyin::harness
