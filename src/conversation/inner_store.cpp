#include "conversation/inner_store.hpp"

#include <algorithm>
#include <array>

namespace zhiyin::conversation {
namespace {

constexpr db::Statement participants_of{"participants_of",
                                        "SELECT agent, agent_name, since FROM participant WHERE conversation = $1 ORDER BY agent"};
constexpr db::Statement add_participant{"add_participant",
                                        "INSERT INTO participant (conversation, agent, agent_name, since) VALUES ($1, $2, $3, $4)"};
constexpr db::Statement remove_participant{"remove_participant", "DELETE FROM participant WHERE conversation = $1 AND agent = $2"};
constexpr db::Statement labels_of{"labels_of", "SELECT label FROM conversation_label WHERE conversation = $1"};
constexpr db::Statement add_label{"add_label", "INSERT INTO conversation_label (conversation, label) VALUES ($1, $2)"};
constexpr db::Statement remove_label{"remove_label", "DELETE FROM conversation_label WHERE conversation = $1 AND label = $2"};
constexpr db::Statement note_once{"note_once", "SELECT conversation, irev, body FROM note WHERE author = $1 AND client_id = $2"};
constexpr db::Statement add_note{"add_note",
                                 "INSERT INTO note (conversation, irev, after_seq, author, author_name, client_id, at, body) "
                                 "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"};
constexpr db::Statement add_mention{"add_mention", "INSERT INTO mention (conversation, irev, agent, agent_name) VALUES ($1, $2, $3, $4)"};
constexpr db::Statement notes_of{"notes_of",
                                 "SELECT irev, after_seq, author, author_name, client_id, at, body FROM note "
                                 "WHERE conversation = $1 AND irev > $2 AND irev < $3 ORDER BY irev DESC LIMIT $4"};
constexpr db::Statement mentions_of{"mentions_of",
                                    "SELECT irev, agent, agent_name FROM mention WHERE conversation = $1 AND irev >= $2 AND irev <= $3 "
                                    "ORDER BY irev, agent"};
constexpr db::Statement other_agents_words{
    "other_agents_words",
    "SELECT seq FROM message WHERE conversation = $1 AND seq > $2 AND author_kind = 2 AND author <> $3 ORDER BY seq LIMIT 1"};
constexpr db::Statement one_message{"one_message",
                                    "SELECT seq, revision, author_kind, author, author_name, client_id, at, body, edited_at FROM message "
                                    "WHERE conversation = $1 AND seq = $2"};
constexpr db::Statement keep_text{"keep_text",
                                  "INSERT INTO message_edit (conversation, seq, revision, editor, editor_name, at, body) "
                                  "VALUES ($1, $2, $3, $4, $5, $6, $7)"};
constexpr db::Statement change_text{"change_text",
                                    "UPDATE message SET revision = $3, body = $4, edited_at = $5 WHERE conversation = $1 AND seq = $2"};

constexpr std::array<const db::Statement*, 15> all{&participants_of, &add_participant,    &remove_participant, &labels_of,   &add_label,
                                                   &remove_label,    &note_once,          &add_note,           &add_mention, &notes_of,
                                                   &mentions_of,     &other_agents_words, &one_message,        &keep_text,   &change_text};

/// A write whose answer nobody waits for: it comes with a later one.
void write(db::Session& session, const db::Statement& statement, std::initializer_list<db::Value> parameters) {
  (void)session.send(statement, {parameters.begin(), parameters.size()});
}

}  // namespace

std::span<const db::Statement* const> inner_statements() {
  return all;
}

std::vector<Participant> read_participants(db::Session& session, ConversationId id) {
  const auto rows = session.query(participants_of, {id.value()});
  std::vector<Participant> found;
  found.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({{PersonKind::agent, rows.number(i, 0), std::string{rows.text(i, 1)}}, from_millis(rows.number(i, 2))});
  }
  return found;
}

