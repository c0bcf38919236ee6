// A process that we started: its output, its signals, its end. It never outlives us.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace zhiyin::harness {

struct Command {
  std::vector<std::string> words;  ///< words[0] is the program's path
  std::string log_file;            ///< where its stderr is appended; empty: our own stderr
  std::string user;                ///< run as this user (we must be root then); empty: as ourselves
  /// Runs in the child between fork and exec, as ourselves; false ends the child with 126. Our process must have one thread only.
  std::function<bool()> before_exec;
};

/// How a process ended: its exit status, or the signal that killed it.
struct Exit {
  int status = 0;
  int signal = 0;
};

class Child {
 public:
  /// Throws std::runtime_error when the program cannot be started.
  explicit Child(const Command& command);
  ~Child();  // SIGKILL when it still runs; always reaped
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  [[nodiscard]] pid_t pid() const { return pid_; }
  void signal(int number) const;
  /// Non-blocking.
  [[nodiscard]] bool running();
  /// Waits for the end; nullopt when it still runs after `within`.
  std::optional<Exit> wait(std::chrono::milliseconds within);
  /// SIGKILL, and waits until the operating system has taken the process away.
  void kill();

  /// Reads stdout up to the first line that begins with `prefix` and gives that line; nullopt at the end of the output or of the time.
  std::optional<std::string> wait_line(std::string_view prefix, std::chrono::milliseconds within);
  /// All of stdout until it is closed or the time is over.
  std::string read_all(std::chrono::milliseconds within);

  /// Resident memory now, from /proc; 0 when it is gone.
  [[nodiscard]] std::uint64_t resident_bytes() const;

 private:
  bool reap(bool block);
  bool read_more(std::chrono::steady_clock::time_point until);

  pid_t pid_ = -1;
  int out_ = -1;
  int pidfd_ = -1;
  std::optional<Exit> exit_;
  std::string unread_;
};

/// Runs a command to its end and gives its stdout; throws std::runtime_error when it fails or takes longer than `within`.
std::string run(const Command& command, std::chrono::milliseconds within = std::chrono::seconds{60});

}  // namespace zhiyin::harness
