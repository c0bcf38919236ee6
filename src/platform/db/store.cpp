#include "platform/db/store.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

#include "platform/db/postgres_session.hpp"
#include "platform/db/sqlite_session.hpp"
#include "platform/files/files.hpp"

namespace zhiyin::db {
namespace {

constexpr std::chrono::seconds migration_lock_timeout{30};  // a lock may be held by an older program that is still stopping
constexpr std::chrono::minutes migration_timeout{30};       // a change of a large table
constexpr std::int64_t wal_restart_above_bytes = std::int64_t{16} * 1024 * 1024;
constexpr const char* database_file = "zhiyin.sqlite";
constexpr const char* writer_name = "zhiyin writer";

constexpr Statement server_settings{
    "server_settings",
    "SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'full_page_writes', 'synchronous_commit') ORDER BY name",
    "SELECT 'fsync', 'on'"};
constexpr Statement end_stuck_writers{
    "end_stuck_writers",
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'zhiyin writer' "
    "AND xact_start IS NOT NULL AND wait_event IN ('ClientRead', 'ClientWrite') AND greatest(xact_start, query_start, state_change) < "
    "clock_timestamp() - "
    "$1::bigint * interval '1 millisecond'",
    "SELECT 1 WHERE $1 < 0"};
constexpr Statement schema_reached{"schema_reached", "SELECT coalesce(max(version), 0) FROM schema_version"};
// Before the tables are there only statements without tables can be prepared.
constexpr std::array<const Statement*, 1> first_statements{&server_settings};
constexpr std::array<const Statement*, 2> tending_statements{&end_stuck_writers, &schema_reached};
constexpr std::array<ModuleStatements, 1> for_first{ModuleStatements{first_statements, {}}};
constexpr std::array<ModuleStatements, 1> for_tending{ModuleStatements{tending_statements, {}}};

void refuse_unsafe_server(Session& session) {
  const auto rows = session.query(server_settings, {});
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (rows.text(i, 1) == "off") {
      throw std::runtime_error(
          fmt::format("PostgreSQL runs with {0} = off: what it says is stored can be lost at power loss. Set {0} = on and start again.",
                      rows.text(i, 0)));
    }
  }
}

void refuse_newer_schema(Session& session, std::int64_t known) {
  const auto reached = session.query(schema_reached, {}).number(0, 0);
  if (reached > known) {
    throw std::runtime_error(fmt::format(
        "the store was written by a newer version of this program (schema {}; this one knows {}): start that version", reached, known));
  }
}

}  // namespace

/// One process at a time may hold a SQLite folder.
struct Store::Lock {
  explicit Lock(const std::filesystem::path& folder) : fd(::open((folder / "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)) {
    if (fd < 0 || ::flock(fd, LOCK_EX | LOCK_NB) != 0) {
      const std::string why = std::error_code(errno, std::generic_category()).message();
      if (fd >= 0) {
        ::close(fd);
      }
      throw std::runtime_error(
          fmt::format("the data folder {} is in use by another process, or cannot be written ({})", folder.string(), why));
    }
  }
  Lock(const Lock&) = delete;
  Lock& operator=(const Lock&) = delete;
  ~Lock() { ::close(fd); }
  int fd;
};

Store::Store(StoreOptions options, std::span<const EmbeddedText> migrations, std::vector<ModuleStatements> modules)
    : options_(std::move(options)), modules_(std::move(modules)) {
  try {
    if (engine() == Engine::sqlite) {
      files::make_folder(options_.folder);
      lock_ = std::make_unique<Lock>(options_.folder);
      if (options_.sync) {
        renew_log({options_.folder / database_file, true, options_.sync});
      }
    }
    {
      auto first = engine() == Engine::sqlite
                       ? open_sqlite({options_.folder / database_file, true, options_.sync}, for_first)
                       : open_postgres({options_.url, "zhiyin start", migration_lock_timeout, migration_timeout, true}, for_first);
      refuse_unsafe_server(*first);
      migrate(*first, migrations);
    }
    tending_ = engine() == Engine::sqlite
                   ? open_sqlite({options_.folder / database_file, true, options_.sync}, for_tending)
                   : open_postgres({options_.url, "zhiyin tending", options_.lock_timeout, options_.answer_timeout, true}, for_tending);
    refuse_newer_schema(*tending_, newest_version(migrations));
    if (engine() == Engine::sqlite && options_.sync) {
      // The names of the file and of its log, which stays as long as tending_ does: SQLite syncs the first not at all, and the second
      // without looking at the answer.
      files::sync_folder(options_.folder);
    }
  } catch (const Failure& failure) {
    throw std::runtime_error(fmt::format("the store cannot be opened: {}", failure.what()));
  }
}

Store::~Store() = default;

Engine Store::engine() const {
  return options_.url.empty() ? Engine::sqlite : Engine::postgres;
}

std::unique_ptr<Session> Store::open_writing() {
  if (engine() == Engine::sqlite) {
    return open_sqlite({options_.folder / database_file, true, options_.sync}, modules_);
  }
  return open_postgres({options_.url, writer_name, options_.lock_timeout, options_.answer_timeout, true}, modules_);
}

std::unique_ptr<Session> Store::open_reading() {
  if (engine() == Engine::sqlite) {
    return open_sqlite({options_.folder / database_file, false, options_.sync}, modules_);
  }
  return open_postgres({options_.url, "zhiyin reader", options_.lock_timeout, options_.answer_timeout, false}, modules_);
}

std::int64_t Store::tend() {
  if (engine() == Engine::sqlite) {
    return checkpoint_sqlite(*tending_, wal_restart_above_bytes);
  }
  if (tending_->lost()) {
    tending_ = open_postgres({options_.url, "zhiyin tending", options_.lock_timeout, options_.answer_timeout, true}, for_tending);
  }
  return static_cast<std::int64_t>(tending_->query(end_stuck_writers, {options_.lock_timeout.count() / 2}).size());
}

}  // namespace zhiyin::db
