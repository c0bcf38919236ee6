// What this module needs of the store.
#pragma once

#include <vector>

#include "api/seal.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::api {

namespace idempotency {
[[nodiscard]] db::ModuleStatements statements();
}

[[nodiscard]] std::vector<db::ModuleStatements> statements();

/// The key of the cursors, which all processes share; made by the first who asks. On a writing session, at start.
[[nodiscard]] SealKey found_seal_key(db::Session& session, Chance& chance);

}  // namespace zhiyin::api
