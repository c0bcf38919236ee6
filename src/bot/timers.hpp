// The bot's durable timer.
#pragma once

#include "bot/service.hpp"
#include "platform/timer/timer.hpp"

namespace zhiyin::bot {

/// conversation::bot_timer: a message waits for the bot and was not answered. Whatever died, people get it. `means` outlives it.
[[nodiscard]] timer::Kind answer_by_kind(const Means& means);

}  // namespace zhiyin::bot
