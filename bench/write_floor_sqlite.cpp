#include <fmt/format.h>
#include <sqlite3.h>

#include <atomic>
#include <map>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "write_floor.hpp"
#include "write_load.hpp"

namespace zhiyin::bench {
namespace {

using Steady = std::chrono::steady_clock;

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

void check(sqlite3* db, int code) {
  if (code != SQLITE_OK && code != SQLITE_DONE && code != SQLITE_ROW) {
    throw std::runtime_error(fmt::format("the floor: SQLite: {}", sqlite3_errmsg(db)));
  }
}

Database open(const std::filesystem::path& file) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  Database db{raw};
  check(raw, code);
  sqlite3_busy_timeout(raw, 5'000);
  check(raw,
        sqlite3_exec(raw, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA cache_size = -16384",
                     nullptr, nullptr, nullptr));
  return db;
}

Statement prepare(sqlite3* db, const char* sql) {
  sqlite3_stmt* statement = nullptr;
  check(db, sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr));
  return Statement{statement};
}

void number(const Statement& statement, int at, std::int64_t value) {
  sqlite3_bind_int64(statement.get(), at, value);
}
void text(const Statement& statement, int at, const std::string& value) {
  sqlite3_bind_text64(statement.get(), at, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
}
void step(sqlite3* db, const Statement& statement) {
  check(db, sqlite3_step(statement.get()));
  sqlite3_reset(statement.get());
}

struct Row {
  std::int64_t id = 0;
  std::int64_t contact = 0;
  std::int64_t last_seq = 0;
  std::int64_t revision = 0;
};

class Floor {
 public:
  Floor(const std::filesystem::path& file, const FloorRun& run) : run_(run), db_(open(file)), chance_(run.seed) {
    const auto read = prepare(db_.get(), "SELECT id, contact, last_seq, revision FROM conversation ORDER BY id");
    while (sqlite3_step(read.get()) == SQLITE_ROW) {
      rows_.push_back({sqlite3_column_int64(read.get(), 0), sqlite3_column_int64(read.get(), 1), sqlite3_column_int64(read.get(), 2),
                       sqlite3_column_int64(read.get(), 3)});
    }
    if (rows_.size() != conversations) {
      throw std::runtime_error("the floor: the store holds other conversations than expected");
    }
  }

  void write_batch(std::size_t batch) {
    struct Drawn {
      Row* row;
      std::int64_t seq;
      std::int64_t revision;
    };
    std::vector<Drawn> drawn;
    std::map<std::int64_t, Row*> touched;
    step(db_.get(), begin_);
    for (std::size_t i = 0; i < batch; ++i) {
      auto& row = rows_[draw_conversation(chance_)];
      drawn.push_back({&row, ++row.last_seq, ++row.revision});
      touched[row.id] = &row;
    }
    for (const auto& [id, row] : touched) {
      update(*row);
    }
    for (const auto& one : drawn) {
      insert_message(*one.row, one.seq, one.revision);
    }
    number(head_, 1, static_cast<std::int64_t>(batch));
    step(db_.get(), head_);
    for (const auto& one : drawn) {
      insert_fact(*one.row, one.revision);
    }
    step(db_.get(), commit_);
  }

 private:
  void update(const Row& row) {
    number(update_, 1, row.revision);
    number(update_, 2, row.last_seq);
    text(update_, 3, words_);
    number(update_, 4, row.id);
    step(db_.get(), update_);
  }
  void insert_message(const Row& row, std::int64_t seq, std::int64_t revision) {
    client_id_ = fmt::format("f-{:08}", ++next_id_);
    number(message_, 1, row.id);
    number(message_, 2, seq);
    number(message_, 3, revision);
    number(message_, 4, row.contact);
    text(message_, 5, client_id_);
    text(message_, 6, words_);
    step(db_.get(), message_);
  }
  void insert_fact(const Row& row, std::int64_t revision) {
    number(fact_, 1, row.id);
    number(fact_, 2, revision);
    text(fact_, 3, run_.texts.envelope);
    number(fact_, 4, row.contact);
    text(fact_, 5, run_.texts.body);
    step(db_.get(), fact_);
  }

  const FloorRun& run_;
  Database db_;
  SeededChance chance_;
  std::vector<Row> rows_;
  std::int64_t next_id_ = 0;
  std::string client_id_;
  const std::string words_ = std::string(text_bytes, 'w');
  Statement begin_ = prepare(db_.get(), "BEGIN IMMEDIATE");
  Statement commit_ = prepare(db_.get(), "COMMIT");
  Statement update_ =
      prepare(db_.get(),
              "UPDATE conversation SET stage = 1, assignee = 0, assignee_name = '', revision = ?1, last_seq = ?2, last_at = 1760000000000, "
              "last_author_kind = 1, last_text = ?3, waiting_since = 1760000000000, customer_last_seq = ?2, customer_unread = ?2, "
              "resolved_at = 0 WHERE id = ?4");
  Statement message_ = prepare(db_.get(),
                               "INSERT INTO message (conversation, seq, revision, inbox, author_kind, author, author_name, client_id, at, "
                               "body) VALUES (?1, ?2, ?3, 1, 1, ?4, 'Wang Fang', ?5, 1760000000000, ?6)");
  Statement head_ = prepare(db_.get(), "UPDATE log_head SET pos = pos + ?1");
  Statement fact_ =
      prepare(db_.get(),
              "INSERT INTO fact (pos, kind, subject, revision, at, envelope, owner, retention, body) VALUES ((SELECT coalesce(max(pos), 0) "
              "FROM fact) + 1, 'message_sent', ?1, ?2, 1760000000000, ?3, ?4, 1, ?5)");
};

/// As db::Store::tend() does it, written by hand as well.
void checkpoint_until(const std::filesystem::path& file, const std::atomic<bool>& done) {
  const auto db = open(file);
  while (!done) {
    std::this_thread::sleep_for(std::chrono::milliseconds{500});
    int in_log = 0;
    sqlite3_wal_checkpoint_v2(db.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE, &in_log, nullptr);
    if (in_log > 8'192) {
      sqlite3_wal_checkpoint_v2(db.get(), nullptr, SQLITE_CHECKPOINT_RESTART, nullptr, nullptr);
    }
  }
}

}  // namespace

double sqlite_floor(const std::filesystem::path& file, std::size_t batch, const FloorRun& run) {
  Floor floor(file, run);
  std::atomic<bool> done = false;
  const std::jthread beside([&] { checkpoint_until(file, done); });
  const auto began = Steady::now();
  std::size_t stored = 0;
  for (; Steady::now() - began < run.duration; stored += batch) {
    floor.write_batch(batch);
  }
  const std::chrono::duration<double> took = Steady::now() - began;
  done = true;
  return static_cast<double>(stored) / took.count();
}

}  // namespace zhiyin::bench
