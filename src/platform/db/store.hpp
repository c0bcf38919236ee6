// Where the rows are: a folder with a SQLite file, or a PostgreSQL database. Opens sessions; knows nothing of what the rows mean.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "platform/base/embedded.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::db {

struct StoreOptions {
  std::string url;               ///< postgresql://…; empty: SQLite in `folder`
  std::filesystem::path folder;  ///< made if absent, and its entry synced
  std::chrono::milliseconds lock_timeout{
      2'000};  ///< PostgreSQL: a wait for a row lock; half of it is how long an idle transaction may hold any
  std::chrono::milliseconds answer_timeout{4'000};  ///< PostgreSQL: no answer for so long means that the connection is lost
  bool sync = true;                                 ///< false only for proofs that show why it must be true
};

class Store {
 public:
  /// Checks that the store may be trusted (PostgreSQL with fsync, full_page_writes or synchronous_commit off is refused), takes the
  /// folder's lock (SQLite), and applies the migrations that are missing. A store whose schema is newer than the newest of `migrations` is
  /// refused. Throws std::runtime_error in words for the operator.
  Store(StoreOptions options, std::span<const EmbeddedText> migrations, std::vector<ModuleStatements> modules);
  ~Store();
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  [[nodiscard]] Engine engine() const;
  /// Each throws Failure{lost} when the store cannot be reached. Any thread.
  [[nodiscard]] std::unique_ptr<Session> open_writing();
  [[nodiscard]] std::unique_ptr<Session> open_reading();
  [[nodiscard]] const StoreOptions& options() const { return options_; }
  /// To be called about twice a second by one thread that is not a writer. SQLite: moves what the write-ahead log holds into the file
  /// (PASSIVE), and starts the log anew when it is past 32 MiB; returns the log's size in bytes before. PostgreSQL: ends the session of a
  /// writer that has kept its transaction waiting for over half of lock_timeout (a stopped process in the middle of a pipeline, which
  /// no timeout of the server covers), so that its locks hold up nobody; returns how many.
  std::int64_t tend();

 private:
  struct Lock;  // of the folder
  StoreOptions options_;
  std::vector<ModuleStatements> modules_;
  std::unique_ptr<Lock> lock_;
  std::unique_ptr<Session> tending_;
};

/// A migration is `NNNN_name.sql`; lines that begin with "-- sqlite: " or "-- postgres: " are for that engine alone.
[[nodiscard]] std::string migration_text(std::string_view text, Engine engine);
/// The version of the last; throws std::runtime_error when they are not in order.
[[nodiscard]] std::int64_t newest_version(std::span<const EmbeddedText> migrations);
/// Brings the schema to the newest version in order; each migration is one transaction. Two processes may do it at once.
void migrate(Session& session, std::span<const EmbeddedText> migrations);

}  // namespace zhiyin::db