void insert_participant(db::Session& session, ConversationId id, const Participant& participant) {
  write(session, add_participant, {id.value(), participant.who.id, participant.who.name, to_millis(participant.since)});
}

void delete_participant(db::Session& session, ConversationId id, AgentId agent) {
  write(session, remove_participant, {id.value(), agent.value()});
}

std::vector<std::string> read_labels(db::Session& session, ConversationId id) {
  const auto rows = session.query(labels_of, {id.value()});
  std::vector<std::string> labels;
  labels.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    labels.emplace_back(rows.text(i, 0));
  }
  std::ranges::sort(labels);  // by bytes, on either engine
  return labels;
}

void insert_label(db::Session& session, ConversationId id, std::string_view label) {
  write(session, add_label, {id.value(), label});
}

void delete_label(db::Session& session, ConversationId id, std::string_view label) {
  write(session, remove_label, {id.value(), label});
}

std::optional<NoteBefore> read_note_once(db::Session& session, AgentId author, std::string_view client_id) {
  const auto rows = session.query(note_once, {author.value(), client_id});
  if (rows.empty()) {
    return std::nullopt;
  }
  return NoteBefore{ConversationId{rows.number(0, 0)}, rows.number(0, 1), std::string{rows.text(0, 2)}};
}

void insert_note(db::Session& session, ConversationId id, const Note& note) {
  write(session, add_note,
        {id.value(), note.irev, note.after_seq, note.author.id, note.author.name, note.client_id, to_millis(note.at), note.text});
  for (const auto& who : note.mentions) {
    write(session, add_mention, {id.value(), note.irev, who.id, who.name});
  }
}

std::vector<Note> read_notes(db::Session& session, ConversationId id, std::int64_t after, std::int64_t before, std::int64_t limit) {
  const auto rows = session.query(notes_of, {id.value(), after, before, limit});
  std::vector<Note> notes;
  for (std::size_t i = rows.size(); i-- > 0;) {  // they come newest first
    notes.push_back({rows.number(i, 0),
                     rows.number(i, 1),
                     {PersonKind::agent, rows.number(i, 2), std::string{rows.text(i, 3)}},
                     std::string{rows.text(i, 4)},
                     from_millis(rows.number(i, 5)),
                     std::string{rows.text(i, 6)},
                     {}});
  }
  if (notes.empty()) {
    return notes;
  }
  const auto named = session.query(mentions_of, {id.value(), notes.front().irev, notes.back().irev});
  for (std::size_t i = 0; i < named.size(); ++i) {
    const auto note = std::ranges::find(notes, named.number(i, 0), &Note::irev);
    note->mentions.push_back({PersonKind::agent, named.number(i, 1), std::string{named.text(i, 2)}});
  }
  return notes;
}

bool other_agent_wrote(db::Session& session, ConversationId id, std::int64_t seq, AgentId agent) {
  return !session.query(other_agents_words, {id.value(), seq, agent.value()}).empty();
}

std::optional<Message> read_message(db::Session& session, ConversationId id, std::int64_t seq) {
  const auto rows = session.query(one_message, {id.value(), seq});
  if (rows.empty()) {
    return std::nullopt;
  }
  return Message{rows.number(0, 0),
                 rows.number(0, 1),
                 {static_cast<PersonKind>(rows.number(0, 2)), rows.number(0, 3), std::string{rows.text(0, 4)}},
                 std::string{rows.text(0, 5)},
                 from_millis(rows.number(0, 6)),
                 std::string{rows.text(0, 7)},
                 from_millis(rows.number(0, 8))};
}

void insert_edit(db::Session& session, ConversationId id, const Message& before, std::int64_t revision, const Person& editor, Time at) {
  write(session, keep_text, {id.value(), before.seq, revision, editor.id, editor.name, to_millis(at), before.text});
}

void update_message(db::Session& session, ConversationId id, const Message& message) {
  write(session, change_text, {id.value(), message.seq, message.revision, message.text, to_millis(message.edited_at)});
}

}  // namespace zhiyin::conversation
