// What happens to conversations: the facts that the conversation module publishes. Plain structs; `write` and `read` tie them to the log.
//
// The envelope of each is free of personal data. Words and customers' names travel in the body, which belongs to the contact.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

#include "event/aids.hpp"
#include "event/ids.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin {

/// Stored as numbers; which leads to which is conversation/stage.hpp.
enum class Stage : std::uint8_t { queued = 1, assigned = 2, resolved = 3, bot = 4, wrap_up = 5 };
[[nodiscard]] std::string_view stage_text(Stage stage);

namespace event {

struct ConversationOpened {
  InboxId inbox;
  std::string address;  ///< where the contact is reached; for the web the digest of his token
  Person visitor;
  ConversationId follows{};     ///< the one that it goes on from, resolved too long ago to be opened again; none: the first
  Stage stage = Stage::queued;  ///< in which it begins
};

struct MessageSent {
  std::int64_t seq = 0;
  Person author;
  std::string client_id;
  std::string text;
  Aids aids = {};       ///< the bot's messages only
  bool to_bot = false;  ///< a visitor's, while the bot has the conversation
};

/// An agent has changed his words; the earlier ones are kept aside (conversation/store).
struct MessageEdited {
  std::int64_t seq = 0;
  Person author;
  std::string client_id;
  Time sent_at;
  std::string text;
};

struct StageChanged {
  Stage stage = Stage::queued;
  AgentId assignee;
  std::string assignee_name;
  Person by;
};

struct ReceiptMoved {
  PersonKind kind = PersonKind::visitor;
  std::int64_t id = 0;
  std::int64_t delivered = 0;
  std::int64_t read = 0;
};

/// Its visitor says what he thinks of it; a later one takes the place of the one before.
struct ConversationRated {
  std::int64_t score = 0;   ///< 1 to 5
  std::int64_t before = 0;  ///< what he said before; 0: nothing
  std::string comment;      ///< his words; may be empty
};

using ConversationChange = std::variant<ConversationOpened, MessageSent, MessageEdited, StageChanged, ReceiptMoved, ConversationRated>;

struct ConversationFact {
  std::int64_t pos = 0;
  ConversationId conversation;
  std::int64_t revision = 0;
  Time at;
  ContactId contact;
  AgentId assignee;  ///< whose conversation it is after this fact; none while nobody's
  ConversationChange change;
};

[[nodiscard]] journal::Entry write(const ConversationFact& fact);
/// Whether this is a fact that is told to everybody who follows the conversation.
[[nodiscard]] bool is_conversation(const journal::Entry& entry);
/// nullopt for a fact of another publisher. A fact of ours that cannot be read is a bug.
[[nodiscard]] std::optional<ConversationFact> read(const journal::Entry& entry);

}  // namespace event
}  // namespace zhiyin
