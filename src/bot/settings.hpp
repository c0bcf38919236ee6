// What an operator may set about the bot. By when it answers is conversation/settings.hpp's: that holds without it.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "platform/config/setting.hpp"

namespace zhiyin::bot {

struct Settings {
  std::string name = "Zhi";
  std::int64_t same_question_max = 4;  ///< asked so often, the same question goes to people
};

/// The rows of the settings table.
[[nodiscard]] std::span<const config::Setting> settings();
[[nodiscard]] Settings settings_from(const config::Settings& values);

}  // namespace zhiyin::bot
