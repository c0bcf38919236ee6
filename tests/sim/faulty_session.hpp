// A session on the store that fails by chance, at every statement and before, at and after COMMIT; and carries the planted bugs.
//
// On half of the seeds it wears PostgreSQL's face over SQLite: the writer then marks its batches, and connections are lost and COMMITs in
// doubt, both ways. The two statements that SQLite's texts leave empty (the marks and the facts as arrays) are done here instead.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <string>

#include "platform/clock/clock.hpp"
#include "platform/db/session.hpp"
#include "sim/plant.hpp"

namespace zhiyin::sim {

/// The process ends here and now. Not a std::exception: nobody may catch it but the world.
struct Crash {};

/// Shared by all sessions of a world.
struct FaultPlan {
  SeededChance chance;
  bool remote = false;
  Plant plant = Plant::none;
  std::function<void(const std::string&)> note;  ///< of each fault

  bool calm = false;  ///< no more faults
  bool full = false;  ///< the disk is
  bool dead = false;  ///< the process crashed: nothing that it still does may be seen
  int blind = 0;      ///< so many of the next connections are lost at once
  std::uint64_t faults = 0;
  std::uint64_t planted = 0;   ///< how often the planted bug took effect
  std::set<std::string> sent;  ///< for Plant::forget_sender_ids

  [[nodiscard]] bool strikes(std::uint64_t once_in) { return !calm && chance.once_in(once_in); }
  [[nodiscard]] bool plants(Plant which, std::uint64_t once_in) {
    return plant == which && !calm && chance.once_in(once_in) && ++planted > 0;
  }
};

[[nodiscard]] std::unique_ptr<db::Session> faulty(std::unique_ptr<db::Session> inner, FaultPlan& plan);
/// To be listed with the modules' statements.
[[nodiscard]] db::ModuleStatements faulty_statements();

}  // namespace zhiyin::sim
