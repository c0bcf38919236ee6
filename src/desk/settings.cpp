#include "desk/settings.hpp"

#include <array>

namespace zhiyin::desk {
namespace {

constexpr std::array<config::Setting, 3> table{{
    {.name = "desk.resolved_within_ms",
     .kind = config::Kind::duration_ms,
     .default_text = "1d",
     .least = 0,
     .most = std::int64_t{30} * 24 * 3'600 * 1'000,
     .what = "Agents' lists hold conversations that were resolved no longer ago than this.",
     .what_zh = "客服列表中保留不早于此时长内结束的会话。"},
    {.name = "desk.resolved_max",
     .kind = config::Kind::integer,
     .default_text = "20000",
     .least = 0,
     .most = 1'000'000,
     .what = "Of resolved conversations agents' lists hold so many, the newest.",
     .what_zh = "客服列表中最多保留的已结束会话数（取最新者）。"},
    {.name = "desk.rows_max",
     .kind = config::Kind::integer,
     .default_text = "500000",
     .least = 1'000,
     .most = 10'000'000,
     .what = "Agents' lists hold so many open conversations; those beyond it are missing there (metric desk_rows_refused).",
     .what_zh = "客服列表最多保留的未结束会话数；超出者不在列表中（指标 desk_rows_refused）。"},
}};

}  // namespace

std::span<const config::Setting> settings() {
  return table;
}

RosterLimits roster_limits(const config::Settings& values) {
  return {.resolved_within = Millis{values.number("desk.resolved_within_ms")},
          .resolved_max = static_cast<std::size_t>(values.number("desk.resolved_max")),
          .rows_max = static_cast<std::size_t>(values.number("desk.rows_max"))};
}

}  // namespace zhiyin::desk
