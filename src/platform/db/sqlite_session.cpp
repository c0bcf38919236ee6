#include "platform/db/sqlite_session.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include <unordered_map>

#include "platform/base/require.hpp"
#include "platform/files/files.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::db {
namespace {

constexpr int busy_timeout_ms = 5'000;
constexpr std::int64_t page_bytes = 4096;
constexpr int log_pages_max = 8192;  // 32 MiB

struct CloseDatabase {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};
struct Finalize {
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Prepared = std::unique_ptr<sqlite3_stmt, Finalize>;

FailureKind kind_of(int code, bool committing) {
  switch (code & 0xFF) {
    case SQLITE_CONSTRAINT: {
      const bool of_key = code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY || code == SQLITE_CONSTRAINT_ROWID;
      return of_key ? FailureKind::duplicate : FailureKind::broken;
    }
    case SQLITE_BUSY:
    case SQLITE_LOCKED: return FailureKind::contention;
    case SQLITE_FULL: return FailureKind::full;
    case SQLITE_IOERR:
      if (code == SQLITE_IOERR_SHMSIZE) {
        return FailureKind::full;  // the index of the write-ahead log could not grow
      }
      // A write or sync that failed while committing leaves it open what the disk holds: as good as a failed sync.
      return committing || code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC ? FailureKind::sync_failed : FailureKind::broken;
    default: return FailureKind::broken;
  }
}

class SqliteSession final : public Session {
 public:
  SqliteSession(const SqliteOptions& options, std::span<const ModuleStatements> modules);

  [[nodiscard]] Engine engine() const override { return Engine::sqlite; }
  void begin() override;
  [[nodiscard]] Ticket send(const Statement& statement, std::span<const Value> parameters) override;
  [[nodiscard]] Ticket send_each(const Statement& statement, std::span<const Value> arrays) override;
  [[nodiscard]] Rows take(Ticket ticket) override;
  using Session::put;
  void put(const Bulk& bulk, std::span<const Value> row) override;
  void flush() override {}
  void commit() override;
  void rollback() noexcept override;
  [[nodiscard]] bool lost() const override { return false; }
  void execute(const std::string& sql) override;
  [[nodiscard]] sqlite3* raw() { return db_.get(); }

 private:
  [[nodiscard]] Prepared prepare(const std::string& sql);
  [[nodiscard]] sqlite3_stmt* find(const void* key) const;
  void bind(sqlite3_stmt* statement, std::span<const Value> values);
  void step_plain(sqlite3_stmt* statement);
  void collect(sqlite3_stmt* statement, Rows& rows);
  [[nodiscard]] Ticket keep(Rows rows);
  [[noreturn]] void fail(int code, bool committing = false);
  void shorten_log();

