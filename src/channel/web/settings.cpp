#include "channel/web/settings.hpp"

#include <array>

namespace zhiyin::channel::web {
namespace {

constexpr std::array<config::Setting, 2> table{{
    {.name = "web.identity_secret",
     .kind = config::Kind::text,
     .what = "Secret that your site signs its visitors' identities with; empty for none.",
     .what_zh = "网站为访客身份签名所用的密钥；留空则不使用。",
     .secret = true},
    {.name = "web.identity_required",
     .kind = config::Kind::flag,
     .default_text = "false",
     .what = "Refuse visitors without a signed identity.",
     .what_zh = "拒绝没有签名身份的访客。"},
}};

}  // namespace

std::span<const config::Setting> settings() {
  return table;
}

IdentityRules identity_rules_from(const config::Settings& values) {
  return {.secret = values.text("web.identity_secret"), .required = values.flag("web.identity_required")};
}

}  // namespace zhiyin::channel::web
