#include "sim/view.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zhiyin::sim {
namespace {

struct Apply {
  View& view;
  const event::ConversationFact& fact;

  void operator()(const event::ConversationOpened& change) const {
    view.id = fact.conversation;
    view.inbox = change.inbox;
    view.contact = fact.contact;
    view.visitor_name = change.visitor.name;
    view.created_at = fact.at;
    view.follows = change.follows;
    view.stage = change.stage;
  }
  void operator()(const event::MessageSent& change) const {
    view.last_seq = change.seq;
    view.entries.push_back({change.seq, fact.revision, change.author, change.client_id, fact.at, change.text, {}, change.aids});
  }
  void operator()(const event::MessageEdited& change) const {
    const auto found = std::ranges::find(view.entries, change.seq, &conversation::Message::seq);
    if (found != view.entries.end()) {
      found->revision = fact.revision;
      found->text = change.text;
      found->edited_at = fact.at;
    }
  }
  void operator()(const event::StageChanged& change) const {
    view.stage = change.stage;
    view.assignee = change.assignee;
    view.assignee_name = change.assignee_name;
  }
  void operator()(const event::ReceiptMoved& change) const {
    view.watermarks[{change.kind, change.id}] = {change.kind, change.id, change.delivered, change.read};
  }
  void operator()(const event::ConversationRated& change) const { view.rating = change.score; }
};

struct ApplyInner {
  View& view;
  const event::InnerFact& fact;

