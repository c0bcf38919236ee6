// The order of one sender's commands across refusals: once one is refused, all that were sent after it are refused too, until the sender
// sends it again or gives it up. So what is stored is always in the order in which he wrote it.
#pragma once

#include <cstdint>
#include <mutex>

namespace zhiyin::writer {

/// Numbers are given by the sender's connection, 1, 2, 3, …; shared by the connection and its commands under way. Any thread.
class SenderOrder {
 public:
  /// Whether command `n` may still be decided on: false after an earlier one was refused.
  [[nodiscard]] bool open_for(std::int64_t n) const {
    const std::lock_guard lock(mutex_);
    return n >= open_from_ && (refused_ == 0 || n <= refused_);
  }
  void refused(std::int64_t n) {
    const std::lock_guard lock(mutex_);
    if (n >= open_from_ && (refused_ == 0 || n < refused_)) {
      refused_ = n;
    }
  }
  /// The refused one comes again as command `n`, or was given up and `n` is the next.
  void reopen_at(std::int64_t n) {
    const std::lock_guard lock(mutex_);
    refused_ = 0;
    open_from_ = n;
  }

 private:
  mutable std::mutex mutex_;
  std::int64_t refused_ = 0;  // the first refused since open_from_; 0: none
  std::int64_t open_from_ = 1;
};

}  // namespace zhiyin::writer
