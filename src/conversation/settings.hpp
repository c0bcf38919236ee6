// What an operator may set about conversations.
#pragma once

#include <chrono>
#include <span>

#include "platform/base/time.hpp"
#include "platform/config/setting.hpp"

namespace zhiyin::conversation {

struct Settings {
  Millis idle_resolve = std::chrono::days{3};      ///< a conversation without any message for so long is resolved
  Millis edit_within = std::chrono::minutes{15};   ///< after which an agent may no longer change what he wrote
  Millis bot_answer_by = std::chrono::seconds{5};  ///< a customer's message that the bot has not answered by then goes to people
};

/// The rows of the settings table.
[[nodiscard]] std::span<const config::Setting> settings();
[[nodiscard]] Settings settings_from(const config::Settings& values);

}  // namespace zhiyin::conversation
