// A conversation and its messages as rows.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "event/conversation.hpp"

namespace zhiyin::conversation {

constexpr std::size_t text_max_bytes = std::size_t{16} * 1024;
constexpr std::size_t client_id_max = 64;
constexpr std::size_t name_max_chars = 80;
constexpr std::size_t preview_max_chars = 120;
constexpr std::chrono::days reopen_within{7};  ///< where an inbox says nothing else
constexpr std::size_t label_max_chars = 40;
constexpr std::size_t labels_max = 20;        ///< of one conversation
constexpr std::size_t participants_max = 20;  ///< besides the owner
constexpr std::size_t mentions_max = 20;
constexpr std::int64_t priority_max = 4;  ///< 0 none, 1 low, 2 normal, 3 high, 4 urgent
constexpr std::chrono::days snooze_max{366};
constexpr std::int64_t rating_most = 5;  ///< the best; 1 is the worst
constexpr std::size_t rating_comment_max_chars = 1'000;
constexpr std::chrono::days rating_replaced_within{
    7};  ///< counted from the first one, or from the end of the conversation if that is later

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
  TeamId team;  ///< that it waits for, or came from; none: no team in particular
  std::int64_t priority = 0;
  Time snoozed_until;               ///< the epoch when it is awake
  std::int64_t inner_revision = 0;  ///< of its newest inner fact (event/inner.hpp)
  ConversationId follows;           ///< an earlier one that it goes on from
  std::int64_t invited = 0;         ///< how many take part besides the owner
  std::int64_t rating = 0;          ///< its visitor's, 1 to rating_most; 0: none

  [[nodiscard]] bool snoozed() const { return to_millis(snoozed_until) != 0; }
  [[nodiscard]] Person owner() const { return {PersonKind::agent, assignee.value(), assignee_name}; }
  [[nodiscard]] Person visitor() const { return {PersonKind::visitor, contact.value(), contact_name}; }
};

struct Message {
  std::int64_t seq = 0;
  std::int64_t revision = 0;
  Person author;
  std::string client_id;
  Time at;
  std::string text;
  Time edited_at{};  ///< the epoch when it was never edited
  event::Aids aids = {};
};

/// What a conversation's visitor thinks of it.
struct Rating {
  std::int64_t score = 0;
  std::string comment;  ///< his words; may be empty
  Time at;              ///< of its newest change
};

/// Somebody who was invited.
struct Participant {
  Person who;
  Time since;
  friend bool operator==(const Participant&, const Participant&) = default;
};

struct Note {
  std::int64_t irev = 0;
  std::int64_t after_seq = 0;  ///< the newest message when it was written
  Person author;
  std::string client_id;
  Time at;
  std::string text;
  std::vector<Person> mentions;
};

/// How far one participant has come. Never goes back (invariant I10).
struct Watermark {
  PersonKind kind = PersonKind::visitor;
  std::int64_t id = 0;
  std::int64_t delivered = 0;
  std::int64_t read = 0;
};

}  // namespace zhiyin::conversation
