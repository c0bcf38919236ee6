// What an operator may set about the website's visitors.
#pragma once

#include <span>

#include "channel/web/signature.hpp"
#include "platform/config/setting.hpp"

namespace zhiyin::channel::web {

/// The rows of the settings table.
[[nodiscard]] std::span<const config::Setting> settings();
[[nodiscard]] IdentityRules identity_rules_from(const config::Settings& values);

}  // namespace zhiyin::channel::web
