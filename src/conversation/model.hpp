// A conversation and its messages as rows.
#pragma once

#include <string>

#include "event/conversation.hpp"

namespace zhiyin::conversation {

constexpr std::size_t text_max_bytes = std::size_t{16} * 1024;
constexpr std::size_t client_id_max = 64;
constexpr std::size_t name_max_chars = 80;
constexpr std::size_t preview_max_chars = 120;
constexpr std::chrono::days reopen_within{7};

struct Conversation {
  ConversationId id;
  InboxId inbox;
  ContactId contact;
  std::string contact_name;
  std::string address;
  Stage stage = Stage::queued;
  AgentId assignee;  ///< none while nobody's
  std::string assignee_name;
  Time created_at;
  std::int64_t revision = 0;  ///< of its newest fact
  std::int64_t last_seq = 0;
  Time last_at;  ///< of its newest message; orders the lists
  PersonKind last_author = PersonKind::visitor;
  std::string last_text;  ///< the beginning of its newest message
  Time waiting_since;     ///< of the first visitor's message without an answer; the epoch when none
  std::int64_t customer_last_seq = 0;
  std::int64_t customer_unread = 0;  ///< visitor's messages that no agent has read
  Time resolved_at;

  [[nodiscard]] Person visitor() const { return {PersonKind::visitor, contact.value(), contact_name}; }
};

struct Message {
  std::int64_t seq = 0;
  std::int64_t revision = 0;
  Person author;
  std::string client_id;
  Time at;
  std::string text;
};

/// How far one participant has come. Never goes back (invariant I10).
struct Watermark {
  PersonKind kind = PersonKind::visitor;
  std::int64_t id = 0;
  std::int64_t delivered = 0;
  std::int64_t read = 0;
};

}  // namespace zhiyin::conversation
