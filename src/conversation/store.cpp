#include "conversation/store.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "conversation/inner_store.hpp"
#include "conversation/lost_team.hpp"
#include "conversation/personal.hpp"
#include "conversation/quick_reply.hpp"
#include "conversation/rating.hpp"
#include "conversation/work.hpp"
#include "platform/base/require.hpp"

namespace zhiyin::conversation {
namespace {

using db::ColumnType;
using Numbers = std::span<const std::int64_t>;
using Texts = std::span<const std::string_view>;

// Those named by their ids and those that are some contact's newest in an inbox, in one statement: all are locked in ascending order.
constexpr db::Statement lock_conversations{
    "lock_conversations",
    "SELECT " ZHIYIN_CONVERSATION_COLUMNS
    " FROM conversation AS c WHERE c.id IN (SELECT unnest($1::bigint[]) UNION SELECT max(n.id) FROM conversation AS n "
    "JOIN unnest($2::bigint[], $3::bigint[]) AS w(contact, inbox) ON n.contact = w.contact AND n.inbox = w.inbox "
    "GROUP BY n.contact, n.inbox) ORDER BY c.id FOR UPDATE OF c",
    "SELECT " ZHIYIN_CONVERSATION_COLUMNS
    " FROM conversation AS c WHERE c.id IN (SELECT value FROM json_each($1) UNION SELECT max(n.id) FROM conversation AS n "
    "JOIN json_each($2) AS w ON n.contact = w.value JOIN json_each($3) AS i ON i.key = w.key AND n.inbox = i.value "
    "GROUP BY n.contact, n.inbox)"};
// What was sent, whatever it was edited to since.
#define ZHIYIN_FIRST_TEXT                                                                                                               \
  "CASE WHEN m.edited_at = 0 THEN m.body ELSE (SELECT e.body FROM message_edit AS e WHERE e.conversation = m.conversation AND e.seq = " \
  "m.seq ORDER BY e.revision LIMIT 1) END"
constexpr db::Statement messages_sent_before{
    "messages_sent_before",
    "SELECT m.inbox, m.author, m.client_id, m.conversation, m.seq, m.at, " ZHIYIN_FIRST_TEXT
    " FROM unnest($1::bigint[], $2::bigint[], $3::text[]) AS "
    "w(inbox, author, client_id) JOIN message AS m ON m.author = w.author AND m.client_id = w.client_id AND m.inbox = w.inbox",
    "SELECT m.inbox, m.author, m.client_id, m.conversation, m.seq, m.at, " ZHIYIN_FIRST_TEXT
    " FROM message AS m "
    "WHERE m.inbox = $1 AND m.author = $2 AND m.client_id = $3"};
constexpr db::Statement watermarks_among{
    "watermarks_among",
    "SELECT m.conversation, m.participant_kind, m.participant, m.delivered, m.read FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) "
    "AS "
    "w(conversation, kind, id) JOIN watermark AS m ON m.conversation = w.conversation AND m.participant_kind = w.kind AND m.participant = "
    "w.id",
    "SELECT m.conversation, m.participant_kind, m.participant, m.delivered, m.read FROM watermark AS m "
    "WHERE m.conversation = $1 AND m.participant_kind = $2 AND m.participant = $3"};

constexpr std::array<db::Column, 25> conversation_columns{{{"id", ColumnType::number},
                                                           {"inbox", ColumnType::number},
                                                           {"contact", ColumnType::number},
                                                           {"contact_name", ColumnType::text},
                                                           {"address", ColumnType::text},
                                                           {"stage", ColumnType::number},
                                                           {"assignee", ColumnType::number},
                                                           {"assignee_name", ColumnType::text},
                                                           {"created_at", ColumnType::number},
                                                           {"revision", ColumnType::number},
                                                           {"last_seq", ColumnType::number},
                                                           {"last_at", ColumnType::number},
                                                           {"last_author_kind", ColumnType::number},
                                                           {"last_text", ColumnType::text},
                                                           {"waiting_since", ColumnType::number},
                                                           {"customer_last_seq", ColumnType::number},
                                                           {"customer_unread", ColumnType::number},
                                                           {"resolved_at", ColumnType::number},
                                                           {"team", ColumnType::number},
                                                           {"priority", ColumnType::number},
                                                           {"snoozed_until", ColumnType::number},
                                                           {"inner_revision", ColumnType::number},
                                                           {"follows", ColumnType::number},
                                                           {"invited", ColumnType::number},
                                                           {"rating", ColumnType::number}}};
constexpr db::Bulk insert_conversation{"insert_conversation", db::Write::insert, "conversation", conversation_columns, 1};
// What never changes after opening is left out.
constexpr std::array<db::Column, 19> changing_columns{{{"id", ColumnType::number},
                                                       {"stage", ColumnType::number},
                                                       {"assignee", ColumnType::number},
                                                       {"assignee_name", ColumnType::text},
                                                       {"revision", ColumnType::number},
                                                       {"last_seq", ColumnType::number},
                                                       {"last_at", ColumnType::number},
                                                       {"last_author_kind", ColumnType::number},
                                                       {"last_text", ColumnType::text},
                                                       {"waiting_since", ColumnType::number},
                                                       {"customer_last_seq", ColumnType::number},
                                                       {"customer_unread", ColumnType::number},
                                                       {"resolved_at", ColumnType::number},
                                                       {"team", ColumnType::number},
                                                       {"priority", ColumnType::number},
                                                       {"snoozed_until", ColumnType::number},
                                                       {"inner_revision", ColumnType::number},
                                                       {"invited", ColumnType::number},
                                                       {"rating", ColumnType::number}}};
constexpr db::Bulk update_conversation{"update_conversation", db::Write::update, "conversation", changing_columns, 1};
constexpr std::array<db::Column, 12> message_columns{{{"conversation", ColumnType::number},
                                                      {"seq", ColumnType::number},
                                                      {"revision", ColumnType::number},
                                                      {"inbox", ColumnType::number},
                                                      {"author_kind", ColumnType::number},
                                                      {"author", ColumnType::number},
                                                      {"author_name", ColumnType::text},
                                                      {"client_id", ColumnType::text},
                                                      {"at", ColumnType::number},
                                                      {"body", ColumnType::text},
                                                      {"edited_at", ColumnType::number},
                                                      {"aids", ColumnType::text}}};
constexpr db::Bulk insert_message{"insert_message", db::Write::insert, "message", message_columns, 2};
constexpr std::array<db::Column, 5> watermark_columns{{{"conversation", ColumnType::number},
                                                       {"participant_kind", ColumnType::number},
                                                       {"participant", ColumnType::number},
                                                       {"delivered", ColumnType::number},
                                                       {"read", ColumnType::number}}};
constexpr db::Bulk upsert_watermark{"upsert_watermark", db::Write::upsert, "watermark", watermark_columns, 3};

constexpr std::array<const db::Statement*, 3> own_statements{&lock_conversations, &messages_sent_before, &watermarks_among};
constexpr std::array<const db::Bulk*, 4> all_bulks{&insert_conversation, &update_conversation, &insert_message, &upsert_watermark};

}  // namespace

db::ModuleStatements statements() {
  static const auto all = [] {
    std::vector<const db::Statement*> list{own_statements.begin(), own_statements.end()};
    for (const auto more : {inner_statements(), personal_statements(), quick_reply_statements(), work_statements(), lost_team_statements(),
                            rating_statements()}) {
      list.insert(list.end(), more.begin(), more.end());
    }
    return list;
  }();
  return {all, all_bulks};
}

Conversation read_conversation(const db::Rows& rows, std::size_t row) {
  return {.id = ConversationId{rows.number(row, 0)},
          .inbox = InboxId{rows.number(row, 1)},
          .contact = ContactId{rows.number(row, 2)},
          .contact_name = std::string{rows.text(row, 3)},
          .address = std::string{rows.text(row, 4)},
          .stage = static_cast<Stage>(rows.number(row, 5)),
          .assignee = AgentId{rows.number(row, 6)},
          .assignee_name = std::string{rows.text(row, 7)},
          .created_at = from_millis(rows.number(row, 8)),
          .revision = rows.number(row, 9),
          .last_seq = rows.number(row, 10),
          .last_at = from_millis(rows.number(row, 11)),
          .last_author = static_cast<PersonKind>(rows.number(row, 12)),
          .last_text = std::string{rows.text(row, 13)},
          .waiting_since = from_millis(rows.number(row, 14)),
          .customer_last_seq = rows.number(row, 15),
          .customer_unread = rows.number(row, 16),
          .resolved_at = from_millis(rows.number(row, 17)),
          .team = TeamId{rows.number(row, 18)},
          .priority = rows.number(row, 19),
          .snoozed_until = from_millis(rows.number(row, 20)),
          .inner_revision = rows.number(row, 21),
          .follows = ConversationId{rows.number(row, 22)},
          .invited = rows.number(row, 23),
          .rating = rows.number(row, 24)};
}

void ConversationShelf::want(ConversationId id) {
  if (rows_.try_emplace(id).second) {
    wanted_.push_back(id.value());
  }
}

void ConversationShelf::want_newest(ContactId contact, InboxId inbox) {
  if (newest_.try_emplace({contact, inbox}).second) {
    wanted_newest_.emplace_back(contact, inbox);
  }
}

void ConversationShelf::send_loads(db::Session& session) {
  std::vector<std::int64_t> contacts;
  std::vector<std::int64_t> inboxes;
  for (const auto& [contact, inbox] : wanted_newest_) {
    contacts.push_back(contact.value());
    inboxes.push_back(inbox.value());
  }
  const std::array<db::Value, 3> parameters{Numbers{wanted_}, Numbers{contacts}, Numbers{inboxes}};
  reading_ = session.send(lock_conversations, parameters);
}

void ConversationShelf::keep(const db::Rows& rows) {
  for (std::size_t i = 0; i < rows.size(); ++i) {
    auto conversation = read_conversation(rows, i);
    if (const auto newest = newest_.find({conversation.contact, conversation.inbox}); newest != newest_.end()) {
      newest->second = std::max(newest->second.value_or(ConversationId{}), conversation.id);
    }
    // A row may come by its id and as the newest of its contact; the first is as good as the second, both are locked.
    const auto id = conversation.id;
    rows_[id] = {std::move(conversation), true, true, false, false};
  }
}

void ConversationShelf::take_loads(db::Session& session) {
  keep(session.take(reading_));
  for (const auto& place : wanted_newest_) {
    auto& newest = newest_[place];
    newest = newest.value_or(ConversationId{});
  }
  for (const auto id : wanted_) {
    rows_[ConversationId{id}].looked_for = true;
  }
  wanted_.clear();
  wanted_newest_.clear();
}

bool ConversationShelf::loaded(ConversationId id) const {
  const auto found = rows_.find(id);
  return found != rows_.end() && found->second.looked_for;
}

ConversationShelf::Row* ConversationShelf::find(ConversationId id) {
  const auto found = rows_.find(id);
  return found == rows_.end() || !found->second.there ? nullptr : &found->second;
}

std::optional<ConversationId> ConversationShelf::newest(ContactId contact, InboxId inbox) const {
  const auto found = newest_.find({contact, inbox});
  return found == newest_.end() ? std::nullopt : found->second;
}

Conversation& ConversationShelf::add(Conversation conversation) {
  newest_[{conversation.contact, conversation.inbox}] = conversation.id;
  const auto id = conversation.id;
  rows_[id] = {std::move(conversation), true, true, true, false};
  return rows_[id].conversation;
}

void ConversationShelf::flush(db::Session& session) {
  for (const auto& [id, row] : rows_) {
    const auto& c = row.conversation;
    const auto stage = static_cast<std::int64_t>(c.stage);
    const auto author = static_cast<std::int64_t>(c.last_author);
    if (row.added) {
      session.put(insert_conversation, {id.value(),
                                        c.inbox.value(),
                                        c.contact.value(),
                                        c.contact_name,
                                        c.address,
                                        stage,
                                        c.assignee.value(),
                                        c.assignee_name,
                                        to_millis(c.created_at),
                                        c.revision,
                                        c.last_seq,
                                        to_millis(c.last_at),
                                        author,
                                        c.last_text,
                                        to_millis(c.waiting_since),
                                        c.customer_last_seq,
                                        c.customer_unread,
                                        to_millis(c.resolved_at),
                                        c.team.value(),
                                        c.priority,
                                        to_millis(c.snoozed_until),
                                        c.inner_revision,
                                        c.follows.value(),
                                        c.invited,
                                        c.rating});
    } else if (row.changed) {
      session.put(update_conversation,
                  {id.value(), stage, c.assignee.value(), c.assignee_name, c.revision, c.last_seq, to_millis(c.last_at), author,
                   c.last_text, to_millis(c.waiting_since), c.customer_last_seq, c.customer_unread, to_millis(c.resolved_at),
                   c.team.value(), c.priority, to_millis(c.snoozed_until), c.inner_revision, c.invited, c.rating});
    }
  }
}

void ConversationShelf::clear() {
  rows_.clear();
  newest_.clear();
  wanted_.clear();
  wanted_newest_.clear();
}

void MessageShelf::want(Key key) {
  if (rows_.try_emplace(key).second) {
    wanted_.push_back(std::move(key));
  }
}

void MessageShelf::send_loads(db::Session& session) {
  std::vector<std::int64_t> inboxes;
  std::vector<std::int64_t> authors;
  std::vector<std::string_view> client_ids;
  for (const auto& key : wanted_) {
    inboxes.push_back(key.inbox.value());
    authors.push_back(key.author);
    client_ids.push_back(key.client_id);
  }
  const std::array<db::Value, 3> parameters{Numbers{inboxes}, Numbers{authors}, Texts{client_ids}};
  reading_ = session.send_each(messages_sent_before, parameters);
}

void MessageShelf::take_loads(db::Session& session) {
  const auto rows = session.take(reading_);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    rows_[{InboxId{rows.number(i, 0)}, rows.number(i, 1), std::string{rows.text(i, 2)}}] =
        Row{ConversationId{rows.number(i, 3)}, rows.number(i, 4), from_millis(rows.number(i, 5)), std::string{rows.text(i, 6)}};
  }
  wanted_.clear();
}

