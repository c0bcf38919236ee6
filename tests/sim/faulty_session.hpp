// A session on the store that fails by chance, at every statement and before, at and after COMMIT; and carries the planted bugs.
//
// On half of the seeds it wears PostgreSQL's face over SQLite: the writer then marks its batches, and connections are lost and COMMITs in
// doubt, both ways. The two statements that SQLite's texts leave empty (the marks and the facts as arrays) are done here instead.
#pragma once

#include <memory>

#include "platform/db/session.hpp"
#include "sim/fault.hpp"

namespace zhiyin::sim {

[[nodiscard]] std::unique_ptr<db::Session> faulty(std::unique_ptr<db::Session> inner, FaultPlan& plan);
/// To be listed with the modules' statements.
[[nodiscard]] db::ModuleStatements faulty_statements();

}  // namespace zhiyin::sim
