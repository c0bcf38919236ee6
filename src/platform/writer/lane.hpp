// One writing session and the queue in front of it. Runs on whatever thread calls step(): the Writer's, or a simulation's.
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "platform/clock/clock.hpp"
#include "platform/metric/metric.hpp"
#include "platform/writer/command.hpp"

namespace zhiyin::writer {

struct LaneLimits {
  std::size_t waiting_max = 8'192;              ///< commands in the queue; more are refused (503)
  std::size_t batch_max = 256;                  ///< commands in one transaction
  std::size_t background_per_batch_max = 1;     ///< listener and timer commands in one transaction, besides
  std::chrono::milliseconds doubt_max{20'000};  ///< how long a batch in doubt may wait for the truth before its commands are answered 503
};

/// Places where a proof may end the process, or watch; see app's proof settings.
enum class Moment : std::uint8_t { before_commit, after_commit };

struct LaneHooks {
  std::function<void(Moment)> at;   ///< may be empty
  std::function<void()> on_commit;  ///< after each commit that recorded facts, before replies leave; may be empty
  // Two faults for proofs to notice; never on elsewhere.
  bool early_ack = false;       ///< answers before COMMIT
  bool rerun_in_doubt = false;  ///< takes a batch in doubt for one that failed
};

struct LaneFigures {
  Counter& commands;
  Counter& commits;
  Counter& retries;
  Counter& failures;
  Gauge& waiting;
  Histogram& commit_seconds;
};

enum class Health : std::uint8_t { well, full, unreachable };

class Lane {
 public:
  using Open = std::function<std::unique_ptr<db::Session>()>;

  Lane(Open open, const Clock& clock, Chance& chance, LaneLimits limits, LaneHooks hooks, LaneFigures figures);
  ~Lane();  // what still waits is answered 503 by its own destruction
  Lane(const Lane&) = delete;
  Lane& operator=(const Lane&) = delete;

  /// Queues a command; when the queue is full the command is answered `unavailable` here and now. Any thread.
  void submit(std::unique_ptr<Command> command);
  /// For listeners and timers: a queue of its own, served with each batch, so that neither starves the other. Any thread.
  void submit_background(std::unique_ptr<Command> command);

  /// Runs one batch of what waits; false when nothing waited. One thread.
  bool step();
  /// Waits until something waits, `close` was called, or the time is over.
  void wait(std::chrono::milliseconds at_most);
  /// Waits a little for those who were just answered and are about to send again, so that they share one commit: until as many wait as
  /// the last batch held, a quarter of its time at most. Returns at once when nothing waits, or the last batch was of one.
  void gather();
  /// Later submissions are answered 503; what waits is still run by step().
  void close();
  [[nodiscard]] bool closed() const;
  [[nodiscard]] Health health() const { return health_.load(std::memory_order_relaxed); }

 private:
  using Batch = std::vector<std::unique_ptr<Command>>;

  [[nodiscard]] Batch next_batch();
  void perform(Batch batch);
  /// One transaction with all of them; throws db::Failure with everything rolled back.
  void attempt(std::span<const std::unique_ptr<Command>> commands);
  void attempt_one_by_one(Batch batch);
  void mark_batch();
  /// After COMMIT's answer was lost: true when the batch is there. Then, and only then, its marks can no longer change.
  [[nodiscard]] bool settle_doubt();
  void answer(const Batch& batch) const;
  void fail_all(const Batch& batch, const db::Failure& failure);  // logs once a second at most
  [[nodiscard]] bool connected(std::string& why);

  Open open_;
  Tx tx_;
  Chance& chance_;
  LaneLimits limits_;
  LaneHooks hooks_;
  LaneFigures figures_;
  std::unique_ptr<db::Session> session_;
  std::chrono::steady_clock::time_point retry_at_{};
  std::size_t last_batch_ = 0;
  std::chrono::nanoseconds last_took_{};
  std::chrono::steady_clock::time_point tell_at_{};
  std::size_t untold_ = 0;      // failed commands that the log has not told of
  std::int64_t mark_ = 0;       // of the present batch
  std::int64_t last_mark_ = 0;  // of the newest batch known to be stored
  std::atomic<Health> health_{Health::well};

  mutable std::mutex mutex_;  // guards what follows
  std::condition_variable arrived_;
  std::deque<std::unique_ptr<Command>> waiting_;
  std::deque<std::unique_ptr<Command>> background_;
  std::size_t wake_at_ = 1;  // how many must wait for the lane to be woken
  bool closed_ = false;
};

[[nodiscard]] db::ModuleStatements statements();

}  // namespace zhiyin::writer
