// The store's housekeeping, twice a second on a thread of its own, and what it learns of the store's health.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "platform/db/store.hpp"
#include "platform/metric/metric.hpp"

namespace zhiyin::app {

class Tending {
 public:
  Tending(db::Store& store, MetricRegistry& metrics);
  ~Tending();
  Tending(const Tending&) = delete;
  Tending& operator=(const Tending&) = delete;

  /// False while the last round failed: the store cannot be reached, or cannot be written.
  [[nodiscard]] bool well() const { return well_.load(std::memory_order_relaxed); }
  void stop();

 private:
  void run();

  db::Store& store_;
  Gauge& wal_bytes_;
  std::atomic<bool> well_{true};
  std::mutex mutex_;
  std::condition_variable woken_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace zhiyin::app
