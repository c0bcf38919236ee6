#include "platform/timer/runner.hpp"

#include <algorithm>
#include <utility>

#include "platform/logging/logging.hpp"

namespace zhiyin::timer {

Runner::Runner(Open open, Submit submit, const Clock& clock, std::vector<Kind> kinds, RunnerLimits limits, MetricRegistry& metrics)
    : open_(std::move(open)),
      submit_(std::move(submit)),
      clock_(clock),
      kinds_(std::move(kinds)),
      limits_(limits),
      fired_(metrics.counter("timers_fired_total", "Timers fired")),
      failed_(metrics.counter("timers_failed_total", "Firings that failed and are tried again")),
      late_(metrics.histogram("timers_late_seconds", "From a timer's due time to the transaction that fired it")),
      thread_([this] { run(); }) {}

Runner::~Runner() {
  stop();
}

void Runner::stop() {
  {
    std::unique_lock lock(mutex_);
    stopping_ = true;
    changed_.notify_all();
    changed_.wait(lock, [this] { return under_way_.empty(); });
  }
  if (thread_.joinable()) {
    thread_.join();
  }
}

void Runner::done(const Due& due, Outcome outcome, Millis late) {
  if (outcome == Outcome::fired) {
    fired_.add();
    late_.observe(late);
  }
  const std::lock_guard lock(mutex_);
  const Key key{due.kind, due.subject};
  under_way_.erase(key);
  answered_.insert(key);
  if (outcome == Outcome::failed) {
    failed_.add();
    paused_[key] = std::chrono::steady_clock::now() + limits_.failed_pause;
  }
  changed_.notify_all();  // under the lock: after it, stop() may return and this object be gone
}

std::chrono::milliseconds Runner::look(db::Session& session) {
  std::size_t limit = limits_.under_way_max;
  {
    const std::lock_guard lock(mutex_);
    answered_.clear();
    std::erase_if(paused_, [now = std::chrono::steady_clock::now()](const auto& one) { return one.second <= now; });
    limit += under_way_.size() + paused_.size();  // these are still rows, and must not keep the others out of sight
  }
  const auto now = clock_.now();
  auto found = due(session, now, kinds_, limit);
  bool submitted = false;
  for (auto& one : found) {
    {
      const std::lock_guard lock(mutex_);
      const Key key{one.kind, one.subject};
      if (stopping_ || under_way_.size() >= limits_.under_way_max) {
        return limits_.look_min;
      }
      if (paused_.contains(key) || answered_.contains(key) || !under_way_.insert(key).second) {
        continue;
      }
    }
    const auto kind = std::ranges::find(kinds_, one.kind, &Kind::name);
    submit_(firing(std::move(one), *kind, [this](const Due& d, Outcome outcome, Millis late) { done(d, outcome, late); }));
    submitted = true;
  }
  if (!found.empty()) {
    return submitted ? limits_.look_min : limits_.look_max;  // what is left is under way or paused
  }
  const auto next = next_due(session, kinds_);
  return next ? std::clamp(std::chrono::milliseconds{*next - now}, limits_.look_min, limits_.look_max) : limits_.look_max;
}

void Runner::run() {
  std::unique_ptr<db::Session> session;
  while (true) {
    auto pause = limits_.look_max;
    try {
      if (!session || session->lost()) {
        session = open_();
      }
      pause = look(*session);
    } catch (const db::Failure& failure) {
      logging::warning("timer", "cannot look for what is due: {}", failure.what());
      session.reset();
    }
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, pause, [this] { return stopping_; })) {
      return;
    }
  }
}

}  // namespace zhiyin::timer
