#include "conversation/reading.hpp"

#include <algorithm>
#include <array>

#include "conversation/rating.hpp"
#include "conversation/store.hpp"
#include "conversation/visible.hpp"
#include "conversation/visible_list.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::conversation {
namespace {

#define ZHIYIN_MESSAGE_COLUMNS "m.seq, m.revision, m.author_kind, m.author, m.author_name, m.client_id, m.at, m.body, m.edited_at, m.aids"

constexpr db::Statement read_one{"read_conversation", "SELECT " ZHIYIN_CONVERSATION_COLUMNS " FROM conversation AS c WHERE c.id = $1"};
constexpr db::Statement read_watermarks{
    "read_watermarks",
    "SELECT participant_kind, participant, delivered, read FROM watermark WHERE conversation = $1 ORDER BY participant_kind, participant"};
constexpr db::Statement read_before{"read_messages_before",
                                    "SELECT " ZHIYIN_MESSAGE_COLUMNS
                                    " FROM message AS m WHERE m.conversation = $1 AND m.seq < $2 ORDER BY m.seq DESC "
                                    "LIMIT $3"};
// Entries are added in order of seq and revision alike, and edited ones have the revision of their newest edit.
constexpr db::Statement read_changed{"read_messages_changed",
                                     "SELECT " ZHIYIN_MESSAGE_COLUMNS
                                     " FROM message AS m WHERE m.conversation = $1 AND m.revision > $2 ORDER BY m.seq DESC LIMIT $3"};
constexpr db::Statement read_above{"read_messages_above",
                                   "SELECT " ZHIYIN_MESSAGE_COLUMNS
                                   " FROM message AS m WHERE m.conversation = $1 AND m.seq > $2 ORDER BY m.seq LIMIT $3"};
constexpr db::Statement read_edits{"read_edits",
                                   "SELECT revision, body, editor, editor_name, at FROM message_edit WHERE conversation = $1 AND seq = $2 "
                                   "AND revision > $3 ORDER BY revision LIMIT $4"};
constexpr db::Statement read_newest{"read_newest",
                                    "SELECT max(id) FROM conversation WHERE contact = $1 AND inbox = $2 HAVING max(id) IS NOT NULL"};

constexpr std::array<const db::Statement*, 7> own_statements{&read_one,   &read_watermarks, &read_before, &read_above,
                                                             &read_edits, &read_changed,    &read_newest};

std::vector<Message> in_their_order(const db::Rows& rows) {
  std::vector<Message> messages;
  messages.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    messages.push_back({rows.number(i, 0), rows.number(i, 1),
                        Person{static_cast<PersonKind>(rows.number(i, 2)), rows.number(i, 3), std::string{rows.text(i, 4)}},
                        std::string{rows.text(i, 5)}, from_millis(rows.number(i, 6)), std::string{rows.text(i, 7)},
                        from_millis(rows.number(i, 8)), event::read_aids(rows.text(i, 9))});
  }
  return messages;
}

/// Rows that come newest first, ascending.
std::vector<Message> messages_of(const db::Rows& rows) {
  auto messages = in_their_order(rows);
  std::ranges::reverse(messages);
  return messages;
}

/// The conversation and its watermarks, without entries.
std::optional<Picture> frame(db::Session& session, ConversationId id) {
  const auto found = session.query(read_one, {id.value()});
  if (found.empty()) {
    return std::nullopt;
  }
  Picture picture;
  picture.conversation = read_conversation(found, 0);
  const auto marks = session.query(read_watermarks, {id.value()});
  for (std::size_t i = 0; i < marks.size(); ++i) {
    picture.watermarks.push_back({static_cast<PersonKind>(marks.number(i, 0)), marks.number(i, 1), marks.number(i, 2), marks.number(i, 3)});
  }
  picture.rating = rating_of(session, picture.conversation);
  return picture;
}

}  // namespace

db::ModuleStatements reading_statements() {
  static const auto all = [] {
    std::vector<const db::Statement*> list{own_statements.begin(), own_statements.end()};
    for (const auto more : {visible_statements(), visible_list_statements()}) {
      list.insert(list.end(), more.begin(), more.end());
    }
    return list;
  }();
  return {all, {}};
}

std::optional<Picture> snapshot(db::Session& session, ConversationId id) {
  auto picture = frame(session, id);
  if (picture) {
    picture->entries = messages_of(session.query(read_before, {id.value(), picture->conversation.last_seq + 1, snapshot_entries}));
    picture->earlier = !picture->entries.empty() && picture->entries.front().seq > 1;
  }
  return picture;
}

std::optional<Picture> changes_after(db::Session& session, ConversationId id, std::int64_t revision) {
  auto picture = frame(session, id);
  if (!picture) {
    return std::nullopt;
  }
  if (revision < 1 || revision > picture->conversation.revision) {
    return snapshot(session, id);
  }
  auto changed = messages_of(session.query(read_changed, {id.value(), revision, changes_max + 1}));
  if (static_cast<std::int64_t>(changed.size()) > changes_max) {
    return snapshot(session, id);
  }
  picture->entries = std::move(changed);
  picture->whole = false;
  return picture;
}

Pages history(db::Session& session, ConversationId id, std::int64_t before, std::int64_t limit) {
  Pages pages;
  pages.entries = messages_of(session.query(read_before, {id.value(), before, std::clamp(limit, std::int64_t{1}, snapshot_entries)}));
  pages.earlier = !pages.entries.empty() && pages.entries.front().seq > 1;
  return pages;
}

std::vector<Message> messages_below(db::Session& session, ConversationId id, std::int64_t below, std::int64_t limit) {
  return in_their_order(session.query(read_before, {id.value(), below, limit}));
}

std::vector<Message> messages_above(db::Session& session, ConversationId id, std::int64_t above, std::int64_t limit) {
  return in_their_order(session.query(read_above, {id.value(), above, limit}));
}

std::vector<Edit> edits_of(db::Session& session, ConversationId id, std::int64_t seq, std::int64_t after, std::int64_t limit) {
  const auto rows = session.query(read_edits, {id.value(), seq, after, limit});
  std::vector<Edit> edits;
  edits.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    edits.push_back({rows.number(i, 0), std::string{rows.text(i, 1)},
                     Person{PersonKind::agent, rows.number(i, 2), std::string{rows.text(i, 3)}}, from_millis(rows.number(i, 4))});
  }
  return edits;
}

std::optional<Conversation> conversation_of(db::Session& session, ConversationId id) {
  const auto found = session.query(read_one, {id.value()});
  return found.empty() ? std::nullopt : std::optional{read_conversation(found, 0)};
}

std::optional<ConversationId> newest_id(db::Session& session, ContactId contact, InboxId inbox) {
  const auto rows = session.query(read_newest, {contact.value(), inbox.value()});
  return rows.empty() ? std::nullopt : std::optional{ConversationId{rows.number(0, 0)}};
}

}  // namespace zhiyin::conversation
