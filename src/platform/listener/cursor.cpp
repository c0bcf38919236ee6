#include "platform/listener/cursor.hpp"

#include <array>
#include <utility>

#include "platform/base/require.hpp"

namespace zhiyin::listener {
namespace {

using db::ColumnType;

constexpr db::Statement found_cursor{"found_cursor",
                                     "INSERT INTO listener (name, pos, tries, state) VALUES ($1, 0, 0, '') ON CONFLICT DO NOTHING"};
constexpr db::Statement read_cursor{"read_cursor", "SELECT l.pos, l.tries FROM listener AS l WHERE l.name = $1"};
constexpr db::Statement read_parked_subjects{"read_parked_subjects",
                                             "SELECT DISTINCT p.subject FROM parked_fact AS p WHERE p.listener = $1 ORDER BY p.subject"};
constexpr db::Statement slowest_cursor{"slowest_cursor", "SELECT l.pos FROM listener AS l ORDER BY l.pos LIMIT 1"};
constexpr db::Statement lock_cursors{
    "lock_cursors", "SELECT l.name, l.pos, l.tries FROM listener AS l WHERE l.name = ANY($1::text[]) ORDER BY l.name FOR UPDATE",
    "SELECT l.name, l.pos, l.tries FROM listener AS l WHERE l.name = $1"};

constexpr std::array<db::Column, 3> cursor_columns{
    {{"name", ColumnType::text}, {"pos", ColumnType::number}, {"tries", ColumnType::number}}};
constexpr db::Bulk save_cursor{"save_cursor", db::Write::update, "listener", cursor_columns, 1};
constexpr std::array<db::Column, 4> parked_columns{
    {{"listener", ColumnType::text}, {"pos", ColumnType::number}, {"subject", ColumnType::number}, {"why", ColumnType::text}}};
constexpr db::Bulk park_fact{"park_fact", db::Write::insert, "parked_fact", parked_columns, 2};

constexpr std::array<const db::Statement*, 5> all_statements{&found_cursor, &read_cursor, &read_parked_subjects, &slowest_cursor,
                                                             &lock_cursors};
constexpr std::array<const db::Bulk*, 2> all_bulks{&save_cursor, &park_fact};

}  // namespace

db::ModuleStatements statements() {
  return {all_statements, all_bulks};
}

void found(db::Session& session, std::span<const Listener> listeners) {
  session.begin();
  for (const auto& listener : listeners) {
    (void)session.query(found_cursor, {std::string_view{listener.name}});
  }
  session.commit();
}

Cursor cursor(db::Session& session, std::string_view name) {
  const auto rows = session.query(read_cursor, {name});
  require(rows.size() == 1, "the cursors of listeners are made at start");
  return {rows.number(0, 0), rows.number(0, 1)};
}

std::vector<std::int64_t> parked_subjects(db::Session& session, std::string_view name) {
  const auto rows = session.query(read_parked_subjects, {name});
  std::vector<std::int64_t> subjects;
  subjects.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    subjects.push_back(rows.number(i, 0));
  }
  return subjects;
}

std::optional<std::int64_t> slowest(db::Session& session) {
  const auto rows = session.query(slowest_cursor, {});
  return rows.empty() ? std::nullopt : std::optional{rows.number(0, 0)};
}

void CursorShelf::want(const std::string& name) {
  if (rows_.try_emplace(name).second) {
    wanted_.push_back(name);
  }
}

void CursorShelf::send_loads(db::Session& session) {
  const std::vector<std::string_view> names{wanted_.begin(), wanted_.end()};
  const std::array<db::Value, 1> parameters{std::span<const std::string_view>{names}};
  reading_ = session.send_each(lock_cursors, parameters);
}

void CursorShelf::take_loads(db::Session& session) {
  const auto rows = session.take(reading_);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows_[std::string{rows.text(i, 0)}].cursor = Cursor{rows.number(i, 1), rows.number(i, 2)};
  }
  wanted_.clear();
}

std::optional<Cursor> CursorShelf::find(const std::string& name) const {
  const auto found = rows_.find(name);
  return found == rows_.end() ? std::nullopt : found->second.cursor;
}

void CursorShelf::save(const std::string& name, Cursor cursor) {
  rows_.at(name) = {cursor, true};
}

void CursorShelf::park(const std::string& name, const journal::Entry& entry, std::string why) {
  parked_.push_back({name, entry.pos, entry.subject, std::move(why)});
}

void CursorShelf::flush(db::Session& session) {
  for (const auto& [name, row] : rows_) {
    if (row.changed) {
      session.put(save_cursor, {std::string_view{name}, row.cursor->pos, row.cursor->tries});
    }
  }
  for (const auto& p : parked_) {
    session.put(park_fact, {std::string_view{p.name}, p.pos, p.subject, std::string_view{p.why}});
  }
}

void CursorShelf::clear() {
  rows_.clear();
  parked_.clear();
  wanted_.clear();
}

}  // namespace zhiyin::listener