const MessageShelf::Row* MessageShelf::find(const Key& key) const {
  const auto found = rows_.find(key);
  return found == rows_.end() || !found->second ? nullptr : &*found->second;
}

void MessageShelf::add(const Key& key, ConversationId conversation, PersonKind author_kind, Message message) {
  require(message.author.kind == author_kind && find(key) == nullptr, "a message is stored once");
  rows_[key] = Row{conversation, message.seq, message.at, message.text};
  added_.push_back({conversation, key.inbox, std::move(message)});
}

Message* MessageShelf::added(ConversationId conversation, std::int64_t seq) {
  const auto found =
      std::ranges::find_if(added_, [&](const Added& one) { return one.conversation == conversation && one.message.seq == seq; });
  return found == added_.end() ? nullptr : &found->message;
}

bool MessageShelf::other_agent_wrote(ConversationId conversation, std::int64_t seq, AgentId agent) const {
  return std::ranges::any_of(added_, [&](const Added& one) {
    return one.conversation == conversation && one.message.seq > seq && one.message.author.kind == PersonKind::agent &&
           one.message.author.id != agent.value();
  });
}

void MessageShelf::flush(db::Session& session) {
  for (const auto& [conversation, inbox, m] : added_) {
    const auto aids = event::aids_text(m.aids);
    session.put(insert_message, {conversation.value(), m.seq, m.revision, inbox.value(), static_cast<std::int64_t>(m.author.kind),
                                 m.author.id, m.author.name, m.client_id, to_millis(m.at), m.text, to_millis(m.edited_at), aids});
  }
}

