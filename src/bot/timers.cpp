#include "bot/timers.hpp"

#include "conversation/timers.hpp"

namespace zhiyin::bot {

timer::Kind answer_by_kind(const Means& means) {
  return {.name = conversation::bot_timer,
          .want = [](writer::Tx& tx, std::int64_t subject) { want(tx, ConversationId{subject}); },
          .fire =
              [&means](writer::Tx& tx, std::int64_t subject) {
                // It was moved or disarmed when the bot had spoken, so what it was set for is still so.
                if (hand_over(tx, ConversationId{subject}, Reason::silent, means.person(), means)) {
                  means.figures.handed_over(Reason::silent);
                }
              }};
}

}  // namespace zhiyin::bot
