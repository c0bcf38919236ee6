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
  }
  void operator()(const event::MessageSent& change) const {
    view.last_seq = change.seq;
    view.entries.push_back({change.seq, fact.revision, change.author, change.client_id, fact.at, change.text});
  }
  void operator()(const event::StageChanged& change) const {
    view.stage = change.stage;
    view.assignee = change.assignee;
    view.assignee_name = change.assignee_name;
  }
  void operator()(const event::ReceiptMoved& change) const {
    view.watermarks[{change.kind, change.id}] = {change.kind, change.id, change.delivered, change.read};
  }
};

bool same(const conversation::Message& a, const conversation::Message& b) {
  return a.seq == b.seq && a.revision == b.revision && a.author == b.author && a.client_id == b.client_id && a.at == b.at &&
         a.text == b.text;
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

void View::take(const conversation::Picture& picture) {
  auto fresh = view_of(picture);
  if (!picture.whole) {
    auto kept = std::move(entries);
    const auto first = fresh.entries.empty() ? fresh.last_seq + 1 : fresh.entries.front().seq;
    std::erase_if(kept, [first](const auto& e) { return e.seq >= first; });
    kept.insert(kept.end(), fresh.entries.begin(), fresh.entries.end());
    fresh.entries = std::move(kept);
  }
  *this = std::move(fresh);
}

View view_of(const conversation::Picture& picture) {
  const auto& c = picture.conversation;
  View view{c.id,       c.inbox,         c.contact,  c.contact_name, c.created_at,    c.stage,
            c.assignee, c.assignee_name, c.revision, c.last_seq,     picture.entries, {}};
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
    return fmt::format("{} inbox {} contact {} ({}) of {} stage {} owner {} ({}) revision {} seq {} marks {}", v.id.value(),
                       v.inbox.value(), v.contact.value(), v.visitor_name, to_millis(v.created_at), static_cast<int>(v.stage),
                       v.assignee.value(), v.assignee_name, v.revision, v.last_seq, v.watermarks.size());
  };
  if (state(followed) != state(fresh)) {
    return Violation{Invariant::snapshot, fmt::format("snapshot + facts: {}; fresh: {}", state(followed), state(fresh))};
  }
  return std::nullopt;
}

}  // namespace zhiyin::sim
