// The end of conversations in which nobody writes any more. Each open one has a timer, armed when it is opened or opened again; a message
// does not move it. When it fires and there were messages meanwhile it is armed anew, so that a message costs no write here.
#pragma once

#include "conversation/model.hpp"
#include "conversation/settings.hpp"
#include "platform/timer/timer.hpp"

namespace zhiyin::conversation {

constexpr std::string_view idle_timer = "conversation_idle";  ///< its subject is the conversation

void arm_idle(writer::Tx& tx, const Conversation& conversation, const Settings& settings);
/// For the timer's runner.
[[nodiscard]] timer::Kind idle_kind(const Settings& settings);

}  // namespace zhiyin::conversation
