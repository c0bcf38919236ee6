// The store's housekeeping, twice a second on a thread of its own, and what it learns of the store's health.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "platform/db/store.hpp"
#include "platform/metric/metric.hpp"

namespace zhiyin::app {

class Tending {
 public:
  /// `measure` reads figures from the store every few seconds; may be empty.
  Tending(db::Store& store, MetricRegistry& metrics, std::function<void(db::Session&)> measure);
  ~Tending();
  Tending(const Tending&) = delete;
  Tending& operator=(const Tending&) = delete;

  /// False while the last round failed: the store cannot be reached, or cannot be written.
  [[nodiscard]] bool well() const { return well_.load(std::memory_order_relaxed); }
  void stop();

 private:
  void run();
  void tend();
  void measure();

  db::Store& store_;
  Gauge& wal_bytes_;
  std::function<void(db::Session&)> measure_;
  std::unique_ptr<db::Session> reading_;  // for measure_; made anew after a failure
  int rounds_until_measure_ = 0;
  std::atomic<bool> well_{true};
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace zhiyin::app
