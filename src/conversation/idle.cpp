#include "conversation/idle.hpp"

#include "conversation/rules.hpp"
#include "conversation/service.hpp"

namespace zhiyin::conversation {
namespace {

void fire(writer::Tx& tx, ConversationId id, const Settings& settings) {
  const auto* c = find(tx, id);
  const auto until = c == nullptr ? std::nullopt : idle_until(*c, settings.idle_resolve);
  if (!until) {
    return;
  }
  if (*until > tx.now()) {
    timer::arm(tx, idle_timer, id.value(), *until);
  } else {
    resolve_as_system(tx, id);
  }
}

}  // namespace

void arm_idle(writer::Tx& tx, const Conversation& conversation, const Settings& settings) {
  timer::arm(tx, idle_timer, conversation.id.value(), tx.now() + settings.idle_resolve);
}

timer::Kind idle_kind(const Settings& settings) {
  return {.name = idle_timer,
          .want = [](writer::Tx& tx, std::int64_t subject) { want(tx, ConversationId{subject}); },
          .fire = [settings](writer::Tx& tx, std::int64_t subject) { fire(tx, ConversationId{subject}, settings); }};
}

}  // namespace zhiyin::conversation
