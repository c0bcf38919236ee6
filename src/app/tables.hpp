// What every module needs of the store, and the migrations.
#pragma once

#include <span>
#include <vector>

#include "platform/base/embedded.hpp"
#include "platform/db/statement.hpp"

namespace zhiyin {
std::span<const EmbeddedText> migrations();
}

namespace zhiyin::app {

[[nodiscard]] std::vector<db::ModuleStatements> all_statements();

}  // namespace zhiyin::app
