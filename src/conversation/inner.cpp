#include "conversation/inner.hpp"

#include <algorithm>
#include <limits>

#include "conversation/inner_store.hpp"

namespace zhiyin::conversation {

Inner inner_of(db::Session& session, const Conversation& c, std::int64_t known) {
  Inner inner{.revision = c.inner_revision,
              .team = c.team,
              .priority = c.priority,
              .labels = {},
              .participants = {},
              .snoozed_until = c.snoozed_until,
              .notes = {},
              .notes_after = known > 0 && known <= c.inner_revision ? known : 0};
  if (c.inner_revision == 0) {
    return inner;  // nothing was ever noted, and nobody invited
  }
  inner.labels = read_labels(session, c.id);
  inner.participants = read_participants(session, c.id);
  constexpr auto no_end = std::numeric_limits<std::int64_t>::max();
  inner.notes = read_notes(session, c.id, inner.notes_after, no_end, notes_shown + 1);
  if (inner.notes.size() > static_cast<std::size_t>(notes_shown)) {
    inner.notes.erase(inner.notes.begin());
    inner.notes_after = 0;
  }
  return inner;
}

std::vector<Note> notes_before(db::Session& session, ConversationId id, std::int64_t before, std::int64_t limit) {
  return read_notes(session, id, 0, before, std::clamp(limit, std::int64_t{1}, notes_shown));
}

std::vector<AgentId> participants_of(db::Session& session, ConversationId id) {
  std::vector<AgentId> people;
  for (const auto& one : read_participants(session, id)) {
    people.emplace_back(one.who.id);
  }
  return people;
}

}  // namespace zhiyin::conversation
