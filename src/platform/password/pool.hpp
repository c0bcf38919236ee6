// Threads that hash and verify passwords, and nothing else: an event loop or a writer that did it would stand still for everybody.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "platform/metric/metric.hpp"
#include "platform/password/hash.hpp"

namespace zhiyin::password {

struct PoolLimits {
  std::size_t threads = 1;      ///< each needs the memory of one hash, 19 MiB, while it works
  std::size_t places_max = 64;  ///< questions that wait or are worked on; at 20 ms each the last waits a second or so
};

class Pool {
 public:
  /// Room for one question, given back when it is destroyed. Whoever must do something before he asks (count a guess) takes his place
  /// first, so that what was counted is also tried.
  class Place {
    friend class Pool;
    struct Free {
      void operator()(Pool* pool) const;
    };
    explicit Place(Pool* pool) : pool_(pool) {}
    std::unique_ptr<Pool, Free> pool_;
  };
  /// Called once, on a thread of the pool; must not throw or wait. Destroyed uncalled when it is asked after stop().
  using HashThen = std::move_only_function<void(std::string stored)>;
  using VerifyThen = std::move_only_function<void(Verdict)>;

  /// Hashes one password itself, for `verify` without a stored one. Starts its threads at once.
  Pool(Cost cost, PoolLimits limits, MetricRegistry& metrics);
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  /// nullopt when all places are taken, or after stop(): answer `unavailable`. Any thread. A Place must not outlive the pool.
  [[nodiscard]] std::optional<Place> reserve();
  /// Takes the same time for each password.
  void hash(Place place, std::string password, HashThen then);
  /// With nothing stored the password is verified against one that nobody knows, and is wrong: the same work. (A hash of another cost
  /// takes another time, until its owner's next sign-in renews it.)
  void verify(Place place, std::string stored, std::string password, VerifyThen then);

  /// Takes no more, finishes what waits, ends the threads.
  void stop();
  [[nodiscard]] std::uint64_t verifications() const { return verifications_.value(); }

 private:
  struct Job {
    Place place;
    std::string password;
    std::string stored;
    HashThen hash_then;  // one of the two
    VerifyThen verify_then;
  };
  void add(Job job);
  void run();
  void work_on(Job& job);
  void free_place();

  Cost cost_;
  PoolLimits limits_;
  std::string nobodys_;
  Counter& verifications_;
  Counter& refused_;
  Histogram& seconds_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Job> waiting_;
  std::size_t taken_ = 0;
  bool stopped_ = false;
  bool ended_ = false;  // no thread is left
  std::vector<std::thread> threads_;
};

}  // namespace zhiyin::password
