#include "platform/timer/shelf.hpp"

#include <array>

namespace zhiyin::timer {
namespace {

using db::ColumnType;

constexpr db::Statement lock_timers{
    "lock_timers",
    "SELECT t.kind, t.subject, t.due, t.generation FROM timer AS t WHERE (t.kind, t.subject) IN (SELECT * FROM unnest($1::text[], "
    "$2::bigint[])) ORDER BY t.kind, t.subject FOR UPDATE",
    "SELECT t.kind, t.subject, t.due, t.generation FROM timer AS t WHERE t.kind = $1 AND t.subject = $2"};
// Not a bulk write: the generation comes from the row that is there, which so needs no reading.
constexpr db::Statement arm_timers{
    "arm_timers",
    "INSERT INTO timer (kind, subject, due, generation) SELECT v.kind, v.subject, v.due, 1 FROM unnest($1::text[], $2::bigint[], "
    "$3::bigint[]) AS v(kind, subject, due) ON CONFLICT (kind, subject) DO UPDATE SET due = excluded.due, generation = timer.generation + "
    "1",
    "INSERT INTO timer (kind, subject, due, generation) VALUES ($1, $2, $3, 1) ON CONFLICT (kind, subject) DO UPDATE SET due = "
    "excluded.due, generation = timer.generation + 1"};
constexpr std::array<db::Column, 2> key_columns{{{"kind", ColumnType::text}, {"subject", ColumnType::number}}};
constexpr db::Bulk remove_timer{"remove_timer", db::Write::remove, "timer", key_columns, 2};

constexpr std::array<const db::Statement*, 2> all_statements{&lock_timers, &arm_timers};
constexpr std::array<const db::Bulk*, 1> all_bulks{&remove_timer};

}  // namespace

db::ModuleStatements shelf_statements() {
  return {all_statements, all_bulks};
}

void TimerShelf::want(const Key& key) {
  if (rows_.try_emplace(key).second) {
    wanted_.push_back(key);
  }
}

void TimerShelf::send_loads(db::Session& session) {
  std::vector<std::string_view> kinds;
  std::vector<std::int64_t> subjects;
  for (const auto& [kind, subject] : wanted_) {
    kinds.push_back(kind);
    subjects.push_back(subject);
  }
  const std::array<db::Value, 2> parameters{std::span<const std::string_view>{kinds}, std::span<const std::int64_t>{subjects}};
  reading_ = session.send_each(lock_timers, parameters);
}

void TimerShelf::take_loads(db::Session& session) {
  const auto rows = session.take(reading_);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows_[{std::string{rows.text(i, 0)}, rows.number(i, 1)}] = Row{from_millis(rows.number(i, 2)), rows.number(i, 3)};
  }
  wanted_.clear();
}

std::optional<TimerShelf::Row> TimerShelf::untouched(const Key& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() || changes_.contains(key) ? std::nullopt : found->second;
}

void TimerShelf::flush(db::Session& session) {
  std::vector<std::string_view> kinds;
  std::vector<std::int64_t> subjects;
  std::vector<std::int64_t> dues;
  for (const auto& [key, due] : changes_) {
    if (!due) {
      session.put(remove_timer, {std::string_view{key.first}, key.second});
      continue;
    }
    kinds.push_back(key.first);
    subjects.push_back(key.second);
    dues.push_back(to_millis(*due));
  }
  if (!kinds.empty()) {
    const std::array<db::Value, 3> parameters{std::span<const std::string_view>{kinds}, std::span<const std::int64_t>{subjects},
                                              std::span<const std::int64_t>{dues}};
    (void)session.send_each(arm_timers, parameters);
  }
}

void TimerShelf::clear() {
  rows_.clear();
  changes_.clear();
  wanted_.clear();
}

}  // namespace zhiyin::timer
