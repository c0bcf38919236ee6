// SQLite behind the Session face; for store.cpp.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "platform/db/session.hpp"

namespace zhiyin::db {

struct SqliteOptions {
  std::filesystem::path file;
  std::string vfs;  ///< empty: the default
  bool writing = false;
  bool sync = true;
};

/// Throws Failure.
[[nodiscard]] std::unique_ptr<Session> open_sqlite(const SqliteOptions& options, std::span<const ModuleStatements> modules);

/// Checkpoints on `session`, which must come from open_sqlite: PASSIVE, then RESTART when the log held over `restart_above_bytes`.
/// Returns the bytes that the log held.
std::int64_t checkpoint_sqlite(Session& session, std::int64_t restart_above_bytes);

}  // namespace zhiyin::db