  std::unique_ptr<sqlite3, CloseDatabase> db_;
  std::unordered_map<const void*, Prepared> prepared_;  // by the address of the Statement or Bulk
  Prepared begin_;
  Prepared commit_;
  Prepared rollback_;
  std::unordered_map<std::size_t, Rows> answers_;
  std::size_t next_ticket_ = 1;
  std::vector<std::string> arrays_;  // JSON texts of the statement being bound
  bool open_ = false;
  int log_pages_ = 0;  // in the write-ahead log after our last commit
  bool full_ = false;  // the disk was, at our last try
};

SqliteSession::SqliteSession(const SqliteOptions& options, std::span<const ModuleStatements> modules) {
  sqlite3* db = nullptr;
  const int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_READWRITE | (options.writing ? SQLITE_OPEN_CREATE : 0);
  const int code = sqlite3_open_v2(options.file.c_str(), &db, flags, nullptr);
  db_.reset(db);
  if (code != SQLITE_OK) {
    fail(code);
  }
  sqlite3_busy_timeout(db, busy_timeout_ms);
  // Otherwise a statement with LIMIT $n is compiled anew whenever its parameters are bound.
  sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_QPSG, 1, nullptr);
  execute("PRAGMA journal_mode = WAL");
  execute(options.sync ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF");
  execute("PRAGMA wal_autocheckpoint = 0");
  execute("PRAGMA temp_store = MEMORY");
  execute(options.writing ? "PRAGMA cache_size = -16384" : "PRAGMA cache_size = -4096");
  execute("PRAGMA trusted_schema = OFF");
  if (!options.writing) {
    execute("PRAGMA query_only = ON");
  }
  if (options.writing) {
    sqlite3_wal_hook(
        db,
        [](void* pages, sqlite3*, const char*, int count) {
          *static_cast<int*>(pages) = count;
          return SQLITE_OK;
        },
        &log_pages_);
  }
  begin_ = prepare(options.writing ? "BEGIN IMMEDIATE" : "BEGIN");
  commit_ = prepare("COMMIT");
  rollback_ = prepare("ROLLBACK");
  for (const auto& module : modules) {
    for (const auto* statement : module.statements) {
      prepared_.emplace(statement, prepare(dialect(*statement, Engine::sqlite)));
    }
    if (options.writing) {
      for (const auto* bulk : module.bulks) {
        prepared_.emplace(bulk, prepare(bulk_sql(*bulk, Engine::sqlite)));
      }
    }
  }
}

void SqliteSession::begin() {
  if (full_ || log_pages_ > log_pages_max) {
    shorten_log();
  }
  step_plain(begin_.get());
  open_ = true;
}

/// The log grows as long as somebody reads while it is checkpointed, and on a disk that was full it would take all that was freed; then
/// the database could not grow any more, so that the log could never be moved into it. So nothing is written until the log starts anew.
void SqliteSession::shorten_log() {
  const int code = sqlite3_wal_checkpoint_v2(db_.get(), nullptr, SQLITE_CHECKPOINT_RESTART, &log_pages_, nullptr);
  if (code == SQLITE_OK) {
    full_ = false;
    log_pages_ = 0;
    return;
  }
  const auto kind = kind_of(code, true);
  if (full_ || kind != FailureKind::contention) {
    throw Failure(kind == FailureKind::contention ? FailureKind::full : kind,
                  fmt::format("SQLite: checkpoint before writing: {} ({})", sqlite3_errstr(code), code));
  }
}

void SqliteSession::fail(int code, bool committing) {
  full_ = full_ || kind_of(code, committing) == FailureKind::full;
  const std::string what = db_ ? sqlite3_errmsg(db_.get()) : sqlite3_errstr(code);
  throw Failure(kind_of(code, committing), fmt::format("SQLite: {} ({})", what, code));
}

Prepared SqliteSession::prepare(const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(db_.get(), sql.c_str(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) {
    throw Failure(kind_of(code, false), fmt::format("SQLite: {} in: {}", sqlite3_errmsg(db_.get()), sql));
  }
  return Prepared{statement};
}

sqlite3_stmt* SqliteSession::find(const void* key) const {
  const auto found = prepared_.find(key);
  require(found != prepared_.end(), "the statement is listed by its module");
  return found->second.get();
}

void SqliteSession::bind(sqlite3_stmt* statement, std::span<const Value> values) {
  require(static_cast<int>(values.size()) == sqlite3_bind_parameter_count(statement), "a statement gets as many parameters as it has");
  arrays_.clear();
  arrays_.reserve(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const int at = static_cast<int>(i) + 1;
    if (const auto* number = std::get_if<std::int64_t>(&values[i])) {
      sqlite3_bind_int64(statement, at, *number);
      continue;
    }
    if (std::holds_alternative<std::monostate>(values[i])) {
      sqlite3_bind_null(statement, at);
      continue;
    }
    if (const auto* text = std::get_if<std::string_view>(&values[i])) {
      sqlite3_bind_text64(statement, at, text->data() == nullptr ? "" : text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
      continue;
    }
    std::string& json = arrays_.emplace_back("[");
    if (const auto* numbers = std::get_if<std::span<const std::int64_t>>(&values[i])) {
      for (const auto n : *numbers) {
        fmt::format_to(std::back_inserter(json), "{}{}", json.size() == 1 ? "" : ",", n);
      }
    } else {
      for (const auto text : std::get<std::span<const std::string_view>>(values[i])) {
        json += json.size() == 1 ? "" : ",";
        json::append_text(json, text);
      }
    }
    json += "]";
    sqlite3_bind_text64(statement, at, json.data(), json.size(), SQLITE_STATIC, SQLITE_UTF8);
  }
}

/// Steps a bound statement to its end.
void SqliteSession::collect(sqlite3_stmt* statement, Rows& rows) {
  const int columns = sqlite3_column_count(statement);
  rows.start(static_cast<std::size_t>(columns));
  int code = 0;
  while ((code = sqlite3_step(statement)) == SQLITE_ROW) {
    for (int i = 0; i < columns; ++i) {
      switch (sqlite3_column_type(statement, i)) {
        case SQLITE_NULL: rows.add_null(); break;
        case SQLITE_INTEGER: rows.add_number(sqlite3_column_int64(statement, i)); break;
        default: {
          const auto* text = static_cast<const char*>(sqlite3_column_blob(statement, i));
          rows.add_text({text == nullptr ? "" : text, static_cast<std::size_t>(sqlite3_column_bytes(statement, i))});
        }
      }
    }
  }
  sqlite3_reset(statement);
  if (code != SQLITE_DONE) {
    fail(code);
  }
}

Ticket SqliteSession::keep(Rows rows) {
  answers_.emplace(next_ticket_, std::move(rows));
  return Ticket{next_ticket_++};
}

Ticket SqliteSession::send(const Statement& statement, std::span<const Value> parameters) {
  sqlite3_stmt* prepared = find(&statement);
  bind(prepared, parameters);
  Rows rows;
  collect(prepared, rows);
  return keep(std::move(rows));
}

Ticket SqliteSession::send_each(const Statement& statement, std::span<const Value> arrays) {
  sqlite3_stmt* prepared = find(&statement);
  const auto length = [](const Value& array) {
    const auto* numbers = std::get_if<std::span<const std::int64_t>>(&array);
    return numbers != nullptr ? numbers->size() : std::get<std::span<const std::string_view>>(array).size();
  };
  Rows rows;
  std::vector<Value> one(arrays.size());
  for (std::size_t i = 0; i < length(arrays.front()); ++i) {
    for (std::size_t column = 0; column < arrays.size(); ++column) {
      require(length(arrays[column]) == length(arrays.front()), "the arrays have one length");
      if (const auto* numbers = std::get_if<std::span<const std::int64_t>>(&arrays[column])) {
        one[column] = (*numbers)[i];
      } else {
        one[column] = std::get<std::span<const std::string_view>>(arrays[column])[i];
      }
    }
    bind(prepared, one);
    collect(prepared, rows);
  }
  return keep(std::move(rows));
}

Rows SqliteSession::take(Ticket ticket) {
  auto node = answers_.extract(ticket.number);
  require(!node.empty(), "an answer is taken once");
  return std::move(node.mapped());
}

void SqliteSession::put(const Bulk& bulk, std::span<const Value> row) {
  sqlite3_stmt* prepared = find(&bulk);
  bind(prepared, row);
  step_plain(prepared);
}

void SqliteSession::step_plain(sqlite3_stmt* statement) {
  const int code = sqlite3_step(statement);
  sqlite3_reset(statement);
  if (code != SQLITE_DONE && code != SQLITE_ROW) {
    fail(code, statement == commit_.get());
  }
}

void SqliteSession::commit() {
  answers_.clear();
  step_plain(commit_.get());
  open_ = false;
}

void SqliteSession::rollback() noexcept {
  answers_.clear();
  if (open_ && sqlite3_get_autocommit(db_.get()) == 0) {
    sqlite3_step(rollback_.get());
    sqlite3_reset(rollback_.get());
  }
  open_ = false;
}

void SqliteSession::execute(const std::string& sql) {
  char* message = nullptr;
  const int code = sqlite3_exec(db_.get(), sql.c_str(), nullptr, nullptr, &message);
  const std::string what = message == nullptr ? "" : message;
  sqlite3_free(message);
  if (code != SQLITE_OK) {
    throw Failure(kind_of(code, false), fmt::format("SQLite: {} ({}) in: {}", what, code, sql.substr(0, 200)));
  }
}

}  // namespace

std::unique_ptr<Session> open_sqlite(const SqliteOptions& options, std::span<const ModuleStatements> modules) {
  return std::make_unique<SqliteSession>(options, modules);
}

void renew_log(const SqliteOptions& options) {
  const auto log = options.file.string() + "-wal";
  const auto there = [&log] {
    std::error_code absent;
    const auto bytes = std::filesystem::file_size(log, absent);
    return !absent && bytes > 0;
  };
  if (!there()) {
    return;
  }
  sqlite3* db = nullptr;
  const int code = sqlite3_open_v2(options.file.c_str(), &db, SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE, nullptr);
  const std::unique_ptr<sqlite3, CloseDatabase> alone(db);
  // It keeps everybody else out until it is closed, and must itself neither move the log nor take it away; but SQLite does take away a log
  // that belongs to no database.
  if (code == SQLITE_OK && sqlite3_db_config(db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr) == SQLITE_OK &&
      sqlite3_exec(db, "PRAGMA locking_mode = EXCLUSIVE; SELECT count(*) FROM sqlite_schema", nullptr, nullptr, nullptr) == SQLITE_OK &&
      there()) {
    files::renew_durably(log);
  }
}

std::int64_t checkpoint_sqlite(Session& session, std::int64_t restart_above_bytes) {
  sqlite3* db = static_cast<SqliteSession&>(session).raw();
  int in_log = 0;
  int moved = 0;
  int code = sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, &moved);
  const std::int64_t bytes = std::int64_t{in_log} * page_bytes;
  if (code == SQLITE_OK && bytes > restart_above_bytes) {
    // Little is left to move now, so the writer is kept for a few milliseconds only; busy readers make this a no-op till next time.
    sqlite3_busy_timeout(db, 20);
    code = sqlite3_wal_checkpoint_v2(db, nullptr, SQLITE_CHECKPOINT_RESTART, &in_log, &moved);
    sqlite3_busy_timeout(db, busy_timeout_ms);
  }
  if (code != SQLITE_OK && code != SQLITE_BUSY && (code & 0xFF) != SQLITE_LOCKED) {
    throw Failure(kind_of(code, true), fmt::format("SQLite: checkpoint: {} ({})", sqlite3_errstr(code), code));
  }
  return bytes;
}

}  // namespace zhiyin::db
