#include "conversation/acting.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "conversation/inner_store.hpp"
#include "conversation/rules.hpp"
#include "conversation/service.hpp"
#include "conversation/timers.hpp"
#include "platform/timer/timer.hpp"

namespace zhiyin::conversation {
namespace {

using identity::Right;

std::vector<AgentId> invited_to(writer::Tx& tx, const Conversation& c, AgentId asking) {
  std::vector<AgentId> people;
  if (c.invited > 0 && c.assignee != asking) {
    for (const auto& one : read_participants(tx.session(), c.id)) {
      people.emplace_back(one.who.id);
    }
  }
  return people;
}

bool takes_part(writer::Tx& tx, const Conversation& c, AgentId person) {
  const auto people = invited_to(tx, c, person);
  return std::ranges::find(people, person) != people.end();
}

}  // namespace

std::unexpected<Error> no_such() {
  return refuse(ErrorCode::not_found, "there is no such conversation", "conversation", "look it up in a list");
}

Result<ConversationShelf::Row*> seen_by(writer::Tx& tx, ConversationId id, const access::Viewer& viewer) {
  auto* row = tx.shelf<ConversationShelf>().find(id);
  if (row == nullptr) {
    return no_such();
  }
  const auto& c = row->conversation;
  if (!access::sees(viewer, {c.inbox, c.team, c.assignee, {}}) &&
      !access::sees(viewer, {c.inbox, c.team, c.assignee, invited_to(tx, c, viewer.person)})) {
    return no_such();
  }
  return row;
}

Result<Acting> acting(writer::Tx& tx, ConversationId id, const access::Viewer& viewer, Act act) {
  const auto row = seen_by(tx, id, viewer);
  if (!row) {
    return std::unexpected(row.error());
  }
  if (!viewer.may(right_of(act))) {
    return refuse(ErrorCode::forbidden, "your role does not cover this", "",
                  fmt::format("ask for the right {}", identity::right_text(right_of(act))));
  }
  const auto& c = (*row)->conversation;
  Whos whos = viewer_bits(c, viewer);
  if ((whos & owner) == 0 && (cell(c.stage, act).who & participant) != 0 && takes_part(tx, c, viewer.person)) {
    whos |= participant;
  }
  return Acting{*row, whos, person_of(viewer)};
}

Result<Acting> acting(writer::Tx& tx, ConversationId id, const access::Viewer* by, Act act) {
  if (by != nullptr) {
    return acting(tx, id, *by, act);
  }
  auto* row = tx.shelf<ConversationShelf>().find(id);
  if (row == nullptr) {
    return no_such();
  }
  return Acting{row, system, nobody_in_particular};
}

std::optional<Error> stale(const Conversation& c, std::optional<std::int64_t> seen) {
  if (seen && *seen != c.revision) {
    return Error{
        ErrorCode::stale, fmt::format("the conversation is at revision {} by now", c.revision), "rev", "look again, then decide again", {}};
  }
  return std::nullopt;
}

Result<void> decided_on(writer::Tx& tx, ConversationId id, const access::Viewer& viewer, std::optional<std::int64_t> seen) {
  const auto row = seen_by(tx, id, viewer);
  if (!row) {
    return std::unexpected(row.error());
  }
  if (auto fault = stale((*row)->conversation, seen)) {
    return std::unexpected(std::move(*fault));
  }
  return {};
}

void record(writer::Tx& tx, Conversation& c, event::ConversationChange change) {
  tx.record(event::write({.conversation = c.id,
                          .revision = ++c.revision,
                          .at = tx.now(),
                          .contact = c.contact,
                          .assignee = c.assignee,
                          .change = std::move(change)}));
}

void record_inner(writer::Tx& tx, ConversationShelf::Row& row, event::InnerChange change) {
  auto& c = row.conversation;
  row.changed = true;
  tx.record(event::write(event::InnerFact{.conversation = c.id,
                                          .revision = ++c.inner_revision,
                                          .at = tx.now(),
                                          .contact = c.contact,
                                          .inbox = c.inbox,
                                          .team = c.team,
                                          .assignee = c.assignee,
                                          .change = std::move(change)}));
}

void wake_up(writer::Tx& tx, ConversationShelf::Row& row, const Person& by) {
  if (row.conversation.snoozed()) {
    row.conversation.snoozed_until = {};
    timer::disarm(tx, snooze_timer, row.conversation.id.value());
    record_inner(tx, row, event::Woken{by});
  }
}

void part(writer::Tx& tx, ConversationShelf::Row& row, const Person& who, const Person& by) {
  delete_participant(tx.session(), row.conversation.id, AgentId{who.id});
  --row.conversation.invited;
  record_inner(tx, row, event::ParticipantLeft{who, by});
}

void move_to(writer::Tx& tx, ConversationShelf::Row& row, Stage stage, const Person& owner, const Person& by) {
  auto& c = row.conversation;
  row.changed = true;
  wake_up(tx, row, by);
  if (c.stage == Stage::wrap_up && stage != Stage::wrap_up) {
    timer::disarm(tx, wrap_up_timer, c.id.value());
  }
  if (c.stage == Stage::bot && stage != Stage::bot) {
    timer::disarm(tx, bot_timer, c.id.value());
    if (stage == Stage::queued) {
      // Whatever the bot has said, it is from now on that a person is waited for, to read the newest question at least.
      c.waiting_since = to_millis(c.waiting_since) == 0 ? tx.now() : c.waiting_since;
      c.customer_unread = std::max(c.customer_unread, std::int64_t{1});
    }
  }
  c.stage = stage;
  c.assignee = AgentId{owner.id};
  c.assignee_name = owner.name;
  if (stage == Stage::resolved || stage == Stage::wrap_up) {
    c.waiting_since = Time{};
  }
  if (stage == Stage::resolved) {
    c.resolved_at = tx.now();
  }
  record(tx, c, event::StageChanged{stage, c.assignee, c.assignee_name, by});
  if (owner.id != 0 && c.invited > 0) {
    const auto people = read_participants(tx.session(), c.id);
    const auto found = std::ranges::find(people, owner.id, [](const Participant& one) { return one.who.id; });
    if (found != people.end()) {
      part(tx, row, found->who, by);
    }
  }
}

}  // namespace zhiyin::conversation
