#include "conversation/timers.hpp"

#include "conversation/service.hpp"

namespace zhiyin::conversation {
namespace {

timer::Kind kind(std::string_view name, std::function<void(writer::Tx&, const Conversation&)> fire) {
  return {.name = name,
          .want = [](writer::Tx& tx, std::int64_t subject) { want(tx, ConversationId{subject}); },
          .fire =
              [fire = std::move(fire)](writer::Tx& tx, std::int64_t subject) {
                if (const auto* c = find(tx, ConversationId{subject})) {
                  fire(tx, *c);
                }
              }};
}

}  // namespace

std::vector<timer::Kind> timer_kinds(const Settings& settings) {
  // A timer that was moved or disarmed does not fire, so what it was set for is still so; the looks below cost nothing.
  return {idle_kind(settings),
          kind(snooze_timer,
               [settings](writer::Tx& tx, const Conversation& c) {
                 if (c.snoozed()) {
                   (void)wake(tx, c.id, nullptr);
                   arm_idle(tx, c, settings);  // it was not idle, it slept
                 }
               }),
          kind(wrap_up_timer, [](writer::Tx& tx, const Conversation& c) {
            if (c.stage == Stage::wrap_up) {
              (void)finish_wrap_up(tx, c.id, nullptr);
            }
          })};
}

}  // namespace zhiyin::conversation
