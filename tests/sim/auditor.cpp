#include "sim/auditor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <utility>

#include "conversation/stage.hpp"
#include "event/access.hpp"
#include "event/routing.hpp"
#include "event/state.hpp"
#include "insight/store.hpp"
#include "sim/people.hpp"

namespace zhiyin::sim {
namespace {

constexpr std::int64_t facts_at_once = 1'000;

std::string where(const event::ConversationFact& fact) {
  return fmt::format("fact {} of conversation {} (revision {})", fact.pos, fact.conversation.value(), fact.revision);
}

}  // namespace

void Auditor::acknowledged(InboxId inbox, const Person& author, const std::string& client_id, const std::string& text,
                           const conversation::Said& said) {
  ++chronicle_.counts.acknowledged;
  chronicle_.checked(Invariant::once);
  Key key{inbox.value(), author.id, client_id};
  const auto [before, first] = promised_.try_emplace(key, Stored{said.conversation, said.seq});
  if (!first && (before->second.conversation != said.conversation || before->second.seq != said.seq)) {
    chronicle_.violate(Invariant::once, fmt::format("{} was acknowledged as {} and as {}", client_id, before->second.seq, said.seq));
  }
  said_.push_back({std::move(key), text, {said.conversation, said.seq}});
}

void Auditor::acknowledged_take(AgentId agent, const conversation::Moved& moved) {
  ++chronicle_.counts.acknowledged;
  moved_.push_back({agent, moved, {}});
}

void Auditor::acknowledged_move(const conversation::Moved& moved) {
  ++chronicle_.counts.acknowledged;
  moved_.push_back({{}, moved, {}});
}

void Auditor::acknowledged_receipt(const conversation::Moved& moved, const conversation::Watermark& mark) {
  ++chronicle_.counts.acknowledged;
  moved_.push_back({{}, moved, mark});
}

void Auditor::catch_up(db::Session& reading) {
  while (true) {
    const auto entries = journal::read_after(reading, pos_, facts_at_once);
    for (const auto& entry : entries) {
      read(entry);
    }
    if (entries.size() < static_cast<std::size_t>(facts_at_once)) {
      break;
    }
  }
  if (const auto head = journal::head(reading).pos; head != pos_) {
    chronicle_.violate(Invariant::order, fmt::format("the log says that it goes to {}, and ends at {}", head, pos_));
  }
  settle_acknowledged();
}

void Auditor::read(const journal::Entry& entry) {
  if (entry.pos != pos_ + 1) {
    chronicle_.violate(Invariant::order, fmt::format("position {} follows {}", entry.pos, pos_));
  }
  pos_ = entry.pos;
  ++chronicle_.counts.facts;
  chronicle_.checked(Invariant::order);
  chronicle_.digest(entry.pos);
  chronicle_.digest(entry.kind);
  chronicle_.digest(entry.subject);
  chronicle_.digest(to_millis(entry.at));
  chronicle_.digest(entry.envelope);
  chronicle_.digest(entry.body);
  if (const auto inner = event::read_inner(entry)) {
    read_inner(*inner);
    return;
  }
  if (event::read_access(entry) || event::read_state(entry)) {
    return;  // about people, who are elsewhere
  }
  if (const auto routed = event::read_routing(entry)) {
    check_offer(*routed);
    return;
  }
  const auto fact = event::read(entry);
  if (!fact) {
    chronicle_.violate(Invariant::order, fmt::format("fact {} is of an unknown kind", entry.pos));
    return;
  }
  const auto [known, first] = views_.try_emplace(fact->conversation);
  if (first) {
    order_.push_back(fact->conversation);
  }
  auto& view = known->second.view;
  check_change(view, *fact);
  if (auto gap = view.apply(*fact)) {
    chronicle_.violate(Invariant::order, *gap);
    view.revision = fact->revision;
  }
  check_owner(view, *fact);
  if (known->second.turns.empty() || known->second.turns.back().stage != view.stage ||
      known->second.turns.back().assignee != view.assignee) {
    known->second.turns.push_back({fact->revision, view.stage, view.assignee});
  }
  auto& hour = volume_[insight::hour_of(fact->at)];
  hour = insight::step(hour, *fact);
}

void Auditor::read_inner(const event::InnerFact& fact) {
  const auto known = views_.find(fact.conversation);
  if (known == views_.end()) {
    chronicle_.violate(Invariant::order, fmt::format("inner fact {} is about no conversation", fact.pos));
    return;
  }
  auto& view = known->second.view;
  if (auto gap = view.apply(fact)) {
    chronicle_.violate(Invariant::order, *gap);
    view.inner_revision = fact.revision;
  }
  chronicle_.checked(Invariant::owner);
  if (view.participants.contains(view.assignee.value())) {
    chronicle_.violate(Invariant::owner, fmt::format("inner fact {}: the owner {} is a participant too", fact.pos, view.assignee.value()));
  }
}

void Auditor::check_change(const View& before, const event::ConversationFact& fact) {
  chronicle_.checked(Invariant::stages);
  const bool opens = std::holds_alternative<event::ConversationOpened>(fact.change);
  if (opens != (before.revision == 0)) {
    chronicle_.violate(Invariant::stages, fmt::format("{}: a conversation begins by being opened, once", where(fact)));
  }
  if (const auto* message = std::get_if<event::MessageSent>(&fact.change)) {
    check_message(before, fact, *message);
  } else if (const auto* stage = std::get_if<event::StageChanged>(&fact.change)) {
    check_stage(before, fact, *stage);
  } else if (const auto* edited = std::get_if<event::MessageEdited>(&fact.change)) {
    check_edit(before, fact, *edited);
  } else if (const auto* receipt = std::get_if<event::ReceiptMoved>(&fact.change)) {
    check_receipt(before, *receipt);
  }
}

/// A conversation is offered to one at a time, while nobody has it, and each offer ends once.
void Auditor::check_offer(const event::RoutingFact& fact) {
  chronicle_.checked(Invariant::owner);
  const auto stands = offers_.find(fact.conversation);
  if (const auto* made = std::get_if<event::OfferMade>(&fact.change)) {
    if (stands != offers_.end() || views_.at(fact.conversation).view.stage != Stage::queued) {
      chronicle_.violate(Invariant::owner,
                         fmt::format("conversation {} is offered to {} and is not free", fact.conversation.value(), made->agent.value()));
    }
    offers_[fact.conversation] = made->agent;
  } else if (const auto* ended = std::get_if<event::OfferEnded>(&fact.change)) {
    if (stands == offers_.end() || stands->second != ended->agent) {
      chronicle_.violate(Invariant::owner, fmt::format("an offer of conversation {} to {} ends, which did not stand",
                                                       fact.conversation.value(), ended->agent.value()));
    }
    offers_.erase(fact.conversation);
  }
}

void Auditor::check_message(const View& before, const event::ConversationFact& fact, const event::MessageSent& change) {
  ++chronicle_.counts.messages;
  if (change.seq != before.last_seq + 1) {
    chronicle_.violate(Invariant::order, fmt::format("{}: seq {} follows {}", where(fact), change.seq, before.last_seq));
  }
  chronicle_.checked(Invariant::once);
  const Key key{before.inbox.value(), change.author.id, change.client_id};
  if (!stored_.try_emplace(key, Stored{fact.conversation, change.seq}).second) {
    chronicle_.violate(Invariant::once,
                       fmt::format("{}: {} of {} is stored a second time", where(fact), change.client_id, change.author.id));
  }
  if (change.author.kind == PersonKind::bot) {
    if (before.stage != Stage::bot) {
      chronicle_.violate(Invariant::stages, fmt::format("{}: the bot spoke in stage {}", where(fact), stage_text(before.stage)));
    }
    return;
  }
  check_order_of_sender(key);
  const bool visitor = change.author.kind == PersonKind::visitor;
  const bool may = visitor ? change.author.id == before.contact.value() && before.stage != Stage::resolved && before.stage != Stage::wrap_up
                           : before.stage == Stage::assigned &&
                                 (before.assignee.value() == change.author.id || before.participants.contains(change.author.id));
  if (!may) {
    chronicle_.violate(Invariant::stages, fmt::format("{}: {} spoke in stage {}, owner {}", where(fact), change.author.id,
                                                      stage_text(before.stage), before.assignee.value()));
  }
}

/// Client ids are "connection-number", and a connection sends in the order of its numbers.
void Auditor::check_order_of_sender(const Key& key) {
  const auto& client_id = std::get<2>(key);
  const auto dash = client_id.rfind('-');
  std::int64_t number = 0;
  std::from_chars(client_id.data() + dash + 1, client_id.data() + client_id.size(), number);
  auto& newest = newest_of_sender_[fmt::format("{}/{}/{}", std::get<0>(key), std::get<1>(key), client_id.substr(0, dash))];
  if (number <= newest) {
    chronicle_.violate(Invariant::order, fmt::format("{} is stored after number {} of the same connection", client_id, newest));
  }
  newest = std::max(newest, number);
}

void Auditor::check_edit(const View& before, const event::ConversationFact& fact, const event::MessageEdited& change) {
  const auto found = std::ranges::find(before.entries, change.seq, &conversation::Message::seq);
  if (found == before.entries.end() || found->author != change.author || found->client_id != change.client_id ||
      found->at != change.sent_at || change.author.kind != PersonKind::agent) {
    chronicle_.violate(Invariant::stages, fmt::format("{}: {} edits {}, which is not his", where(fact), change.author.id, change.seq));
  }
}

/// Some act of the table must lead there, for somebody who is to the conversation what this one is.
void Auditor::check_stage(const View& before, const event::ConversationFact& fact, const event::StageChanged& change) {
  using namespace conversation;
  Whos whos = nobody;
  if (change.by.kind == PersonKind::visitor) {
    whos = change.by.id == before.contact.value() ? customer : nobody;
  } else if (change.by.kind == PersonKind::bot) {
    whos = conversation::bot;
  } else if (change.by.id == 0) {
    whos = system;
  } else {
    whos =
        static_cast<Whos>(viewer | (change.by.id == before.assignee.value() ? owner : 0) |
                          (before.participants.contains(change.by.id) ? participant : 0) | (is_supervisor(change.by.id) ? supervisor : 0));
  }
  bool may = false;
  for (const auto& row : stage_table()) {
    for (const bool wraps_up : {false, true}) {
      const auto after = decide(before.stage, row.act, whos, {.wraps_up = wraps_up, .bot = wraps_up});
      const auto& one = cell(before.stage, row.act);
      const bool moves = one.outcome == Outcome::goes || one.outcome == Outcome::ends || one.outcome == Outcome::begins;
      may = may || (after && *after == change.stage && moves);
    }
  }
  // Whose it becomes: nobody's in the queue, the same one's where it ends, and where it comes back from its end.
  const bool same_owner = change.assignee == before.assignee;
  switch (change.stage) {
    case Stage::bot:
    case Stage::queued: may = may && change.assignee.none(); break;
    case Stage::assigned: may = may && !change.assignee.none() && (before.stage != Stage::assigned || !same_owner); break;
    case Stage::wrap_up:
    case Stage::resolved: may = may && same_owner; break;
  }
  if (before.stage == Stage::bot && change.stage == Stage::queued) {
    handed_over_[fact.conversation] = before.last_seq;
  }
  if (!may) {
    chronicle_.violate(Invariant::stages,
                       fmt::format("{}: {} made {} (owner {}) of {} (owner {})", where(fact), change.by.id, stage_text(change.stage),
                                   change.assignee.value(), stage_text(before.stage), before.assignee.value()));
  }
}

void Auditor::check_receipt(const View& before, const event::ReceiptMoved& change) {
  chronicle_.checked(Invariant::receipts);
  const auto found = before.watermarks.find({change.kind, change.id});
  const auto old = found == before.watermarks.end() ? conversation::Watermark{} : found->second;
  if (change.read < old.read || change.delivered < old.delivered || change.read > change.delivered || change.delivered > before.last_seq) {
    chronicle_.violate(Invariant::receipts, fmt::format("conversation {}: {} went from {}/{} to {}/{} of {}", before.id.value(), change.id,
                                                        old.delivered, old.read, change.delivered, change.read, before.last_seq));
  }
}

void Auditor::check_owner(const View& after, const event::ConversationFact& fact) {
  chronicle_.checked(Invariant::owner);
  const bool owned = after.stage == Stage::assigned || after.stage == Stage::wrap_up;
  const bool holds = after.stage == Stage::resolved || owned != after.assignee.none();
  if (!holds || fact.assignee != after.assignee) {
    chronicle_.violate(Invariant::owner, fmt::format("{}: stage {}, owner {}, and {} in its envelope", where(fact), stage_text(after.stage),
                                                     after.assignee.value(), fact.assignee.value()));
  }
}

void Auditor::settle_acknowledged() {
  chronicle_.checked(Invariant::kept, said_.size() + moved_.size());
  for (const auto& ack : std::exchange(said_, {})) {
    const auto found = stored_.find(ack.key);
    const auto& id = std::get<2>(ack.key);
    if (found == stored_.end() || found->second.conversation != ack.stored.conversation || found->second.seq != ack.stored.seq) {
      chronicle_.violate(Invariant::kept, fmt::format("{} was acknowledged as {} of {} and is not there", id, ack.stored.seq,
                                                      ack.stored.conversation.value()));
      continue;
    }
    const auto& entries = views_.at(ack.stored.conversation).view.entries;
    const auto& entry = entries.at(static_cast<std::size_t>(ack.stored.seq) - 1);
    if (entry.text != ack.text && to_millis(entry.edited_at) == 0) {
      chronicle_.violate(Invariant::kept, fmt::format("{} was acknowledged and is stored with other words", id));
    }
  }
  for (const auto& pending : std::exchange(moved_, {})) {
    settle_move(pending);
  }
}

void Auditor::settle_move(const PendingMove& pending) {
  const auto& [agent, moved, mark] = pending;
  const auto& known = views_.at(moved.conversation);
  if (moved.revision > known.view.revision || moved.inner_revision > known.view.inner_revision) {
    chronicle_.violate(Invariant::kept,
                       fmt::format("revision {} of {} was acknowledged and is not there", moved.revision, moved.conversation.value()));
    return;
  }
  if (mark.delivered > 0) {
    const auto found = known.view.watermarks.find({mark.kind, mark.id});
    if (found == known.view.watermarks.end() || found->second.delivered < mark.delivered || found->second.read < mark.read) {
      chronicle_.violate(Invariant::kept, fmt::format("a receipt of {} for {} was acknowledged up to {}/{} and is not there", mark.id,
                                                      moved.conversation.value(), mark.delivered, mark.read));
    }
  }
  if (!agent.none()) {
    const auto after = std::ranges::upper_bound(known.turns, moved.revision, {}, &Turn::revision);
    const auto& turn = *std::prev(after);
    if (turn.stage != Stage::assigned || turn.assignee != agent) {
      chronicle_.violate(Invariant::owner, fmt::format("{} was told that he has {} at revision {}, but {} had it", agent.value(),
                                                       moved.conversation.value(), moved.revision, turn.assignee.value()));
    }
  }
}

void Auditor::check_rows(db::Session& reading, ConversationId id) {
  chronicle_.checked(Invariant::lists);
  const auto picture = conversation::snapshot(reading, id);
  if (!picture) {
    chronicle_.violate(Invariant::kept, fmt::format("conversation {} has facts and no row", id.value()));
    return;
  }
  const auto& followed = view(id);
  if (auto differs = difference(followed, view_of(*picture))) {
    chronicle_.violate(differs->invariant, std::move(differs->what));
  }
  if (auto differs = inner_difference(followed, conversation::inner_of(reading, picture->conversation))) {
    chronicle_.violate(Invariant::snapshot, fmt::format("conversation {}: {}", id.value(), *differs));
  }
  // What no agent has read since an agent last wrote, counted by hand.
  std::int64_t answered = 0;
  for (const auto& [who, mark] : followed.watermarks) {
    answered = who.first == PersonKind::agent ? std::max(answered, mark.read) : answered;
  }
  std::int64_t unread = 0;
  std::int64_t answered_since = 0;
  for (const auto& entry : followed.entries) {
    unread = entry.author.kind != PersonKind::visitor ? 0 : unread + (entry.seq > answered ? 1 : 0);
    answered_since = entry.author.kind == PersonKind::agent ? entry.seq : answered_since;
  }
  // What the bot has handed over counts one at least, whoever has looked at it before.
  const auto handed = handed_over_.find(id);
  const bool one_at_least = handed != handed_over_.end() && answered_since <= handed->second;
  if (picture->conversation.customer_unread != unread && !(one_at_least && std::abs(picture->conversation.customer_unread - unread) <= 1)) {
    chronicle_.violate(Invariant::lists,
                       fmt::format("conversation {}: {} unread, counted {}", id.value(), picture->conversation.customer_unread, unread));
  }
}

void Auditor::check_everything(db::Session& reading) {
  for (const auto id : order_) {
    check_rows(reading, id);
    View paged = view(id);
    paged.entries.clear();
    for (auto before = paged.last_seq + 1; before > 1;) {
      const auto pages = conversation::history(reading, id, before, conversation::snapshot_entries);
      if (pages.entries.empty()) {
        break;
      }
      paged.entries.insert(paged.entries.begin(), pages.entries.begin(), pages.entries.end());
      before = paged.entries.front().seq;
    }
    if (paged.entries.size() != view(id).entries.size()) {
      chronicle_.violate(Invariant::kept, fmt::format("conversation {} has {} rows of {} messages", id.value(), paged.entries.size(),
                                                      view(id).entries.size()));
    } else if (auto differs = difference(view(id), paged)) {
      chronicle_.violate(differs->invariant, std::move(differs->what));
    }
  }
  chronicle_.checked(Invariant::listeners);
  const auto hours = insight::by_hour(reading, Time::min(), Time::max());
  const std::map<Time, insight::Volume> stored{hours.begin(), hours.end()};
  if (stored != volume_) {
    chronicle_.violate(Invariant::listeners,
                       fmt::format("insight counted {} hours otherwise than a replay, which has {}", stored.size(), volume_.size()));
  }
}

}  // namespace zhiyin::sim
