// The disk of shim.hpp: what is written, what is safe, and what is left when the power fails.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "platform/clock/clock.hpp"
#include "power/shim.hpp"

namespace zhiyin::power {

class Disk {
 public:
  explicit Disk(Plan plan);

  [[nodiscard]] bool holds(const std::string& path) const;
  [[nodiscard]] bool knows(int fd);

  // Each does the call itself and returns what it returns.
  int open(const std::string& path, int flags, mode_t mode);
  int close(int fd);
  ssize_t write(int fd, const void* bytes, std::size_t count, off_t at);
  int truncate(int fd, off_t size);
  int sync(int fd);
  int make_folder(const std::string& path, mode_t mode);
  int remove(const std::string& path);
  int rename(const std::string& from, const std::string& to);
  /// The power fails now, and the process ends with `code`.
  [[noreturn]] void fail(int code);

 private:
  /// A write (its bytes from `at`) or, with `bytes` empty, a change of size.
  struct Change {
    off_t at = 0;
    std::string before;
    std::string bytes;
    off_t size_before = 0;
    off_t size_after = 0;
  };
  struct File {
    int fd = -1;  // our own
    std::string path;
    bool folder = false;
    std::vector<Change> unsafe;
    std::vector<Change> doomed;  // a failed sync had them: no later one helps
  };
  /// A name that came (`made`), or went and may come back (`kept` holds what it stood for).
  struct NameChange {
    std::string path;
    std::string kept;
    bool made = false;
  };

  void count();
  File* file_of(int fd);
  [[noreturn]] void fail_locked(int code);
  void undo_and_redo(File& file);
  void redo(const File& file, const Change& change);
  void forget_names();
  [[nodiscard]] std::string keep_aside(const std::string& path);

  Plan plan_;
  SeededChance chance_;
  std::mutex mutex_;
  std::map<int, std::shared_ptr<File>> open_;  // by the process's descriptor
  std::map<std::pair<dev_t, ino_t>, std::shared_ptr<File>> files_;
  std::map<std::string, std::vector<NameChange>> names_;  // unsafe ones, by folder
  std::int64_t calls_ = 0;
  std::int64_t syncs_ = 0;
  int kept_aside_ = 0;
};

}  // namespace zhiyin::power
