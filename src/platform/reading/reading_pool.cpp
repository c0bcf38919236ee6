#include "platform/reading/reading_pool.hpp"

#include "platform/logging/logging.hpp"

namespace zhiyin::reading {

ReadingPool::ReadingPool(db::Store& store, std::size_t threads) : store_(store) {
  for (std::size_t i = 0; i < threads; ++i) {
    threads_.emplace_back([this] { run(); });
  }
}

ReadingPool::~ReadingPool() {
  stop();
}

void ReadingPool::add(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (!stopped_ && waiting_.size() < waiting_max) {
      waiting_.push_back(std::move(job));
      arrived_.notify_one();
      return;
    }
  }
  job.fail({ErrorCode::unavailable, "too many questions wait for the store", "", "try again in a second", {}});
}

void ReadingPool::work_on(Job& job, db::Store& store, std::unique_ptr<db::Session>& session) {
  try {
    if (!session || session->lost()) {
      session = store.open_reading();
    }
    session->begin();
    auto deliver = job.work(*session);
    session->commit();
    deliver();
  } catch (const db::Failure& failure) {
    logging::error("reading", "a question to the store failed: {}", failure.what());
    if (session) {
      session->rollback();
    }
    job.fail({ErrorCode::unavailable, "the store cannot be asked now", "", "try again in a second", failure.what()});
  }
}

void ReadingPool::run() {
  std::unique_ptr<db::Session> session;
  while (true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
      if (waiting_.empty()) {
        return;
      }
      job = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work_on(job, store_, session);
  }
}

void ReadingPool::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  arrived_.notify_all();
  for (auto& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

}  // namespace zhiyin::reading
