// SQL as named values. A module lists its own in its store.cpp; each is prepared on every session at start, so a statement that
// does not fit the schema stops the program before it serves.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace zhiyin::db {

enum class Engine : std::uint8_t { sqlite, postgres };
[[nodiscard]] std::string_view engine_name(Engine engine);

/// One statement. `$1` … `$n` are its parameters. Where the engines differ:
///   {among:1}  compares with a set of integers, `id {among:1}`: `IN (SELECT value FROM json_each($1))` or `= ANY($1::bigint[])`
///   {lock}     locks the rows read until the end of the transaction (PostgreSQL; SQLite's one writer needs none)
/// and, when that is not enough, `sqlite` holds a text of its own.
struct Statement {
  std::string_view name;
  std::string_view sql;
  std::string_view sqlite = {};
};

/// The text for one engine, with the marks above replaced.
[[nodiscard]] std::string dialect(const Statement& statement, Engine engine);

enum class ColumnType : std::uint8_t { number, text };
struct Column {
  std::string_view name;
  ColumnType type;
};
enum class Write : std::uint8_t {
  insert,
  insert_or_ignore,  ///< keeps the row that is there
  upsert,            ///< the first `key_columns` columns are the key; the others replace what is there
  update,            ///< likewise; a row that is not there stays away
  remove,            ///< the columns are the key
};

/// A write of many rows as one: SQLite steps a prepared statement per row, PostgreSQL gets one statement over arrays (unnest).
/// Within one transaction the rows of an upsert, update or remove must have different keys.
struct Bulk {
  std::string_view name;
  Write write;
  std::string_view table;
  std::span<const Column> columns;
  std::size_t key_columns = 0;
};

[[nodiscard]] std::string bulk_sql(const Bulk& bulk, Engine engine);

/// What a module needs of the store.
struct ModuleStatements {
  std::span<const Statement* const> statements;
  std::span<const Bulk* const> bulks;
};

}  // namespace zhiyin::db
