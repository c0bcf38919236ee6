#include "contact/settings.hpp"

#include <array>

namespace zhiyin::contact {
namespace {

constexpr std::array<config::Setting, 1> table{{
    {.name = "contact.default_country",
     .kind = config::Kind::integer,
     .default_text = "86",
     .least = 0,
     .most = 999,
     .what = "Country calling code of phone numbers written without one; 0 to refuse such numbers.",
     .what_zh = "未写国家代码的电话号码所用的国家代码；0 表示不接受这样的号码。"},
}};

}  // namespace

std::span<const config::Setting> settings() {
  return table;
}

Settings settings_from(const config::Settings& values) {
  return {.default_country = values.number("contact.default_country")};
}

}  // namespace zhiyin::contact