  void operator()(const event::NoteWritten& change) const {
    auto& text = view.notes[fact.revision];
    text = change.text;
    for (const auto& who : change.mentions) {
      text += fmt::format(" @{}", who.id);
    }
  }
  void operator()(const event::LabelsChanged& change) const { view.labels = {change.labels.begin(), change.labels.end()}; }
  void operator()(const event::PriorityChanged& change) const { view.priority = change.priority; }
  void operator()(const event::Snoozed& change) const { view.snoozed_until = change.until; }
  void operator()(const event::Woken& /*change*/) const { view.snoozed_until = {}; }
  void operator()(const event::TeamChanged& change) const { view.team = change.team; }
  void operator()(const event::ParticipantJoined& change) const { view.participants.insert(change.who.id); }
  void operator()(const event::ParticipantLeft& change) const { view.participants.erase(change.who.id); }
};

bool same(const conversation::Message& a, const conversation::Message& b) {
  return a.seq == b.seq && a.revision == b.revision && a.author == b.author && a.client_id == b.client_id && a.at == b.at &&
         a.text == b.text && a.edited_at == b.edited_at && a.aids == b.aids;
}

std::optional<Violation> entries_differ(const View& followed, const View& fresh) {
  const auto first =
      std::max(followed.entries.empty() ? 1 : followed.entries.front().seq, fresh.entries.empty() ? 1 : fresh.entries.front().seq);
  const auto from = [first](const View& view) {
    return std::ranges::find_if(view.entries, [first](const auto& e) { return e.seq >= first; });
  };
  auto a = from(followed);
  auto b = from(fresh);
  for (; a != followed.entries.end() && b != fresh.entries.end(); ++a, ++b) {
    if (!same(*a, *b)) {
      return Violation{Invariant::order, fmt::format("conversation {}: entry {} ({}) is elsewhere {} ({})", fresh.id.value(), a->seq,
                                                     a->client_id, b->seq, b->client_id)};
    }
  }
  if (a != followed.entries.end() || b != fresh.entries.end()) {
    return Violation{Invariant::order, fmt::format("conversation {}: {} entries end at {}, elsewhere at {}", fresh.id.value(), "the",
                                                   followed.last_seq, fresh.last_seq)};
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> View::apply(const event::ConversationFact& fact) {
  if (fact.revision <= revision) {
    return std::nullopt;
  }
  if (fact.revision != revision + 1) {
    return fmt::format("conversation {}: revision {} follows {}", fact.conversation.value(), fact.revision, revision);
  }
  revision = fact.revision;
  std::visit(Apply{*this, fact}, fact.change);
  return std::nullopt;
}

std::optional<std::string> View::apply(const event::InnerFact& fact) {
  if (fact.revision <= inner_revision) {
    return std::nullopt;
  }
  if (fact.revision != inner_revision + 1) {
    return fmt::format("conversation {}: inner revision {} follows {}", fact.conversation.value(), fact.revision, inner_revision);
  }
  inner_revision = fact.revision;
  std::visit(ApplyInner{*this, fact}, fact.change);
  return std::nullopt;
}

std::optional<std::string> inner_difference(const View& followed, const conversation::Inner& fresh) {
  const auto text = [](std::int64_t revision, TeamId team, std::int64_t priority, Time until, const auto& labels, const auto& people) {
    std::string all = fmt::format("irev {} team {} priority {} until {}", revision, team.value(), priority, to_millis(until));
    for (const auto& label : labels) {
      all += fmt::format(" {}", label);
    }
    for (const auto person : people) {
      all += fmt::format(" {}", person);
    }
    return all;
  };
  std::set<std::int64_t> people;
  for (const auto& one : fresh.participants) {
    people.insert(one.who.id);
  }
  const auto a =
      text(followed.inner_revision, followed.team, followed.priority, followed.snoozed_until, followed.labels, followed.participants);
  const auto b = text(fresh.revision, fresh.team, fresh.priority, fresh.snoozed_until, fresh.labels, people);
  if (a != b) {
    return fmt::format("inner facts make {}; the rows are {}", a, b);
  }
  auto expected = followed.notes.rbegin();
  for (auto note = fresh.notes.rbegin(); note != fresh.notes.rend(); ++note, ++expected) {
    std::string said = note->text;
    for (const auto& who : note->mentions) {
      said += fmt::format(" @{}", who.id);
    }
    if (expected == followed.notes.rend() || expected->first != note->irev || expected->second != said) {
      return fmt::format("note {} is not what its fact was", note->irev);
    }
  }
  return std::nullopt;
}

void View::take(const conversation::Picture& picture) {
  auto fresh = view_of(picture);
  if (!picture.whole) {
    auto kept = std::move(entries);
    for (auto& entry : fresh.entries) {
      const auto at = std::ranges::lower_bound(kept, entry.seq, {}, &conversation::Message::seq);
      if (at != kept.end() && at->seq == entry.seq) {
        *at = std::move(entry);
      } else {
        kept.insert(at, std::move(entry));
      }
    }
    fresh.entries = std::move(kept);
  }
  *this = std::move(fresh);
}

View view_of(const conversation::Picture& picture) {
  const auto& c = picture.conversation;
  View view;
  view.id = c.id;
  view.inbox = c.inbox;
  view.contact = c.contact;
  view.visitor_name = c.contact_name;
  view.created_at = c.created_at;
  view.stage = c.stage;
  view.assignee = c.assignee;
  view.assignee_name = c.assignee_name;
  view.revision = c.revision;
  view.last_seq = c.last_seq;
  view.entries = picture.entries;
  view.follows = c.follows;
  view.rating = picture.rating ? picture.rating->score : 0;
  for (const auto& mark : picture.watermarks) {
    view.watermarks[{mark.kind, mark.id}] = mark;
  }
  return view;
}

std::optional<Violation> difference(const View& followed, const View& fresh) {
  for (const auto& [who, mark] : followed.watermarks) {
    const auto found = fresh.watermarks.find(who);
    if (found == fresh.watermarks.end() || found->second.read != mark.read || found->second.delivered != mark.delivered) {
      return Violation{Invariant::receipts, fmt::format("conversation {}: {} has read {}, elsewhere {}", fresh.id.value(), who.second,
                                                        mark.read, found == fresh.watermarks.end() ? 0 : found->second.read)};
    }
  }
  if (auto differs = entries_differ(followed, fresh)) {
    return differs;
  }
  const auto state = [](const View& v) {
    return fmt::format("{} inbox {} contact {} ({}) of {} stage {} owner {} ({}) revision {} seq {} marks {} follows {} rating {}",
                       v.id.value(), v.inbox.value(), v.contact.value(), v.visitor_name, to_millis(v.created_at), static_cast<int>(v.stage),
                       v.assignee.value(), v.assignee_name, v.revision, v.last_seq, v.watermarks.size(), v.follows.value(), v.rating);
  };
  if (state(followed) != state(fresh)) {
    return Violation{Invariant::snapshot, fmt::format("snapshot + facts: {}; fresh: {}", state(followed), state(fresh))};
  }
  return std::nullopt;
}

}  // namespace zhiyin::sim
