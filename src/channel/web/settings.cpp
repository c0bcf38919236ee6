#include "channel/web/settings.hpp"

#include <array>

namespace zhiyin::channel::web {
namespace {

constexpr std::array<config::Setting, 3> table{{
    {.name = "web.identity_secret",
     .kind = config::Kind::text,
     .what = "Secret that your site signs its visitors' identities with, in place of the first web inbox's own; empty: the inbox's own.",
     .what_zh = "网站为访客身份签名所用的密钥，代替第一个网站收件箱自己的密钥；留空则用收件箱的。",
     .secret = true},
    {.name = "web.identity_required",
     .kind = config::Kind::flag,
     .default_text = "false",
     .what = "Refuse visitors of the first web inbox without a signed identity, whatever the inbox says.",
     .what_zh = "第一个网站收件箱一律拒绝没有签名身份的访客，不论收件箱如何设置。"},
    {.name = "web.origins",
     .kind = config::Kind::text,
     .most = 4'000,
     .what = "Sites whose pages may open a chat, like https://shop.example.com, separated by commas; empty: every site's. This server's "
             "own may always.",
     .what_zh = "允许打开聊天的网站（如 https://shop.example.com），以逗号分隔；留空则不限。本服务器自己的页面始终允许。"},
}};

}  // namespace

std::span<const config::Setting> settings() {
  return table;
}

IdentityRules identity_rules_from(const config::Settings& values) {
  return {.secret = values.text("web.identity_secret"), .required = values.flag("web.identity_required")};
}

}  // namespace zhiyin::channel::web
