// Figures for /metrics (Prometheus text format 0.0.4). Counting costs nanoseconds and takes no lock.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace zhiyin {

class Counter {
 public:
  void add(std::uint64_t n = 1) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

class Gauge {
 public:
  void set(std::int64_t v) { value_.store(v, std::memory_order_relaxed); }
  void add(std::int64_t n) { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::int64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::int64_t> value_{0};
};

/// Durations in fixed buckets from 100 µs to 30 s, two a decade. What lies exactly on a bound counts below it; a negative one counts as 0.
class Histogram {
 public:
  using Bound = std::chrono::microseconds;
  static constexpr std::array<Bound, 12> bounds{Bound{100},       Bound{300},       Bound{1'000},      Bound{3'000},
                                                Bound{10'000},    Bound{30'000},    Bound{100'000},    Bound{300'000},
                                                Bound{1'000'000}, Bound{3'000'000}, Bound{10'000'000}, Bound{30'000'000}};
  void observe(std::chrono::nanoseconds took);
  [[nodiscard]] std::uint64_t count() const;

 private:
  friend class MetricRegistry;
  std::array<std::atomic<std::uint64_t>, bounds.size() + 1> buckets_{};
  std::atomic<std::uint64_t> sum_ns_{0};
};

/// `name="value"` with the value escaped, for the `labels` below; several are joined with commas.
[[nodiscard]] std::string metric_label(std::string_view name, std::string_view value);

/// Owns every figure; each is made once by name and lives as long as the registry. Names are checked: [a-z_][a-z0-9_]*,
/// with the unit last: a counter ends in `_total`, a histogram in `_seconds`. Making the same name twice is a bug, unless its labels
/// differ. Any thread may make, count and ask.
class MetricRegistry {
 public:
  MetricRegistry();
  ~MetricRegistry();
  MetricRegistry(const MetricRegistry&) = delete;
  MetricRegistry& operator=(const MetricRegistry&) = delete;

  /// `labels` is the inside of the braces, e.g. `engine="sqlite"`; empty for none.
  Counter& counter(std::string_view name, std::string_view help, std::string_view labels = {});
  Gauge& gauge(std::string_view name, std::string_view help, std::string_view labels = {});
  Histogram& histogram(std::string_view name, std::string_view help, std::string_view labels = {});
  /// A gauge read when asked for; `read` is called on the asking thread, must not block and must not use the registry.
  void read_gauge(std::string_view name, std::string_view help, std::function<double()> read);

  [[nodiscard]] std::string exposition() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhiyin
