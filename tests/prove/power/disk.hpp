// The disk of shim.hpp: does each call on the real files, tells the platter, and is where the power fails.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

#include "power/fate.hpp"
#include "power/plan.hpp"
#include "power/platter.hpp"

namespace zhiyin::power {

class Disk {
 public:
  explicit Disk(const Plan& plan);

  [[nodiscard]] bool holds(const std::string& path) const;
  [[nodiscard]] bool knows(int fd);

  // Each does the call itself and returns what it returns, errno set.
  int open(const std::string& path, int flags, mode_t mode);
  int close(int fd);
  ssize_t write(int fd, const void* bytes, std::size_t wanted, off_t at);
  int truncate(int fd, off_t size);
  int sync(int fd);
  int make_folder(const std::string& path, mode_t mode);
  int remove(const std::string& path);
  int rename(const std::string& from, const std::string& to);

  /// The store is open: moments are counted from here.
  void awake();
  /// The process ends itself, in order (0) or because the store refused.
  [[noreturn]] void end(int code);

 private:
  struct Open {
    Platter::Node node = 0;
    std::string path;
    Kind kind = Kind::file;
  };

  void pass(Op op, Kind kind, bool after);
  [[nodiscard]] bool comes(const Moment& moment, std::int64_t& count, Op op, Kind kind, bool after) const;
  [[nodiscard]] bool deaf_to(const Open& file) const;
  [[noreturn]] void finish(bool power, const std::string& moment, int code);

  const Plan plan_;
  SeededChance chance_;
  std::mutex mutex_;  // of all below; stays taken when the process ends, so that nobody changes anything any more
  Platter platter_;
  std::map<int, Open> open_;
  Fate fate_;
  Tally tally_;
  std::int64_t cut_count_ = 0;
  std::int64_t eio_count_ = 0;
  std::int64_t log_syncs_ = 0;  // since the write-ahead log was begun anew: the first is its header's
  bool awake_ = false;
};

}  // namespace zhiyin::power
