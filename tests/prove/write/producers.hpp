// The waiting producers of one process: each sends its next command when the last was answered, and sends a message that was not stored
// again, under the same id, until it is.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

#include "store/core.hpp"
#include "write/plan.hpp"
#include "write/record.hpp"

namespace zhiyin::prove {

/// Statements of the proof's own command; with `early_positions` also of its planted log (see planted_schema).
[[nodiscard]] db::ModuleStatements producer_statements(bool early_positions);

struct ProducerOptions {
  std::int64_t slot = 0;
  std::size_t count = 64;
  std::string record_file;       ///< an earlier process of this slot may have begun it
  bool early_positions = false;  ///< the planted fault: tokens go to a log of their own, whose positions a sequence gives before COMMIT
};

class Producers {
 public:
  Producers(trial::Core& core, ProducerOptions options);
  ~Producers();
  /// Sends nothing more, and waits for what is under way, at most `within`.
  void stop(std::chrono::milliseconds within);

 private:
  using Steady = std::chrono::steady_clock;
  struct Known {
    ContactId contact;
    ConversationId conversation;
  };

  void resume();
  void drive();
  void send(std::size_t producer);
  void send_message(std::size_t producer, const Turn& turn);
  void send_token(std::size_t producer, const Turn& turn);
  /// The producer goes on, `after` a while.
  void ready(std::size_t producer, std::chrono::milliseconds after);

  trial::Core& core_;
  ProducerOptions options_;
  Recorder recorder_;
  std::vector<std::int64_t> next_;  // per producer; touched by the driver only

  std::mutex mutex_;
  std::condition_variable arrived_;
  std::multimap<Steady::time_point, std::size_t> ready_;
  std::map<std::string, Known, std::less<>> known_;
  std::size_t under_way_ = 0;
  bool stopping_ = false;
  std::thread driver_;
};

}  // namespace zhiyin::prove
