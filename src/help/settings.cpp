#include "help/settings.hpp"

#include <array>

namespace zhiyin::help {
namespace {

constexpr std::array<config::Setting, 5> table{{
    {.name = "help.enabled",
     .kind = config::Kind::flag,
     .default_text = "true",
     .what = "Serve the help centre under /help to everybody.",
     .what_zh = "在 /help 向所有人提供帮助中心。"},
    {.name = "help.name",
     .kind = config::Kind::text,
     .most = 60,
     .what = "The company's name at the top of the help centre; may be empty.",
     .what_zh = "帮助中心顶部显示的公司名称；可留空。"},
    {.name = "help.address",
     .kind = config::Kind::text,
     .most = 200,
     .what = "Where readers reach this server (https://help.example.com), for search engines; empty: as each reader has asked.",
     .what_zh = "读者访问本服务器的地址（https://help.example.com），供搜索引擎使用；留空则以读者请求的地址为准。"},
    {.name = "help.chat",
     .kind = config::Kind::text,
     .default_text = "/",
     .most = 200,
     .what = "The page on which readers talk to a person: a path or an address; empty: it is not offered.",
     .what_zh = "读者联系人工客服的页面：路径或网址；留空则不显示。"},
    {.name = "help.pages_per_minute",
     .kind = config::Kind::integer,
     .default_text = "120",
     .least = 1,
     .most = 1'000'000,
     .what = "Pages of the help centre that one address may read in a minute.",
     .what_zh = "每个地址每分钟可浏览的帮助中心页面数。"},
}};

}  // namespace

std::span<const config::Setting> settings() {
  return table;
}

Settings settings_from(const config::Settings& values) {
  auto address = values.text("help.address");
  while (address.ends_with('/')) {
    address.pop_back();
  }
  return {.enabled = values.flag("help.enabled"),
          .name = values.text("help.name"),
          .address = std::move(address),
          .chat = values.text("help.chat"),
          .pages_per_minute = values.number("help.pages_per_minute")};
}

}  // namespace zhiyin::help
