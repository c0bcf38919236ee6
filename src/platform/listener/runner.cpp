#include "platform/listener/runner.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include "platform/listener/trim.hpp"
#include "platform/logging/logging.hpp"

namespace zhiyin::listener {
namespace {

constexpr std::chrono::milliseconds store_pause{1'000};  // after the store could not be read
constexpr std::chrono::milliseconds turn_pause{5};

}  // namespace

/// A thread that asks for commands, one after the other. The thread starts with start() and uses what its owner has built until stop().
class Runner::Loop {
 public:
  struct Pause {
    std::chrono::milliseconds at_most;
    bool hints_end_it;
  };
  using Next = std::function<std::unique_ptr<writer::Command>(db::Session&)>;

  Loop(Open open, Submit submit) : open_(std::move(open)), submit_(std::move(submit)) {}
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop() { stop(); }

  void start(Next next, std::function<Pause()> pause) {
    next_ = std::move(next);
    pause_ = std::move(pause);
    thread_ = std::thread([this] { run(); });
  }

  void wake() {
    const std::lock_guard lock(mutex_);
    if (!std::exchange(hinted_, true)) {
      changed_.notify_all();
    }
  }

  /// The command given out was answered.
  void answered() {
    const std::lock_guard lock(mutex_);
    busy_ = false;
    changed_.notify_all();  // under the lock: after it, stop() may return and this object be gone
  }

  void stop() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
      changed_.notify_all();
    }
    if (thread_.joinable()) {
      thread_.join();
    }
  }

 private:
  void run() {
    std::unique_ptr<db::Session> session;
    while (true) {
      Pause pause{std::chrono::milliseconds{0}, false};
      if (auto command = ask(session)) {
        {
          const std::lock_guard lock(mutex_);
          busy_ = true;
        }
        submit_(std::move(command));
      } else {
        pause = session ? pause_() : Pause{store_pause, false};
      }
      std::unique_lock lock(mutex_);
      changed_.wait(lock, [this] { return !busy_; });
      changed_.wait_for(lock, pause.at_most, [&] { return stopping_ || (hinted_ && pause.hints_end_it); });
      if (stopping_) {
        return;
      }
      hinted_ = false;
    }
  }

  [[nodiscard]] std::unique_ptr<writer::Command> ask(std::unique_ptr<db::Session>& session) {
    try {
      if (!session || session->lost()) {
        session = open_();
      }
      return next_(*session);
    } catch (const db::Failure& failure) {
      logging::warning("listener", "cannot read the log: {}", failure.what());
      session.reset();
      return nullptr;
    }
  }

  Open open_;
  Submit submit_;
  Next next_;
  std::function<Pause()> pause_;
  std::mutex mutex_;  // guards the three below
  std::condition_variable changed_;
  bool busy_ = false;
  bool hinted_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

namespace {

std::chrono::nanoseconds reading_of_steady_clock() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

std::chrono::milliseconds pause_of(const Stepper& stepper, const RunnerLimits& limits) {
  switch (stepper.wait()) {
    case Stepper::Wait::for_facts: return limits.poll;
    case Stepper::Wait::after_fail: return std::min(limits.poll * (1 << std::min(stepper.failures(), 10)), limits.failed_max);
    case Stepper::Wait::for_others: return std::chrono::seconds{1};
    case Stepper::Wait::for_turn: return turn_pause;
  }
  return limits.poll;
}

}  // namespace

Runner::Runner(Open open, Submit submit, std::vector<Listener> listeners, RunnerLimits limits, MetricRegistry& metrics)
    : listeners_(std::move(listeners)) {
  for (const auto& listener : listeners_) {
    const auto label = metric_label("listener", listener.name);
    const StepperFigures figures{metrics.gauge("listener_behind", "Facts that a listener has before it", label),
                                 metrics.counter("listener_parked_total", "Facts that a listener has parked", label)};
    auto& loop = *loops_.emplace_back(std::make_unique<Loop>(open, submit));
    const auto stepper = std::make_shared<Stepper>(listener, limits.step, reading_of_steady_clock, figures, danger_,
                                                   [&loop] { loop.answered(); });  // both functions'
    loop.start([stepper](db::Session& session) { return stepper->next(session); },
               [stepper, limits] { return Loop::Pause{pause_of(*stepper, limits), stepper->wait() == Stepper::Wait::for_facts}; });
  }
  auto& loop = *loops_.emplace_back(std::make_unique<Loop>(std::move(open), std::move(submit)));
  loop.start([&loop, limits](db::Session& session) { return trim_command(session, limits.log_kept_max, [&loop] { loop.answered(); }); },
             [limits] { return Loop::Pause{limits.trim_every, false}; });
}

Runner::~Runner() {
  stop();
}

void Runner::wake() {
  for (const auto& loop : loops_) {
    loop->wake();
  }
}

void Runner::stop() {
  for (const auto& loop : loops_) {
    loop->stop();
  }
}

}  // namespace zhiyin::listener
