// The durable timers of conversations; the subject of each is the conversation.
#pragma once

#include <string_view>
#include <vector>

#include "conversation/idle.hpp"
#include "conversation/settings.hpp"
#include "platform/timer/timer.hpp"

namespace zhiyin::conversation {

constexpr std::string_view snooze_timer = "conversation_snooze";    ///< set while it sleeps
constexpr std::string_view wrap_up_timer = "conversation_wrap_up";  ///< set while it is in wrap_up

/// Set while a customer's message waits for the bot. What it does when it fires is the bot's module's: it is not among timer_kinds().
constexpr std::string_view bot_timer = "bot_answer_by";

/// All of the others, idle_timer too, for the timers' runner.
[[nodiscard]] std::vector<timer::Kind> timer_kinds(const Settings& settings);

}  // namespace zhiyin::conversation
