#include "platform/writer/lane.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "platform/logging/logging.hpp"

namespace zhiyin::writer {
namespace {

constexpr std::chrono::seconds tell_failures_every{1};
constexpr int loads_max = 12;
constexpr int contention_tries_max = 4;
constexpr std::chrono::milliseconds reconnect_pause{200};
constexpr std::chrono::milliseconds gather_max{1};
constexpr int exit_sync_failed = 74;  // EX_IOERR

// Each batch leaves its mark and takes its predecessor's away, so a lane has one.
constexpr db::Statement leave_mark{
    "leave_mark", "WITH gone AS (DELETE FROM batch_mark WHERE token = $3) INSERT INTO batch_mark (token, at) VALUES ($1, $2)",
    "SELECT 1 WHERE $1 IS NULL AND $2 IS NULL AND $3 IS NULL"};
// A claim is told from a batch's own mark by its sign; it stays, because what it forbids may come late.
constexpr db::Statement claim_mark{"claim_mark", "INSERT INTO batch_mark (token, at) VALUES ($1, $2) ON CONFLICT DO NOTHING"};
constexpr db::Statement read_mark{"read_mark", "SELECT at FROM batch_mark WHERE token = $1"};
constexpr std::array<const db::Statement*, 3> all_statements{&leave_mark, &claim_mark, &read_mark};

Error store_error(const db::Failure& failure) {
  Error error{ErrorCode::unavailable, "the store cannot take this now", "", "send it again with the same id", failure.what()};
  switch (failure.kind()) {
    case db::FailureKind::full: error.what = "the store is full"; break;
    case db::FailureKind::lost: error.what = "the store cannot be reached"; break;
    case db::FailureKind::in_doubt: error.detail = "in doubt: " + error.detail; break;
    case db::FailureKind::duplicate:
    case db::FailureKind::contention:
    case db::FailureKind::sync_failed:
    case db::FailureKind::broken: break;
  }
  return error;
}

/// Nobody knows what the disk holds now; the next start reads it and tells the truth. Nothing may be answered any more.
[[noreturn]] void end_process(const db::Failure& failure) {
  logging::error("writer", "a sync failed, so this process ends: {}", failure.what());
  std::_Exit(exit_sync_failed);
}

}  // namespace

db::ModuleStatements statements() {
  return {all_statements, {}};
}

Lane::Lane(Open open, const Clock& clock, Chance& chance, LaneLimits limits, LaneHooks hooks, LaneFigures figures)
    : open_(std::move(open)), tx_(clock, chance), chance_(chance), limits_(limits), hooks_(std::move(hooks)), figures_(figures) {}

Lane::~Lane() = default;

void Lane::submit(std::unique_ptr<Command> command) {
  bool wake = false;
  {
    std::unique_lock lock(mutex_);
    if (closed_ || waiting_.size() >= limits_.waiting_max) {
      lock.unlock();
      command->failed({ErrorCode::unavailable,
                       "the server has more to store than it can at this moment",
                       "",
                       "send it again with the same id after a second",
                       {}});
      return;
    }
    waiting_.push_back(std::move(command));
    figures_.waiting.add(1);
    wake = waiting_.size() == wake_at_;
  }
  if (wake) {
    arrived_.notify_one();
  }
}

void Lane::submit_background(std::unique_ptr<Command> command) {
  {
    const std::lock_guard lock(mutex_);
    if (!closed_) {
      background_.push_back(std::move(command));
    }
  }
  arrived_.notify_one();
}

Lane::Batch Lane::next_batch() {
  const std::lock_guard lock(mutex_);
  Batch batch;
  const auto move_some = [&batch](auto& from, std::size_t most) {
    const auto count = static_cast<std::ptrdiff_t>(std::min(from.size(), most));
    batch.insert(batch.end(), std::make_move_iterator(from.begin()), std::make_move_iterator(from.begin() + count));
    from.erase(from.begin(), from.begin() + count);
    return count;
  };
  figures_.waiting.add(-move_some(waiting_, limits_.batch_max));
  move_some(background_, limits_.background_per_batch_max);
  return batch;
}

bool Lane::step() {
  auto batch = next_batch();
  if (batch.empty()) {
    return false;
  }
  last_batch_ = batch.size();
  perform(std::move(batch));
  return true;
}

void Lane::wait(std::chrono::milliseconds at_most) {
  std::unique_lock lock(mutex_);
  wake_at_ = 1;
  arrived_.wait_for(lock, at_most, [this] { return closed_ || !waiting_.empty() || !background_.empty(); });
}

void Lane::gather() {
  std::unique_lock lock(mutex_);
  wake_at_ = std::min(last_batch_, limits_.batch_max);
  if (!waiting_.empty() && waiting_.size() < wake_at_) {
    arrived_.wait_for(lock, std::min<std::chrono::nanoseconds>(last_took_ / 4, gather_max),
                      [this] { return closed_ || waiting_.size() >= wake_at_; });
  }
}

void Lane::close() {
  {
    const std::lock_guard lock(mutex_);
    closed_ = true;
  }
  arrived_.notify_all();
}

bool Lane::closed() const {
  const std::lock_guard lock(mutex_);
  return closed_;
}

bool Lane::connected(std::string& why) {
  if (session_ && !session_->lost()) {
    return true;
  }
  session_.reset();
  if (std::chrono::steady_clock::now() < retry_at_) {
    why = "the store cannot be reached; tried a moment ago";
    return false;
  }
  try {
    session_ = open_();
    health_ = Health::well;
    return true;
  } catch (const db::Failure& failure) {
    why = failure.what();
    health_ = Health::unreachable;
    retry_at_ = std::chrono::steady_clock::now() + reconnect_pause;
    return false;
  }
}

void Lane::perform(Batch batch) {
  std::string why;
  if (!connected(why)) {
    fail_all(batch, db::Failure(db::FailureKind::lost, why));
    return;
  }
  try {
    attempt(batch);
    answer(batch);
  } catch (const db::Failure& failure) {
    switch (failure.kind()) {
      case db::FailureKind::sync_failed: end_process(failure);
      case db::FailureKind::full:
        health_ = Health::full;
        fail_all(batch, failure);
        return;
      case db::FailureKind::in_doubt:
        logging::warning("writer", "a batch of {} is in doubt: {}", batch.size(), failure.what());
        try {
          if (settle_doubt()) {
            answer(batch);
            return;
          }
        } catch (const db::Failure& unsettled) {
          fail_all(batch, db::Failure(db::FailureKind::in_doubt, unsettled.what()));
          return;
        }
        break;
      case db::FailureKind::duplicate:
      case db::FailureKind::contention:
      case db::FailureKind::lost:
      case db::FailureKind::broken: break;
    }
    logging::warning("writer", "a batch of {} is done again one by one: {}", batch.size(), failure.what());
    figures_.retries.add();
    attempt_one_by_one(std::move(batch));
  }
}

void Lane::attempt(std::span<const std::unique_ptr<Command>> commands) {
  const auto began = std::chrono::steady_clock::now();
  try {
    session_->begin();
    tx_.start(*session_);
    int loads = 0;
    do {
      require(++loads <= loads_max, "the rows that commands want lead to an end");
      for (const auto& one : commands) {
        one->want(tx_);
      }
    } while (tx_.load());
    tx_.wanting_ = false;
    for (const auto& one : commands) {
      one->run(tx_);
    }
    if (hooks_.early_ack) {
      for (const auto& one : commands) {
        one->committed();
      }
    }
    tx_.flush();
    mark_batch();
    journal::append(*session_, tx_.entries_);
    if (hooks_.at) {
      hooks_.at(Moment::before_commit);
    }
    session_->commit();
    last_mark_ = mark_;
  } catch (const db::Failure&) {
    session_->rollback();
    throw;
  } catch (const std::exception& error) {
    session_->rollback();
    throw db::Failure(db::FailureKind::broken, error.what());
  }
  health_ = Health::well;
  if (hooks_.at) {
    hooks_.at(Moment::after_commit);
  }
  figures_.commits.add();
  figures_.commands.add(commands.size());
  last_took_ = std::chrono::steady_clock::now() - began;
  figures_.commit_seconds.observe(last_took_);
  if (hooks_.on_commit && !tx_.entries_.empty()) {
    hooks_.on_commit();
  }
}

/// PostgreSQL only: the row by which the batch is found again. SQLite has no connection to lose.
void Lane::mark_batch() {
  if (session_->engine() == db::Engine::postgres) {
    mark_ = static_cast<std::int64_t>(chance_.bits() >> 1U);
    const std::array<db::Value, 3> parameters{mark_, to_millis(tx_.now()), last_mark_};
    (void)session_->send(leave_mark, parameters);
  }
}

/// Inserting the batch's own mark decides it: if the mark is there the batch was committed; if it is not, our row takes its place, and the
/// batch, should its COMMIT still be on the way, fails on the unique key. If it is just being committed, the insert waits for its end.
/// (pg_xact_status would not do: a transaction id that was never flushed can be given again after a crash of the server.)
bool Lane::settle_doubt() {
  if (hooks_.rerun_in_doubt) {
    return false;
  }
  const auto deadline = std::chrono::steady_clock::now() + limits_.doubt_max;
  while (true) {
    std::string why;
    if (connected(why)) {
      try {
        session_->begin();
        (void)session_->query(claim_mark, {mark_, -to_millis(tx_.now())});
        const bool there = session_->query(read_mark, {mark_}).number(0, 0) > 0;
        session_->commit();
        last_mark_ = there ? mark_ : last_mark_;
        return there;
      } catch (const db::Failure& failure) {
        session_->rollback();
        why = failure.what();
      }
    }
    if (std::chrono::steady_clock::now() > deadline) {
      throw db::Failure(db::FailureKind::in_doubt, why);
    }
    std::this_thread::sleep_for(reconnect_pause);
  }
}

void Lane::attempt_one_by_one(Batch batch) {
  for (auto& one : batch) {
    Batch single;
    single.push_back(std::move(one));
    for (int tries = 1;; ++tries) {
      std::string why;
      try {
        if (!connected(why)) {
          throw db::Failure(db::FailureKind::lost, why);
        }
        attempt(single);
        answer(single);
      } catch (const db::Failure& failure) {
        if (failure.kind() == db::FailureKind::sync_failed) {
          end_process(failure);
        }
        if (failure.kind() == db::FailureKind::in_doubt) {
          try {
            if (settle_doubt()) {
              answer(single);
              break;
            }
            continue;
          } catch (const db::Failure& unsettled) {
            fail_all(single, unsettled);
            break;
          }
        }
        if (tries < contention_tries_max &&
            (failure.kind() == db::FailureKind::contention || failure.kind() == db::FailureKind::duplicate)) {
          continue;
        }
        if (failure.kind() == db::FailureKind::full) {
          health_ = Health::full;
        }
        if (failure.kind() == db::FailureKind::broken || failure.kind() == db::FailureKind::duplicate) {
          single.front()->unfit(failure.what());
        }
        fail_all(single, failure);
      }
      break;
    }
  }
}

void Lane::answer(const Batch& batch) const {
  if (!hooks_.early_ack) {
    for (const auto& one : batch) {
      one->committed();
    }
  }
}

void Lane::fail_all(const Batch& batch, const db::Failure& failure) {
  figures_.failures.add(batch.size());
  // A store that is away fails thousands of batches a second; the log must not fill the disk meanwhile.
  untold_ += batch.size();
  if (const auto now = std::chrono::steady_clock::now(); now >= tell_at_) {
    logging::error("writer", "{} commands were not stored: {}", std::exchange(untold_, 0), failure.what());
    tell_at_ = now + tell_failures_every;
  }
  for (const auto& one : batch) {
    one->failed(store_error(failure));
  }
}

}  // namespace zhiyin::writer
