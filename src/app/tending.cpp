#include "app/tending.hpp"

#include <chrono>
#include <cstdlib>

#include "platform/logging/logging.hpp"

namespace zhiyin::app {
namespace {

constexpr std::chrono::milliseconds every{500};
constexpr int rounds_between_measures = 9;  // once in 5 s

}  // namespace

Tending::Tending(db::Store& store, MetricRegistry& metrics, std::function<void(db::Session&)> measure)
    : store_(store),
      wal_bytes_(metrics.gauge("store_wal_bytes", "SQLite's write-ahead log before the last checkpoint")),
      measure_(std::move(measure)) {
  thread_ = std::thread([this] { run(); });
}

Tending::~Tending() {
  stop();
}

void Tending::run() {
  std::unique_lock lock(mutex_);
  while (!woken_.wait_for(lock, every, [this] { return stopped_; })) {
    lock.unlock();
    try {
      tend();
      measure();
      well_ = true;
    } catch (const db::Failure& failure) {
      reading_.reset();
      if (failure.kind() == db::FailureKind::sync_failed) {
        logging::error("store", "a sync failed, so this process ends: {}", failure.what());
        std::_Exit(74);
      }
      if (well_.exchange(false)) {
        logging::warning("store", "tending failed: {}", failure.what());
      }
    }
    lock.lock();
  }
}

void Tending::tend() {
  const auto found = store_.tend();
  if (store_.engine() == db::Engine::sqlite) {
    wal_bytes_.set(found);
  } else if (found > 0) {
    logging::warning("store", "ended {} writers that kept their transactions waiting", found);
  }
}

void Tending::measure() {
  if (!measure_ || rounds_until_measure_-- > 0) {
    return;
  }
  rounds_until_measure_ = rounds_between_measures;
  if (!reading_) {
    reading_ = store_.open_reading();
  }
  measure_(*reading_);
}

void Tending::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  woken_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
}

}  // namespace zhiyin::app
