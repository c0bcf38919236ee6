// What every module needs of the store.
#pragma once

#include <vector>

#include "platform/db/statement.hpp"

namespace zhiyin::app {

[[nodiscard]] std::vector<db::ModuleStatements> all_statements();

}  // namespace zhiyin::app
