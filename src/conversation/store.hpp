// The rows of conversations in one batch. Tables: conversation (locked), message, watermark.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "conversation/model.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::conversation {

/// A conversation from a row of `conversation_columns_text`.
[[nodiscard]] Conversation read_conversation(const db::Rows& rows, std::size_t row);
/// The columns that read_conversation expects, from table alias c.
#define ZHIYIN_CONVERSATION_COLUMNS                                                                                                   \
  "c.id, c.inbox, c.contact, c.contact_name, c.address, c.stage, c.assignee, c.assignee_name, c.created_at, c.revision, c.last_seq, " \
  "c.last_at, c.last_author_kind, c.last_text, c.waiting_since, c.customer_last_seq, c.customer_unread, c.resolved_at, "              \
  "c.team, c.priority, c.snoozed_until, c.inner_revision, c.follows, c.invited, c.rating"

/// The module's statements: for its commands, and for its questions (reading.hpp).
[[nodiscard]] db::ModuleStatements statements();
[[nodiscard]] db::ModuleStatements reading_statements();

class ConversationShelf final : public writer::Shelf {
 public:
  struct Row {
    Conversation conversation;
    bool looked_for = false;
    bool there = false;
    bool added = false;
    bool changed = false;
  };

  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::conversation; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty() || !wanted_newest_.empty(); }
  void send_loads(db::Session& session) override;
  void take_loads(db::Session& session) override;
  void flush(db::Session& session) override;
  void clear() override;

  void want(ConversationId id);
  void want_newest(ContactId contact, InboxId inbox);
  [[nodiscard]] bool loaded(ConversationId id) const;
  [[nodiscard]] Row* find(ConversationId id);
  /// nullopt before the load; none when the contact has no conversation in this inbox.
  [[nodiscard]] std::optional<ConversationId> newest(ContactId contact, InboxId inbox) const;
  Conversation& add(Conversation conversation);
  /// All that are there, those of this batch too.
  template <class F>
  void each(F&& look) const {
    for (const auto& [id, row] : rows_) {
      if (row.there) {
        look(row.conversation);
      }
    }
  }

 private:
  void keep(const db::Rows& rows);

  std::unordered_map<ConversationId, Row> rows_;
  using Place = std::pair<ContactId, InboxId>;
  std::map<Place, std::optional<ConversationId>> newest_;
  std::vector<std::int64_t> wanted_;
  std::vector<Place> wanted_newest_;
  db::Ticket reading_;
};

/// Messages by (sender, client id), to tell what was sent before.
class MessageShelf final : public writer::Shelf {
 public:
  struct Key {
    InboxId inbox;
    std::int64_t author = 0;
    std::string client_id;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Row {
    ConversationId conversation;
    std::int64_t seq = 0;
    Time at;
    std::string text;
  };

  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::unlocked; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty(); }
  void send_loads(db::Session& session) override;
  void take_loads(db::Session& session) override;
  void flush(db::Session& session) override;
  void clear() override;

  void want(Key key);
  [[nodiscard]] const Row* find(const Key& key) const;
  void add(const Key& key, ConversationId conversation, PersonKind author_kind, Message message);
  /// One of this batch, which no statement sees yet.
  [[nodiscard]] Message* added(ConversationId conversation, std::int64_t seq);
  /// Whether an agent other than `agent` has written above `seq` in this batch.
  [[nodiscard]] bool other_agent_wrote(ConversationId conversation, std::int64_t seq, AgentId agent) const;

 private:
  struct Added {
    ConversationId conversation;
    InboxId inbox;
    Message message;
  };
  std::map<Key, std::optional<Row>> rows_;
  std::vector<Key> wanted_;
  std::vector<Added> added_;
  db::Ticket reading_;
};

/// Watermarks; their conversation is locked, so they need no lock of their own.
class WatermarkShelf final : public writer::Shelf {
 public:
  struct Key {
    ConversationId conversation;
    PersonKind kind = PersonKind::visitor;
    std::int64_t id = 0;
    friend auto operator<=>(const Key&, const Key&) = default;
  };
  struct Row {
    Watermark watermark;
    bool changed = false;
  };

  [[nodiscard]] writer::Rank rank() const override { return writer::Rank::unlocked; }
  [[nodiscard]] bool wanting() const override { return !wanted_.empty(); }
  void send_loads(db::Session& session) override;
  void take_loads(db::Session& session) override;
  void flush(db::Session& session) override;
  void clear() override;

  void want(const Key& key);
  [[nodiscard]] Row& at(const Key& key) { return rows_.at(key); }

 private:
  std::map<Key, Row> rows_;
  std::vector<Key> wanted_;
  db::Ticket reading_;
};

}  // namespace zhiyin::conversation
