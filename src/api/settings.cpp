#include "api/settings.hpp"

#include <array>

namespace zhiyin::api {
namespace {

constexpr std::array<config::Setting, rate_class_count> table{{
    {.name = "api.reads_per_minute",
     .kind = config::Kind::integer,
     .default_text = "600",
     .least = 1,
     .most = per_minute_most,
     .what = "Questions to the public API that one caller may put in a minute; also those of one address that nobody has signed in from.",
     .what_zh = "每个调用者每分钟可向公共 API 发出的查询数；未登录的请求按地址计。"},
    {.name = "api.writes_per_minute",
     .kind = config::Kind::integer,
     .default_text = "120",
     .least = 1,
     .most = per_minute_most,
     .what = "Changes through the public API that one caller may make in a minute.",
     .what_zh = "每个调用者每分钟可通过公共 API 进行的更改数。"},
    {.name = "api.sign_ins_per_minute",
     .kind = config::Kind::integer,
     .default_text = "10",
     .least = 1,
     .most = per_minute_most,
     .what = "Attempts to sign in that one address may make in a minute.",
     .what_zh = "每个地址每分钟可尝试登录的次数。"},
}};

}  // namespace

std::span<const config::Setting> settings() {
  return table;
}

RateLimits rates_from(const config::Settings& values) {
  return {{values.number("api.reads_per_minute"), values.number("api.writes_per_minute"), values.number("api.sign_ins_per_minute")}};
}

}  // namespace zhiyin::api
