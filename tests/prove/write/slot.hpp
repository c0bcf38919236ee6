// The place of one writing process: it dies, is stopped and cut off, and another takes its place.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/child.hpp"
#include "write/control.hpp"
#include "write/proxy.hpp"
#include "write/writing_process.hpp"

namespace zhiyin::prove {

struct Fault {
  std::string name;
  Cut cut = Cut::none;                   ///< of the line to PostgreSQL,
  int signal = 0;                        ///< or a signal, now,
  std::optional<writer::Moment> moment;  ///< or when a writer comes to this moment
};

/// A time in which a slot is not expected to work, in CLOCK_MONOTONIC microseconds.
struct Window {
  std::int64_t slot = 0;
  std::string what;
  std::int64_t begin_us = 0;
  std::int64_t end_us = 0;
};

class Slot {
 public:
  /// `server_port`: of PostgreSQL, to be reached through a proxy at the port that `process.url` gets; 0 for SQLite.
  Slot(WritingProcess process, std::uint16_t server_port, const std::string& url_form);

  void start();
  /// Starts another when the process has ended; false when it ended in a way that no fault explains.
  bool keep_alive();
  void inject(const Fault& fault);
  /// Takes the fault away (SIGCONT, a healed line, a new process) and waits until commands are answered again. False when that does not
  /// come within half a minute, or keep_alive() said so.
  bool recover();
  /// SIGTERM; true when it ended well.
  bool stop();

  [[nodiscard]] const WritingProcess& process() const { return process_; }
  /// The faults so far, each until it was recovered from.
  [[nodiscard]] const std::vector<Window>& windows() const { return windows_; }
  [[nodiscard]] std::size_t starts() const { return starts_; }

 private:
  [[nodiscard]] std::uintmax_t recorded_bytes() const;

  WritingProcess process_;
  std::unique_ptr<Proxy> proxy_;
  Control control_;
  std::unique_ptr<harness::Child> child_;
  std::vector<Window> windows_;
  std::optional<Fault> fault_;
  std::size_t starts_ = 0;
};

/// The longest time in which a slot answered nothing although no fault of its own explains it, and what was wrong elsewhere then.
struct Stall {
  std::int64_t us = 0;
  std::int64_t slot = 0;
  std::string meanwhile;
};
[[nodiscard]] Stall longest_stall(const std::vector<std::unique_ptr<Slot>>& slots);

}  // namespace zhiyin::prove
