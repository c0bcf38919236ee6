// One listener's way along the log, one command at a time: what to try next, what to count first, what to park. Pure stepping: a thread
// (runner.hpp) or a simulation calls next() and gives the command to a writer.
//
// Counting. A batch is tried without counting first, except when it is the first in this process's life, since the one before may have died
// of it. After a failure the facts of the batch are tried one by one, each counted before each try, in a transaction of its own, so that a
// fact that kills the process is parked by a later one. Of the listeners of a process one at a time is in the middle of a counted try, so
// that nobody is blamed for a death that another's fact has caused.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "platform/listener/listener.hpp"
#include "platform/metric/metric.hpp"
#include "platform/writer/command.hpp"

namespace zhiyin::listener {

struct StepperLimits {
  std::int64_t facts_max = 200;                                       ///< in one command
  std::chrono::nanoseconds apply_max = std::chrono::milliseconds{5};  ///< what `apply` may take: batches shrink above it
};

struct StepperFigures {
  Gauge& behind;    ///< facts after the cursor
  Counter& parked;  ///< facts parked by this process
};

/// Who is in the middle of a counted try: one Stepper of a process at a time. Any thread.
class Danger {
 public:
  /// Also true for who is in already.
  [[nodiscard]] bool enter(const void* who) {
    const void* holder = nullptr;
    return holder_.compare_exchange_strong(holder, who) || holder == who;
  }
  void leave(const void* who) { holder_.compare_exchange_strong(who, nullptr); }

 private:
  std::atomic<const void*> holder_{nullptr};
};

/// One thread calls next() and asks; its commands answer on the writer's.
class Stepper {
 public:
  using Stopwatch = std::function<std::chrono::nanoseconds()>;  ///< a reading of a clock that never goes back

  /// `danger` is shared by all of the process. `done` is called when a command was answered, on the thread that answers it; it may be
  /// empty. The Stepper outlives its commands: it may go when under_way() is false.
  Stepper(const Listener& listener, StepperLimits limits, Stopwatch stopwatch, StepperFigures figures, Danger& danger,
          std::function<void()> done = {});
  ~Stepper() { danger_.leave(this); }
  Stepper(const Stepper&) = delete;
  Stepper& operator=(const Stepper&) = delete;

  /// The next command; nullptr when there is nothing to do, or one is under way, or it is better to wait. May throw db::Failure.
  [[nodiscard]] std::unique_ptr<writer::Command> next(db::Session& reading);
  [[nodiscard]] bool under_way() const { return under_way_.load(std::memory_order_acquire); }

  enum class Wait : std::uint8_t {
    for_facts,   ///< until there are more
    after_fail,  ///< longer with each of failures(): something is wrong
    for_others,  ///< a second: another process may be in the middle of a try
    for_turn,    ///< a moment: another listener of this process is in the middle of one
  };
  [[nodiscard]] Wait wait() const { return wait_; }
  [[nodiscard]] int failures() const { return failures_; }  ///< in a row

 private:
  class Step;
  enum class Mode : std::uint8_t { count, apply, park };
  enum class Outcome : std::uint8_t { none, done, moved, threw, trouble };

  void settle();
  void failed_try();
  /// False when it is better to wait and look again.
  [[nodiscard]] bool load(db::Session& reading);
  [[nodiscard]] bool one_by_one() const { return cursor_.pos < suspect_until_; }
  [[nodiscard]] bool prepared(const std::vector<journal::Entry>& live);
  [[nodiscard]] std::unique_ptr<writer::Command> step(Mode mode, Cursor to, std::vector<journal::Entry> live,
                                                      std::vector<journal::Entry> behind);
  void warn_of_gap(std::int64_t first);

  const Listener& listener_;
  StepperLimits limits_;
  Stopwatch stopwatch_;
  StepperFigures figures_;
  Danger& danger_;
  std::function<void()> done_;

  bool known_ = false;  // the three below are as stored
  Cursor cursor_;
  std::set<std::int64_t> parked_;
  Cursor seen_;  // when tries of others were seen: to tell whether they got on
  bool seen_others_ = false;

  bool fresh_ = true;     // nothing was applied in this life yet
  bool counted_ = false;  // the try to come was counted
  std::int64_t uncounted_ = 0;
  std::int64_t suspect_until_ = 0;  // facts up to here are tried one by one
  std::int64_t batch_;
  std::string why_;
  Wait wait_ = Wait::for_facts;
  int failures_ = 0;

  // Written by the command under way, read by next() once it is not.
  std::atomic<bool> under_way_{false};
  Mode mode_ = Mode::apply;
  Outcome outcome_ = Outcome::none;
  Cursor to_;
  std::size_t tried_ = 0;  // facts given to `apply`
  std::size_t parking_ = 0;
  std::int64_t last_ = 0;  // position of the last fact of the batch
  std::int64_t subject_ = 0;
  std::chrono::nanoseconds took_{0};
};

}  // namespace zhiyin::listener
