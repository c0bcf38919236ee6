#include "team/settings.hpp"

#include <array>

namespace zhiyin::team {
namespace {

constexpr std::array<config::Setting, 1> table{{
    {.name = "team.lease_ms",
     .kind = config::Kind::duration_ms,
     .default_text = "1m",
     .least = 10'000,
     .most = 3'600'000,
     .what = "An agent whose screen has been silent for so long is offline, and his work goes to others.",
     .what_zh = "客服的屏幕在这么长时间内没有任何动静，就视为离线，其工作转给他人。"},
}};

}  // namespace

std::span<const config::Setting> settings() {
  return table;
}

Settings settings_from(const config::Settings& values) {
  return {.lease = Millis{values.number("team.lease_ms")}};
}

}  // namespace zhiyin::team
