// What an operator may set about contacts.
#pragma once

#include <span>

#include "platform/config/setting.hpp"

namespace zhiyin::contact {

struct Settings {
  std::int64_t default_country = 86;  ///< calling code of numbers without one; 0: such numbers are not accepted
};

/// The rows of the settings table.
[[nodiscard]] std::span<const config::Setting> settings();
[[nodiscard]] Settings settings_from(const config::Settings& values);

}  // namespace zhiyin::contact
