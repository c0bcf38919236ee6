// The threads of the listeners: one for each, and one that shortens the log.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "platform/db/session.hpp"
#include "platform/listener/stepper.hpp"

namespace zhiyin::listener {

struct RunnerLimits {
  StepperLimits step{};
  std::chrono::milliseconds poll{100};          ///< without a hint: other processes commit too
  std::chrono::milliseconds failed_max{5'000};  ///< the longest pause after failures in a row
  std::int64_t log_kept_max = 1'000'000;        ///< facts that stay, whatever the cursors say
  std::chrono::milliseconds trim_every{1'000};
};

class Runner {
 public:
  using Open = std::function<std::unique_ptr<db::Session>()>;            ///< a reading session; may throw db::Failure
  using Submit = std::function<void(std::unique_ptr<writer::Command>)>;  ///< Writer::submit_background

  /// The cursors were found()ed. Starts its threads at once.
  Runner(Open open, Submit submit, std::vector<Listener> listeners, RunnerLimits limits, MetricRegistry& metrics);
  ~Runner();
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;

  /// There may be more facts; for LaneHooks::on_commit. Any thread, costs little.
  void wake();
  /// Reads no more and waits for what is under way, so the writer must still be there, or have given its commands up.
  void stop();

 private:
  class Loop;
  std::vector<Listener> listeners_;
  Danger danger_;
  std::vector<std::unique_ptr<Loop>> loops_;  // use both
};

}  // namespace zhiyin::listener
