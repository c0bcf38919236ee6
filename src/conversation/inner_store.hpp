// Rows that are seldom touched: participants, labels, notes, earlier texts. Each call is a statement of its own, in the transaction of
// `session`; commands call them while they hold the conversation's lock. Tables: participant, conversation_label, note, mention,
// message_edit.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "conversation/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::conversation {

[[nodiscard]] std::span<const db::Statement* const> inner_statements();

/// By agent, ascending.
[[nodiscard]] std::vector<Participant> read_participants(db::Session& session, ConversationId id);
void insert_participant(db::Session& session, ConversationId id, const Participant& participant);
void delete_participant(db::Session& session, ConversationId id, AgentId agent);

/// Ascending.
[[nodiscard]] std::vector<std::string> read_labels(db::Session& session, ConversationId id);
void insert_label(db::Session& session, ConversationId id, std::string_view label);
void delete_label(db::Session& session, ConversationId id, std::string_view label);

struct NoteBefore {
  ConversationId conversation;
  std::int64_t irev = 0;
  std::string text;
};
/// What this author noted under this client id.
[[nodiscard]] std::optional<NoteBefore> read_note_once(db::Session& session, AgentId author, std::string_view client_id);
void insert_note(db::Session& session, ConversationId id, const Note& note);
/// Those with irev above `after` and below `before`: the newest `limit` of them, ascending.
[[nodiscard]] std::vector<Note> read_notes(db::Session& session, ConversationId id, std::int64_t after, std::int64_t before,
                                           std::int64_t limit);

/// Whether an agent other than `agent` has written above `seq`, as far as the store knows.
[[nodiscard]] bool other_agent_wrote(db::Session& session, ConversationId id, std::int64_t seq, AgentId agent);
[[nodiscard]] std::optional<Message> read_message(db::Session& session, ConversationId id, std::int64_t seq);
/// Keeps what `before` said until the edit of `revision`.
void insert_edit(db::Session& session, ConversationId id, const Message& before, std::int64_t revision, const Person& editor, Time at);
void update_message(db::Session& session, ConversationId id, const Message& message);

}  // namespace zhiyin::conversation
