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

/// All of them, idle_timer too, for the timers' runner.
[[nodiscard]] std::vector<timer::Kind> timer_kinds(const Settings& settings);

}  // namespace zhiyin::conversation