void MessageShelf::clear() {
  rows_.clear();
  wanted_.clear();
  added_.clear();
}

void WatermarkShelf::want(const Key& key) {
  if (rows_.try_emplace(key, Row{{key.kind, key.id, 0, 0}, false}).second) {
    wanted_.push_back(key);
  }
}

void WatermarkShelf::send_loads(db::Session& session) {
  std::vector<std::int64_t> conversations;
  std::vector<std::int64_t> kinds;
  std::vector<std::int64_t> ids;
  for (const auto& key : wanted_) {
    conversations.push_back(key.conversation.value());
    kinds.push_back(static_cast<std::int64_t>(key.kind));
    ids.push_back(key.id);
  }
  const std::array<db::Value, 3> parameters{Numbers{conversations}, Numbers{kinds}, Numbers{ids}};
  reading_ = session.send_each(watermarks_among, parameters);
}

void WatermarkShelf::take_loads(db::Session& session) {
  const auto rows = session.take(reading_);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Key key{ConversationId{rows.number(i, 0)}, static_cast<PersonKind>(rows.number(i, 1)), rows.number(i, 2)};
    rows_[key] = {{key.kind, key.id, rows.number(i, 3), rows.number(i, 4)}, false};
  }
  wanted_.clear();
}

void WatermarkShelf::flush(db::Session& session) {
  for (const auto& [key, row] : rows_) {
    if (row.changed) {
      session.put(upsert_watermark,
                  {key.conversation.value(), static_cast<std::int64_t>(key.kind), key.id, row.watermark.delivered, row.watermark.read});
    }
  }
}

void WatermarkShelf::clear() {
  rows_.clear();
  wanted_.clear();
}

}  // namespace zhiyin::conversation
