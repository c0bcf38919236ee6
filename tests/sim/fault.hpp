// What goes wrong in a run, by chance from its seed, and how often it did.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "platform/clock/clock.hpp"
#include "sim/plant.hpp"

namespace zhiyin::sim {

enum class Fault : std::uint8_t {
  statement_failed,
  disk_full,
  commit_refused,
  connection_lost,
  doubt_undone,
  doubt_done,
  doubt_unsettled,
  crash_before_commit,
  crash_after_commit,
  crash_in_listener,
  listener_threw,
  listener_replaced,
  listeners_rivalled,
  sent_twice,
  answer_lost,
  told_twice,
  page_cut,
  timers_late,
  timer_seen_twice,
  clock_moved,
};

constexpr std::array<std::string_view, 20> fault_names{
    "statement failed",
    "disk full",
    "COMMIT refused",
    "connection lost before COMMIT",
    "in doubt and not done",
    "in doubt and done",
    "doubt not settled at once",
    "crash before COMMIT",
    "crash after COMMIT",
    "crash in a listener",
    "listener threw",
    "listener replaced",
    "two of one listener under way",
    "message delivered twice",
    "answer lost",
    "facts told twice",
    "page cut and resumed",
    "timers late",
    "timer seen by two",
    "clock moved",
};
using FaultCounts = std::array<std::uint64_t, fault_names.size()>;

/// The process ends here and now. Not a std::exception: nobody may catch it but the world.
struct Crash {};

/// Shared by all that can fail in one world.
struct FaultPlan {
  SeededChance chance;
  bool remote = false;  ///< a store behind a connection, as PostgreSQL is, and two processes that follow the log
  Plant plant = Plant::none;
  std::function<void(const std::string&)> note;  ///< of each fault of the store

  bool calm = false;  ///< no more faults
  bool full = false;  ///< the disk is
  bool dead = false;  ///< the process crashed: nothing that it still does may be seen
  int blind = 0;      ///< so many of the next connections are lost at once
  /// Troubles come together: so many of the next COMMITs are likely to fail, as those of a batch's commands that are done one by one.
  std::uint64_t trouble = 0;
  FaultCounts counts{};
  std::uint64_t planted = 0;  ///< how often the planted bug took effect

  void count(Fault fault) { ++counts[static_cast<std::size_t>(fault)]; }
  [[nodiscard]] bool strikes(std::uint64_t once_in) { return !calm && chance.once_in(once_in); }
  [[nodiscard]] bool plants(Plant which, std::uint64_t once_in) {
    return plant == which && !calm && chance.once_in(once_in) && ++planted > 0;
  }
};

}  // namespace zhiyin::sim
