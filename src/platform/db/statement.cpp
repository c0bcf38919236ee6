#include "platform/db/statement.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "platform/base/require.hpp"

namespace zhiyin::db {
namespace {

constexpr int parameters_max = 20;  // of one statement

std::string names(std::span<const Column> columns, std::string_view before, std::string_view between) {
  std::string text;
  for (const auto& column : columns) {
    text += fmt::format("{}{}{}", text.empty() ? "" : between, before, column.name);
  }
  return text;
}

/// "a = X.a, b = X.b"
std::string assignments(std::span<const Column> columns, std::string_view from) {
  std::string text;
  for (const auto& column : columns) {
    text += fmt::format("{}{} = {}.{}", text.empty() ? "" : ", ", column.name, from, column.name);
  }
  return text;
}

std::string numbered(std::span<const Column> columns, std::size_t first, std::string_view form, std::string_view between) {
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    text += fmt::format("{}{}", i == 0 ? "" : between, fmt::format(fmt::runtime(form), columns[i].name, first + i));
  }
  return text;
}

std::string on_conflict(const Bulk& bulk) {
  const auto key = bulk.columns.first(bulk.key_columns);
  const auto rest = bulk.columns.subspan(bulk.key_columns);
  switch (bulk.write) {
    case Write::insert_or_ignore: return " ON CONFLICT DO NOTHING";
    case Write::upsert: return fmt::format(" ON CONFLICT ({}) DO UPDATE SET {}", names(key, "", ", "), assignments(rest, "excluded"));
    case Write::insert:
    case Write::update:
    case Write::remove: return "";
  }
  fail_requirement("a write is one of five", std::source_location::current());
}

std::string sqlite_bulk(const Bulk& bulk) {
  const auto key = bulk.columns.first(bulk.key_columns);
  const auto rest = bulk.columns.subspan(bulk.key_columns);
  switch (bulk.write) {
    case Write::insert:
    case Write::insert_or_ignore:
    case Write::upsert:
      return fmt::format("INSERT INTO {} ({}) VALUES ({}){}", bulk.table, names(bulk.columns, "", ", "),
                         numbered(bulk.columns, 1, "?{1}", ", "), on_conflict(bulk));
    case Write::update:
      return fmt::format("UPDATE {} SET {} WHERE {}", bulk.table, numbered(rest, bulk.key_columns + 1, "{0} = ?{1}", ", "),
                         numbered(key, 1, "{0} = ?{1}", " AND "));
    case Write::remove: return fmt::format("DELETE FROM {} WHERE {}", bulk.table, numbered(bulk.columns, 1, "{0} = ?{1}", " AND "));
  }
  fail_requirement("a write is one of five", std::source_location::current());
}

std::string postgres_bulk(const Bulk& bulk) {
  std::string arrays;
  for (std::size_t i = 0; i < bulk.columns.size(); ++i) {
    arrays += fmt::format("{}${}::{}[]", i == 0 ? "" : ", ", i + 1, bulk.columns[i].type == ColumnType::number ? "bigint" : "text");
  }
  const auto rows = fmt::format("unnest({}) AS v({})", arrays, names(bulk.columns, "", ", "));
  const auto key = bulk.columns.first(bulk.key_columns);
  const auto rest = bulk.columns.subspan(bulk.key_columns);
  const auto same_key = [](std::span<const Column> columns) {
    std::string text;
    for (const auto& column : columns) {
      text += fmt::format("{}t.{} = v.{}", text.empty() ? "" : " AND ", column.name, column.name);
    }
    return text;
  };
  switch (bulk.write) {
    case Write::insert:
    case Write::insert_or_ignore:
    case Write::upsert:
      return fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}{}", bulk.table, names(bulk.columns, "", ", "),
                         names(bulk.columns, "v.", ", "), rows, on_conflict(bulk));
    case Write::update:
      return fmt::format("UPDATE {} AS t SET {} FROM {} WHERE {}", bulk.table, assignments(rest, "v"), rows, same_key(key));
    case Write::remove: return fmt::format("DELETE FROM {} AS t USING {} WHERE {}", bulk.table, rows, same_key(bulk.columns));
  }
  fail_requirement("a write is one of five", std::source_location::current());
}

void replace_all(std::string& text, std::string_view mark, std::string_view by) {
  for (auto at = text.find(mark); at != std::string::npos; at = text.find(mark, at + by.size())) {
    text.replace(at, mark.size(), by);
  }
}

}  // namespace

std::string_view engine_name(Engine engine) {
  return engine == Engine::sqlite ? "sqlite" : "postgres";
}

std::string dialect(const Statement& statement, Engine engine) {
  const bool sqlite = engine == Engine::sqlite;
  std::string text{sqlite && !statement.sqlite.empty() ? statement.sqlite : statement.sql};
  replace_all(text, "{lock}", sqlite ? "" : "FOR UPDATE");
  for (int i = 1; i <= parameters_max; ++i) {
    const auto by = fmt::format(fmt::runtime(sqlite ? "IN (SELECT value FROM json_each(?{}))" : "= ANY(${}::bigint[])"), i);
    replace_all(text, fmt::format("{{among:{}}}", i), by);
    if (sqlite) {
      // "$2" is a name there, numbered by where it first stands; "?2" is a number.
      replace_all(text, fmt::format("${}", i), fmt::format("?{}", i));
    }
  }
  return text;
}

std::string bulk_sql(const Bulk& bulk, Engine engine) {
  return engine == Engine::sqlite ? sqlite_bulk(bulk) : postgres_bulk(bulk);
}

}  // namespace zhiyin::db
