// Whose it is, and who takes part.
#include <algorithm>

#include "conversation/acting.hpp"
#include "conversation/inner_store.hpp"
#include "conversation/rules.hpp"
#include "conversation/service.hpp"

namespace zhiyin::conversation {
namespace {

using identity::Right;

Moved as_it_is(const Conversation& c) {
  return {c.id, c.revision, c.inner_revision};
}

/// What the table says of making `to` its owner; the stage it then has.
Result<Stage> may_give(const Acting& at, Act act, AgentId to, std::optional<std::int64_t> seen) {
  const auto& c = at.row->conversation;
  auto after = decide(c.stage, act, at.whos);
  if (!after || (*after == c.stage && c.assignee == to)) {
    return after;  // refused, or nothing to do: then it does not matter what he has seen
  }
  if (auto fault = stale(c, seen)) {
    return std::unexpected(std::move(*fault));
  }
  if (cell(c.stage, act).versioned && !seen) {
    return refuse(ErrorCode::conflict, "another agent has this conversation", "conversation", "send the revision you saw to take it over");
  }
  return after;
}

Moved give(writer::Tx& tx, const Acting& at, Stage stage, const Person& to) {
  auto& c = at.row->conversation;
  if (stage != c.stage || c.assignee.value() != to.id) {
    move_to(tx, *at.row, stage, to, at.by);
  }
  return as_it_is(c);
}

Result<Moved> give_to(writer::Tx& tx, const Result<Acting>& at, Act act, AgentId to, const access::Directory& directory,
                      std::optional<std::int64_t> seen) {
  if (!at) {
    return std::unexpected(at.error());
  }
  const auto after = may_give(*at, act, to, seen);
  if (!after) {
    return std::unexpected(after.error());
  }
  if (auto fault = fault_in_colleague(directory, to, Right::conversation_reply)) {
    return std::unexpected(std::move(*fault));
  }
  return give(tx, *at, *after, person_of(directory.viewers.at(to)));
}

/// Puts it where nobody has it.
Moved release(writer::Tx& tx, const Acting& at, Stage stage) {
  auto& c = at.row->conversation;
  if (stage != c.stage) {
    move_to(tx, *at.row, stage, stage == Stage::queued ? nobody_in_particular : c.owner(), at.by);
  }
  return as_it_is(c);
}

Result<Moved> hand_over_at(writer::Tx& tx, const Result<Acting>& at) {
  if (!at) {
    return std::unexpected(at.error());
  }
  const auto after = decide(at->row->conversation.stage, Act::hand_over, at->whos);
  if (!after) {
    return std::unexpected(after.error());
  }
  return release(tx, *at, *after);
}

}  // namespace

Result<Moved> take(writer::Tx& tx, ConversationId id, const access::Viewer& agent, std::optional<std::int64_t> seen) {
  const auto at = acting(tx, id, agent, Act::take);
  if (!at) {
    return std::unexpected(at.error());
  }
  const auto after = may_give(*at, Act::take, agent.person, seen);
  if (!after) {
    return std::unexpected(after.error());
  }
  return give(tx, *at, *after, at->by);
}

Result<Moved> accept(writer::Tx& tx, ConversationId id, const access::Viewer& agent) {
  const auto at = acting(tx, id, agent, Act::accept);
  if (!at) {
    return std::unexpected(at.error());
  }
  const auto after = decide(at->row->conversation.stage, Act::accept, at->whos);
  if (!after) {
    return std::unexpected(after.error());
  }
  return give(tx, *at, *after, at->by);
}

Result<Moved> assign(writer::Tx& tx, ConversationId id, const access::Viewer* by, AgentId to, const access::Directory& directory,
                     std::optional<std::int64_t> seen) {
  return give_to(tx, acting(tx, id, by, Act::assign), Act::assign, to, directory, seen);
}

Result<Moved> transfer_to_agent(writer::Tx& tx, ConversationId id, const access::Viewer& agent, AgentId to,
                                const access::Directory& directory, std::optional<std::int64_t> seen) {
  return give_to(tx, acting(tx, id, agent, Act::transfer_agent), Act::transfer_agent, to, directory, seen);
}

Result<Moved> requeue(writer::Tx& tx, ConversationId id, const access::Viewer* by) {
  const auto at = acting(tx, id, by, Act::requeue);
  if (!at) {
    return std::unexpected(at.error());
  }
  const auto after = decide(at->row->conversation.stage, Act::requeue, at->whos);
  if (!after) {
    return std::unexpected(after.error());
  }
  return release(tx, *at, *after);
}

Result<Moved> transfer_to_team(writer::Tx& tx, ConversationId id, const access::Viewer& agent, TeamId to,
                               const access::Directory& directory, std::optional<std::int64_t> seen) {
  const auto at = acting(tx, id, agent, Act::transfer_team);
  if (!at) {
    return std::unexpected(at.error());
  }
  auto& c = at->row->conversation;
  const auto after = decide(c.stage, Act::transfer_team, at->whos);
  if (!after) {
    return std::unexpected(after.error());
  }
  if (auto fault = stale(c, seen)) {
    return std::unexpected(std::move(*fault));
  }
  if (auto fault = fault_in_team(directory, c, to)) {
    return std::unexpected(std::move(*fault));
  }
  if (c.team != to) {
    c.team = to;
    record_inner(tx, *at->row, event::TeamChanged{to, at->by});
  }
  return release(tx, *at, *after);
}

Result<Moved> invite(writer::Tx& tx, ConversationId id, const access::Viewer& agent, AgentId who, const access::Directory& directory) {
  const auto at = acting(tx, id, agent, Act::invite);
  if (!at) {
    return std::unexpected(at.error());
  }
  auto& c = at->row->conversation;
  if (const auto after = decide(c.stage, Act::invite, at->whos); !after) {
    return std::unexpected(after.error());
  }
  if (auto fault = fault_in_colleague(directory, who, Right::conversation_read)) {
    return std::unexpected(std::move(*fault));
  }
  const auto people = read_participants(tx.session(), id);
  if (c.assignee == who || std::ranges::find(people, who.value(), [](const Participant& one) { return one.who.id; }) != people.end()) {
    return as_it_is(c);  // he is there
  }
  if (people.size() >= participants_max) {
    return refuse(ErrorCode::conflict, "too many people take part", "conversation", "let somebody leave first");
  }
  const auto person = person_of(directory.viewers.at(who));
  insert_participant(tx.session(), id, {person, tx.now()});
  ++c.invited;
  record_inner(tx, *at->row, event::ParticipantJoined{person, at->by});
  return as_it_is(c);
}

Result<Moved> leave(writer::Tx& tx, ConversationId id, const access::Viewer& agent, AgentId who) {
  const auto at = acting(tx, id, agent, Act::leave);
  if (!at) {
    return std::unexpected(at.error());
  }
  const auto& c = at->row->conversation;
  // A participant ends his own part; others' only the owner and supervisors.
  const auto whos = static_cast<Whos>(who == agent.person ? at->whos : at->whos & ~participant);
  if (const auto after = decide(c.stage, Act::leave, whos); !after) {
    return std::unexpected(after.error());
  }
  const auto people = c.invited > 0 ? read_participants(tx.session(), id) : std::vector<Participant>{};
  const auto found = std::ranges::find(people, who.value(), [](const Participant& one) { return one.who.id; });
  if (found != people.end()) {
    part(tx, *at->row, found->who, at->by);
  }
  return as_it_is(c);
}

Result<Moved> hand_over(writer::Tx& tx, ConversationId id, const access::Viewer* by) {
  return hand_over_at(tx, acting(tx, id, by, Act::hand_over));
}

Result<Moved> hand_over(writer::Tx& tx, ConversationId id, const Person& by) {
  auto* row = tx.shelf<ConversationShelf>().find(id);
  const bool his = row != nullptr && by.kind == PersonKind::visitor && by.id == row->conversation.contact.value();
  if (row == nullptr || !(his || by.kind == PersonKind::bot)) {
    return no_such();
  }
  if (row->conversation.stage == Stage::resolved) {
    return std::unexpected(refusal_error(Refusal::resolved));
  }
  return hand_over_at(tx, Acting{row, his ? customer : bot, by});
}

}  // namespace zhiyin::conversation
