#include "insight/store.hpp"

#include <array>

#include "platform/base/require.hpp"

namespace zhiyin::insight {
namespace {

using db::ColumnType;

constexpr db::Statement volume_of_hours{"volume_of_hours",
                                        "SELECT v.hour, v.opened, v.visitor_messages, v.agent_messages, v.resolved, v.rated, v.rating_sum "
                                        "FROM volume_hour AS v WHERE v.hour {among:1}"};
constexpr db::Statement volume_between{
    "volume_between",
    "SELECT v.hour, v.opened, v.visitor_messages, v.agent_messages, v.resolved, v.rated, v.rating_sum FROM volume_hour AS v "
    "WHERE v.hour >= $1 AND v.hour < $2 ORDER BY v.hour"};
// PostgreSQL sums 64-bit integers as numeric.
constexpr db::Statement volume_totals{
    "volume_totals",
    "SELECT CAST(coalesce(sum(v.opened), 0) AS BIGINT), CAST(coalesce(sum(v.visitor_messages), 0) AS BIGINT), "
    "CAST(coalesce(sum(v.agent_messages), 0) AS BIGINT), CAST(coalesce(sum(v.resolved), 0) AS BIGINT), "
    "CAST(coalesce(sum(v.rated), 0) AS BIGINT), CAST(coalesce(sum(v.rating_sum), 0) AS BIGINT) FROM volume_hour AS v"};
constexpr std::array<db::Column, 7> volume_columns{{{"hour", ColumnType::number},
                                                    {"opened", ColumnType::number},
                                                    {"visitor_messages", ColumnType::number},
                                                    {"agent_messages", ColumnType::number},
                                                    {"resolved", ColumnType::number},
                                                    {"rated", ColumnType::number},
                                                    {"rating_sum", ColumnType::number}}};
constexpr db::Bulk save_volume{"save_volume", db::Write::upsert, "volume_hour", volume_columns, 1};

constexpr std::array<const db::Statement*, 3> all_statements{&volume_of_hours, &volume_between, &volume_totals};
constexpr std::array<const db::Bulk*, 1> all_bulks{&save_volume};

Volume read_volume(const db::Rows& rows, std::size_t row, std::size_t first) {
  return {rows.number(row, first),     rows.number(row, first + 1), rows.number(row, first + 2),
          rows.number(row, first + 3), rows.number(row, first + 4), rows.number(row, first + 5)};
}

}  // namespace

db::ModuleStatements statements() {
  return {all_statements, all_bulks};
}

void VolumeShelf::want(Time hour) {
  if (rows_.try_emplace(hour).second) {
    wanted_.push_back(to_millis(hour));
  }
}

Volume& VolumeShelf::at(Time hour) {
  auto& row = rows_.at(hour);
  row.changed = true;
  return row.volume;
}

void VolumeShelf::send_loads(db::Session& session) {
  const std::array<db::Value, 1> hours{std::span<const std::int64_t>{wanted_}};
  reading_ = session.send(volume_of_hours, hours);
}

void VolumeShelf::take_loads(db::Session& session) {
  const auto rows = session.take(reading_);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows_.at(from_millis(rows.number(i, 0))).volume = read_volume(rows, i, 1);
  }
  wanted_.clear();
}

void VolumeShelf::flush(db::Session& session) {
  for (const auto& [hour, row] : rows_) {
    if (row.changed) {
      const auto& v = row.volume;
      session.put(save_volume, {to_millis(hour), v.opened, v.visitor_messages, v.agent_messages, v.resolved, v.rated, v.rating_sum});
    }
  }
}

void VolumeShelf::clear() {
  rows_.clear();
  wanted_.clear();
}

Volume totals(db::Session& reading) {
  const auto rows = reading.query(volume_totals, {});
  require(rows.size() == 1, "a sum has one row");
  return read_volume(rows, 0, 0);
}

std::vector<std::pair<Time, Volume>> by_hour(db::Session& reading, Time from, Time until) {
  const auto rows = reading.query(volume_between, {to_millis(from), to_millis(until)});
  std::vector<std::pair<Time, Volume>> hours;
  hours.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    hours.emplace_back(from_millis(rows.number(i, 0)), read_volume(rows, i, 1));
  }
  return hours;
}

}  // namespace zhiyin::insight
