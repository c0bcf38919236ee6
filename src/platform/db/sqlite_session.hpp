// SQLite behind the Session face; for store.cpp.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "platform/db/session.hpp"

namespace zhiyin::db {

struct SqliteOptions {
  std::filesystem::path file;
  bool writing = false;
  bool sync = true;
};

/// Throws Failure.
[[nodiscard]] std::unique_ptr<Session> open_sqlite(const SqliteOptions& options, std::span<const ModuleStatements> modules);

/// Before the first session of a process: makes the write-ahead log that an earlier process left safe to build on, because after a refused
/// sync the system reads back what the disk does not hold, and SQLite would move that into the file. Does nothing when there is none, or
/// while somebody else has the database open, who then knows how far the log may be trusted. Throws std::runtime_error.
void renew_log(const SqliteOptions& options);

/// Checkpoints on `session`, which must come from open_sqlite: PASSIVE, then RESTART when the log held over `restart_above_bytes`.
/// Returns the bytes that the log held.
std::int64_t checkpoint_sqlite(Session& session, std::int64_t restart_above_bytes);

}  // namespace zhiyin::db
