// 64 producers that each wait for the answer before they send the next message, driven by two threads, as a gateway's connections are.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <vector>

#include "harness/latencies.hpp"
#include "store/core.hpp"

namespace zhiyin::bench {

constexpr std::size_t producers = 64;
constexpr std::size_t conversations = 200;
constexpr std::size_t hot_conversations = 5;  // which get two of five messages
constexpr std::size_t text_bytes = 120;

/// Which conversation the next message goes to, the same for us and for the floors.
[[nodiscard]] std::size_t draw_conversation(SeededChance& chance);

struct LoadFigures {
  double per_second = 0;
  double per_batch = 0;
  double p50_ms = 0;
  double p99_ms = 0;
  std::size_t refused = 0;
};

class WriteLoad {
 public:
  /// Opens the conversations. `commits` is counted up by the writer's hook.
  WriteLoad(trial::Core& core, const std::atomic<std::uint64_t>& commits, std::uint64_t seed);
  /// Once.
  [[nodiscard]] LoadFigures run(std::chrono::milliseconds duration);

 private:
  struct Customer {
    std::string address;
    ContactId contact;
    ConversationId conversation;
  };
  struct Driver {
    std::mutex mutex;
    std::condition_variable arrived;
    std::vector<std::size_t> ready;  // producers whose answer has come
    SeededChance chance{0};
    std::size_t waiting = 0;
    std::size_t stored = 0;
    std::size_t refused = 0;
  };

  void open_conversations();
  void drive(Driver& driver);
  void send(Driver& driver, std::size_t producer);

  trial::Core& core_;
  const std::atomic<std::uint64_t>& commits_;
  std::vector<Customer> customers_{conversations};
  std::vector<Driver> drivers_{2};
  std::vector<std::chrono::steady_clock::time_point> sent_at_{producers};
  std::mutex measuring_;
  harness::Latencies latencies_;
  std::atomic<std::uint64_t> next_id_ = 0;
  std::atomic<bool> stopping_ = false;
};

}  // namespace zhiyin::bench
