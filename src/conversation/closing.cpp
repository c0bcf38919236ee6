// How it ends, sleeps, and begins again.
#include "conversation/acting.hpp"
#include "conversation/idle.hpp"
#include "conversation/rules.hpp"
#include "conversation/service.hpp"
#include "conversation/timers.hpp"

namespace zhiyin::conversation {
namespace {

Moved as_it_is(const Conversation& c) {
  return {c.id, c.revision, c.inner_revision};
}

}  // namespace

Result<Moved> resolve(writer::Tx& tx, ConversationId id, const access::Viewer& agent, std::optional<std::int64_t> seen, Millis wrap_up) {
  const auto at = acting(tx, id, agent, Act::resolve);
  if (!at) {
    return std::unexpected(at.error());
  }
  auto& c = at->row->conversation;
  const auto after = decide(c.stage, Act::resolve, at->whos, {.wraps_up = wrap_up > Millis{0}});
  if (!after) {
    return std::unexpected(after.error());
  }
  if (*after == c.stage) {
    return as_it_is(c);
  }
  if (auto fault = stale(c, seen)) {
    return std::unexpected(std::move(*fault));
  }
  move_to(tx, *at->row, *after, at->by, at->by);
  if (*after == Stage::wrap_up) {
    timer::arm(tx, wrap_up_timer, id.value(), tx.now() + wrap_up);
  }
  return as_it_is(c);
}

void resolve_as_system(writer::Tx& tx, ConversationId id) {
  auto* row = tx.shelf<ConversationShelf>().find(id);
  require(row != nullptr && row->conversation.stage != Stage::resolved, "the conversation is there and open");
  const auto after = decide(row->conversation.stage, Act::idle_end, system);
  require(after.has_value(), "what is idle may always be ended");
  move_to(tx, *row, *after, row->conversation.owner(), nobody_in_particular);
}

Result<Moved> finish_wrap_up(writer::Tx& tx, ConversationId id, const access::Viewer* by) {
  const auto at = acting(tx, id, by, Act::finish_wrap_up);
  if (!at) {
    return std::unexpected(at.error());
  }
  auto& c = at->row->conversation;
  const auto after = decide(c.stage, Act::finish_wrap_up, at->whos);
  if (!after) {
    return std::unexpected(after.error());
  }
  if (*after != c.stage) {
    move_to(tx, *at->row, *after, c.owner(), at->by);
  }
  return as_it_is(c);
}

Result<Moved> reopen(writer::Tx& tx, ConversationId id, const access::Viewer& agent, const Settings& settings) {
  const auto at = acting(tx, id, agent, Act::reopen_by_agent);
  if (!at) {
    return std::unexpected(at.error());
  }
  auto& c = at->row->conversation;
  const auto after = decide(c.stage, Act::reopen_by_agent, at->whos);
  if (!after) {
    return std::unexpected(after.error());
  }
  if (*after == c.stage) {
    return as_it_is(c);
  }
  const auto* newest = newest_of(tx, c.contact, c.inbox);
  require(newest != nullptr, "the contact's newest conversation was named");
  if (newest->id != c.id) {
    return refuse(ErrorCode::conflict, "the customer has a newer conversation", "conversation", "go on in that one");
  }
  const bool was_resolved = c.stage == Stage::resolved;
  move_to(tx, *at->row, *after, was_resolved ? at->by : c.owner(), at->by);
  if (was_resolved) {
    arm_idle(tx, c, settings);
  }
  return as_it_is(c);
}

Result<Moved> snooze(writer::Tx& tx, ConversationId id, const access::Viewer& agent, Time until) {
  const auto at = acting(tx, id, agent, Act::snooze);
  if (!at) {
    return std::unexpected(at.error());
  }
  auto& c = at->row->conversation;
  if (const auto after = decide(c.stage, Act::snooze, at->whos); !after) {
    return std::unexpected(after.error());
  }
  if (until <= tx.now() || until > tx.now() + snooze_max) {
    return refuse(ErrorCode::invalid, "a conversation sleeps until a time within the next year", "until", "choose a later time");
  }
  if (c.snoozed_until != until) {
    c.snoozed_until = until;
    timer::arm(tx, snooze_timer, id.value(), until);
    record_inner(tx, *at->row, event::Snoozed{until, at->by});
  }
  return as_it_is(c);
}

Result<Moved> wake(writer::Tx& tx, ConversationId id, const access::Viewer* by) {
  const auto at = acting(tx, id, by, Act::wake);
  if (!at) {
    return std::unexpected(at.error());
  }
  auto& c = at->row->conversation;
  if (const auto after = decide(c.stage, Act::wake, at->whos); !after) {
    return std::unexpected(after.error());
  }
  wake_up(tx, *at->row, at->by);
  return as_it_is(c);
}

}  // namespace zhiyin::conversation
