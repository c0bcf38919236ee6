// The thread that fires timers: asks what is due, hands it to the writer, and sleeps until the next known due time.
#pragma once

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

#include "platform/clock/clock.hpp"
#include "platform/timer/timer.hpp"

namespace zhiyin::timer {

struct RunnerLimits {
  std::size_t under_way_max = 64;                 ///< firings handed to the writer and not yet answered
  std::chrono::milliseconds look_min{20};         ///< between two looks, at least
  std::chrono::milliseconds look_max{1'000};      ///< and at most: somebody else may have armed an earlier one
  std::chrono::milliseconds failed_pause{5'000};  ///< after a firing failed, before it is tried again
};

class Runner {
 public:
  using Open = std::function<std::unique_ptr<db::Session>()>;            ///< a reading session; may throw db::Failure
  using Submit = std::function<void(std::unique_ptr<writer::Command>)>;  ///< Writer::submit_background

  /// Starts its thread at once.
  Runner(Open open, Submit submit, const Clock& clock, std::vector<Kind> kinds, RunnerLimits limits, MetricRegistry& metrics);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// Looks no more and waits for what is under way, so the writer must still be there, or have given its commands up.
  void stop();

 private:
  using Key = std::pair<std::string, std::int64_t>;

  void run();
  /// Submits what is due; returns how long to sleep.
  [[nodiscard]] std::chrono::milliseconds look(db::Session& session);
  void done(const Due& due, Outcome outcome, Millis late);

  Open open_;
  Submit submit_;
  const Clock& clock_;
  std::vector<Kind> kinds_;
  RunnerLimits limits_;
  Counter& fired_;
  Counter& failed_;
  Histogram& late_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::set<Key> under_way_;
  std::set<Key> answered_;                                       // since the present look began: what it sees of these may be from before
  std::map<Key, std::chrono::steady_clock::time_point> paused_;  // failed ones, until when
  bool stopping_ = false;

  std::thread thread_;
};

}  // namespace zhiyin::timer
