// Files written by platform/files while the store is busy: each replaced again and again, and after any loss of power each must be there
// whole, in the version last acknowledged or in the one that was just being written.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>

namespace zhiyin::power {

/// Writes until it is stopped, in a thread of its own.
class Keeper {
 public:
  /// `folder` is made if absent; what is acknowledged goes to `record_file`, which an earlier process may have begun.
  Keeper(std::string folder, std::string record_file);
  ~Keeper();
  Keeper(const Keeper&) = delete;
  Keeper& operator=(const Keeper&) = delete;
  void stop();

 private:
  void run();

  std::string folder_;
  std::string record_file_;
  std::atomic<bool> stopping_{false};
  std::thread thread_;
};

struct Kept {
  std::int64_t acknowledged = 0;
  std::int64_t files = 0;
};

/// Compares the files of `folder` with what `record_file` says.
[[nodiscard]] Kept judge_files(const std::string& folder, const std::string& record_file,
                               const std::function<void(const std::string&)>& fail);

}  // namespace zhiyin::power
