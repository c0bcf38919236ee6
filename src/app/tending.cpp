#include "app/tending.hpp"

#include <chrono>
#include <cstdlib>

#include "platform/logging/logging.hpp"

namespace zhiyin::app {
namespace {

constexpr std::chrono::milliseconds every{500};

}  // namespace

Tending::Tending(db::Store& store, MetricRegistry& metrics)
    : store_(store), wal_bytes_(metrics.gauge("store_wal_bytes", "SQLite's write-ahead log before the last checkpoint")) {
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
      const auto found = store_.tend();
      if (store_.engine() == db::Engine::sqlite) {
        wal_bytes_.set(found);
      } else if (found > 0) {
        logging::warning("store", "ended {} writers that kept their transactions waiting", found);
      }
      well_ = true;
    } catch (const db::Failure& failure) {
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
