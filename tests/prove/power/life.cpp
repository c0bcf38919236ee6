#include "power/life.hpp"

#include <fmt/format.h>

#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <thread>

#include "platform/logging/logging.hpp"
#include "power/faults.hpp"
#include "power/keeper.hpp"
#include "power/shim.hpp"
#include "store/core.hpp"
#include "write/producers.hpp"

namespace zhiyin::power {
namespace {

using namespace std::chrono_literals;

constexpr std::string_view mark = "--life";
constexpr std::int64_t commits_per_rest = 12;
constexpr std::chrono::seconds life_max{20};

/// Tends the store as the server does, only sooner: whenever the writer rests, so that each checkpoint reaches the end of the log and the
/// next commit begins it anew; and at moments in between, while the writer writes.
class Tender {
 public:
  Tender() = default;
  ~Tender() { stop(); }
  Tender(const Tender&) = delete;
  Tender& operator=(const Tender&) = delete;
  void start(db::Store& store) {
    thread_ = std::thread([this, &store] { run(store); });
  }
  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
      thread_.join();
    }
  }
  /// On the writer's thread, after a commit.
  void rest() {
    std::unique_lock lock(mutex_);
    const auto wanted = rounds_ + 2;  // one that began after this moment has ended
    resting_ = true;
    changed_.notify_all();
    changed_.wait_for(lock, 1s, [&] { return rounds_ >= wanted || stopping_; });
    resting_ = false;
  }

 private:
  void run(db::Store& store) {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      changed_.wait_for(lock, 7ms, [this] { return stopping_ || resting_; });
      lock.unlock();
      tend(store);
      lock.lock();
      ++rounds_;
      changed_.notify_all();
    }
  }
  static void tend(db::Store& store) {
    try {
      store.tend();
    } catch (const db::Failure& failure) {
      if (failure.kind() == db::FailureKind::sync_failed) {
        std::_Exit(exit_sync_refused);
      }
      logging::warning("proof", "tending failed: {}", failure.what());
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::int64_t rounds_ = 0;
  bool resting_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

/// Counts commits, and lets main wait for the last that the plan wants.
class Commits {
 public:
  explicit Commits(std::int64_t wanted) : wanted_(wanted) {}
  /// Whether it is time for a rest.
  bool add() {
    const std::lock_guard lock(mutex_);
    if (++done_ == wanted_) {
      reached_.notify_all();
    }
    return done_ % commits_per_rest == 0;
  }
  void wait() {
    std::unique_lock lock(mutex_);
    reached_.wait_for(lock, life_max, [this] { return done_ >= wanted_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable reached_;
  std::int64_t wanted_;
  std::int64_t done_ = 0;
};

void live(const Plan& plan) {
  const auto faults = faults_by(plan.planted);
  Commits commits(plan.commits);
  Tender tender;
  db::StoreOptions store;
  store.folder = data_folder(plan.folder);
  store.sync = !faults.synchronous_off;
  trial::CoreOptions options;
  options.hooks.early_ack = faults.early_ack;
  options.hooks.at = [&](writer::Moment moment) {
    if (moment == writer::Moment::after_commit && commits.add()) {
      tender.rest();
    }
  };
  options.more = {prove::producer_statements(false)};
  trial::Core core(store, std::move(options));
  awake();
  tender.start(core.store());
  Keeper keeper(data_folder(plan.folder) + std::string{keys_folder}, file_record_file(plan));
  prove::Producers talking(core, {0, producers, record_file(plan), false});
  commits.wait();
  talking.stop(10s);
  core.writer().stop();
  keeper.stop();
  tender.stop();
}

}  // namespace

std::string record_file(const Plan& plan) {
  return plan.notes + "/records";
}
std::string file_record_file(const Plan& plan) {
  return plan.notes + "/file-records";
}
std::string fate_file(const Plan& plan) {
  return plan.notes + "/fate";
}
std::string log_file(const Plan& plan) {
  return plan.notes + "/log";
}
std::string data_folder(const std::string& disk) {
  return disk + "/data";
}

std::vector<std::string> words_of_life(const std::string& program, const Plan& plan) {
  std::vector<std::string> words{program, std::string{mark}};
  const auto more = plan.words();
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

void live_if_asked(int count, char** words) {
  if (count < 2 || words[1] != mark) {
    return;
  }
  const auto plan = plan_from({words + 2, words + count});
  start(plan);
  int code = exit_no_store;
  try {
    live(plan);
    code = 0;
  } catch (const std::exception& e) {
    fmt::print(stderr, "{}\n", e.what());
  }
  end(code);
}

}  // namespace zhiyin::power
