#include "platform/password/pool.hpp"

#include <sodium.h>

#include <array>
#include <chrono>

#include "platform/base/require.hpp"

namespace zhiyin::password {
namespace {

std::string hash_of_chance(Cost cost) {
  std::array<char, 32> unknown{};
  randombytes_buf(unknown.data(), unknown.size());
  return hash({unknown.data(), unknown.size()}, cost);
}

}  // namespace

void Pool::Place::Free::operator()(Pool* pool) const {
  pool->free_place();
}

Pool::Pool(Cost cost, PoolLimits limits, MetricRegistry& metrics)
    : cost_(cost),
      limits_(limits),
      nobodys_(hash_of_chance(cost)),
      verifications_(metrics.counter("password_verifications_total", "Passwords that were compared with a stored hash or a stand-in")),
      refused_(metrics.counter("password_refused_total", "Questions for which all places of the password pool were taken")),
      seconds_(metrics.histogram("password_hash_seconds", "One hashing of a password")) {
  require(limits.threads > 0 && limits.places_max > 0, "a pool has threads and places");
  for (std::size_t i = 0; i < limits.threads; ++i) {
    threads_.emplace_back([this] { run(); });
  }
}

Pool::~Pool() {
  stop();
}

std::optional<Pool::Place> Pool::reserve() {
  const std::lock_guard lock(mutex_);
  if (stopped_ || taken_ >= limits_.places_max) {
    refused_.add();
    return std::nullopt;
  }
  ++taken_;
  return Place{this};
}

void Pool::free_place() {
  const std::lock_guard lock(mutex_);
  --taken_;
}

void Pool::hash(Place place, std::string password, HashThen then) {
  add({std::move(place), std::move(password), {}, std::move(then), {}});
}

void Pool::verify(Place place, std::string stored, std::string password, VerifyThen then) {
  add({std::move(place), std::move(password), std::move(stored), {}, std::move(then)});
}

void Pool::add(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (!ended_) {
      waiting_.push_back(std::move(job));
    }
  }
  arrived_.notify_one();
}

void Pool::work_on(Job& job) {
  const auto began = std::chrono::steady_clock::now();
  if (job.hash_then) {
    auto stored = password::hash(job.password, cost_);
    seconds_.observe(std::chrono::steady_clock::now() - began);
    job.hash_then(std::move(stored));
  } else {
    verifications_.add();
    const bool known = !job.stored.empty();
    auto verdict = password::verify(known ? job.stored : nobodys_, job.password, cost_);
    verdict.right = verdict.right && known;
    seconds_.observe(std::chrono::steady_clock::now() - began);
    job.verify_then(verdict);
  }
  sodium_memzero(job.password.data(), job.password.size());
}

void Pool::run() {
  while (true) {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
    if (waiting_.empty()) {
      return;
    }
    Job job = std::move(waiting_.front());
    waiting_.pop_front();
    lock.unlock();
    work_on(job);
  }
}

void Pool::stop() {
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
  // What came after the last thread had looked is destroyed, outside the lock: a place gives itself back under it.
  std::deque<Job> late;
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
    late.swap(waiting_);
  }
}

}  // namespace zhiyin::password
