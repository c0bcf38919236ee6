// A reader that follows the log by `pos > last` from a session of its own while others write, and remembers what it saw.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "platform/db/session.hpp"

namespace zhiyin::prove {

/// One position, and what stood there.
struct Seen {
  std::int64_t pos = 0;
  std::size_t digest = 0;
  friend bool operator==(const Seen&, const Seen&) = default;
};

/// Reads what follows `after`: the log of facts, or the planted log.
using ReadAfter = std::function<std::vector<Seen>(db::Session&, std::int64_t after)>;
[[nodiscard]] std::vector<Seen> read_log(db::Session& session, std::int64_t after);
[[nodiscard]] std::vector<Seen> read_planted_log(db::Session& session, std::int64_t after);
/// Statements of read_planted_log.
[[nodiscard]] db::ModuleStatements planted_log_statements();

class Follower {
 public:
  using Open = std::function<std::unique_ptr<db::Session>()>;
  Follower(Open open, ReadAfter read);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  /// Reads on until nothing more comes, then ends.
  void stop();
  /// After stop().
  [[nodiscard]] const std::vector<Seen>& seen() const { return seen_; }
  [[nodiscard]] std::size_t reads() const { return reads_; }

 private:
  void run();

  Open open_;
  ReadAfter read_;
  std::vector<Seen> seen_;
  std::size_t reads_ = 0;
  std::atomic<bool> stopping_ = false;
  std::thread thread_;
};

}  // namespace zhiyin::prove
