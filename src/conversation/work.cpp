#include "conversation/work.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "conversation/acting.hpp"
#include "conversation/inner_store.hpp"
#include "conversation/store.hpp"

namespace zhiyin::conversation {
namespace {

// Somebody who was answered and is in the queue again waits since the last word.
#define ZHIYIN_WAITS_SINCE "CASE WHEN c.waiting_since = 0 THEN c.last_at ELSE c.waiting_since END"
#define ZHIYIN_WORK_COLUMNS "c.id, c.inbox, c.team, c.stage, c.assignee, c.snoozed_until, " ZHIYIN_WAITS_SINCE

constexpr db::Statement work_waiting{
    "work_waiting",
    "SELECT " ZHIYIN_WORK_COLUMNS
    " FROM conversation AS c WHERE c.stage = 1 AND c.inbox {among:1} AND c.snoozed_until = 0 ORDER BY c.priority DESC, " ZHIYIN_WAITS_SINCE
    ", c.id LIMIT $2"};
constexpr db::Statement work_standing{"work_standing", "SELECT " ZHIYIN_WORK_COLUMNS " FROM conversation AS c WHERE c.id {among:1}"};
constexpr db::Statement work_held{"work_held",
                                  "SELECT " ZHIYIN_WORK_COLUMNS
                                  " FROM conversation AS c WHERE c.stage <> 3 AND c.assignee {among:1} AND c.stage IN (2, 5) AND "
                                  "c.snoozed_until = 0 ORDER BY c.id"};
constexpr std::array<const db::Statement*, 3> all_statements{&work_waiting, &work_standing, &work_held};

std::vector<Work> work_of(const db::Rows& rows) {
  std::vector<Work> work;
  work.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    work.push_back({.id = ConversationId{rows.number(i, 0)},
                    .inbox = InboxId{rows.number(i, 1)},
                    .team = TeamId{rows.number(i, 2)},
                    .stage = static_cast<Stage>(rows.number(i, 3)),
                    .assignee = AgentId{rows.number(i, 4)},
                    .snoozed = rows.number(i, 5) != 0,
                    .since = from_millis(rows.number(i, 6))});
  }
  return work;
}

bool in_hand(const Conversation& c, AgentId agent) {
  return c.assignee == agent && (c.stage == Stage::assigned || c.stage == Stage::wrap_up) && !c.snoozed();
}

}  // namespace

std::span<const db::Statement* const> work_statements() {
  return all_statements;
}

std::vector<Work> waiting(db::Session& session, std::span<const std::int64_t> inboxes, std::int64_t limit) {
  return work_of(session.query(work_waiting, {inboxes, limit}));
}

std::vector<Work> standing(db::Session& session, std::span<const std::int64_t> ids) {
  return work_of(session.query(work_standing, {ids}));
}

std::vector<Work> held_by(db::Session& session, std::span<const std::int64_t> agents) {
  return work_of(session.query(work_held, {agents}));
}

std::int64_t held_by(writer::Tx& tx, AgentId agent) {
  const std::array<std::int64_t, 1> one{agent.value()};
  const auto stored = held_by(tx.session(), one);
  auto& shelf = tx.shelf<ConversationShelf>();
  // What this batch has changed is not in the table yet.
  auto count = std::ranges::count_if(stored, [&](const Work& work) { return shelf.find(work.id) == nullptr; });
  shelf.each([&](const Conversation& c) { count += in_hand(c, agent) ? 1 : 0; });
  return count;
}

void note_as_system(writer::Tx& tx, ConversationId id, std::string_view client_id, std::string_view text) {
  auto* row = tx.shelf<ConversationShelf>().find(id);
  require(row != nullptr, "a note is written on a conversation that was named and is there");
  auto& c = row->conversation;
  insert_note(tx.session(), id,
              {.irev = c.inner_revision + 1,
               .after_seq = c.last_seq,
               .author = nobody_in_particular,
               .client_id = std::string{client_id},
               .at = tx.now(),
               .text = std::string{text},
               .mentions = {}});
  record_inner(tx, *row,
               event::NoteWritten{.after_seq = c.last_seq,
                                  .author = nobody_in_particular,
                                  .client_id = std::string{client_id},
                                  .text = std::string{text},
                                  .mentions = {}});
}

}  // namespace zhiyin::conversation
