#include "conversation/service.hpp"

#include <algorithm>

#include "conversation/idle.hpp"
#include "conversation/rules.hpp"
#include "conversation/store.hpp"

namespace zhiyin::conversation {
namespace {

ConversationShelf& conversations(writer::Tx& tx) {
  return tx.shelf<ConversationShelf>();
}
MessageShelf& messages(writer::Tx& tx) {
  return tx.shelf<MessageShelf>();
}
WatermarkShelf& watermarks(writer::Tx& tx) {
  return tx.shelf<WatermarkShelf>();
}

/// The next fact of a conversation, at its next revision.
void record(writer::Tx& tx, Conversation& c, event::ConversationChange change) {
  tx.record(event::write({.conversation = c.id,
                          .revision = ++c.revision,
                          .at = tx.now(),
                          .contact = c.contact,
                          .assignee = c.assignee,
                          .change = std::move(change)}));
}

Said append(writer::Tx& tx, ConversationShelf::Row& row, const Person& author, std::string_view client_id, std::string_view text) {
  auto& c = row.conversation;
  row.changed = true;
  const auto seq = ++c.last_seq;
  c.last_at = tx.now();
  c.last_author = author.kind;
  c.last_text = preview(text);
  if (author.kind == PersonKind::visitor) {
    c.customer_last_seq = seq;
    ++c.customer_unread;
    if (to_millis(c.waiting_since) == 0) {
      c.waiting_since = tx.now();
    }
  } else {
    c.waiting_since = Time{};
    c.customer_unread = 0;
  }
  record(tx, c, event::MessageSent{seq, author, std::string{client_id}, std::string{text}});
  messages(tx).add({c.inbox, author.id, std::string{client_id}}, c.id, author.kind,
                   {seq, c.revision, author, std::string{client_id}, tx.now(), std::string{text}});
  return {c.id, seq, tx.now(), false};
}

void change_stage(writer::Tx& tx, ConversationShelf::Row& row, Stage stage, const Person& assignee, const Person& by) {
  auto& c = row.conversation;
  row.changed = true;
  c.stage = stage;
  c.assignee = AgentId{assignee.id};
  c.assignee_name = assignee.name;
  if (stage == Stage::resolved) {
    c.resolved_at = tx.now();
    c.waiting_since = Time{};
  }
  record(tx, c, event::StageChanged{stage, c.assignee, c.assignee_name, by});
}

std::unexpected<Error> no_such() {
  return refuse(ErrorCode::not_found, "there is no such conversation", "conversation", "look it up in a list");
}

}  // namespace

void want(writer::Tx& tx, ConversationId id) {
  conversations(tx).want(id);
}
void want_newest_of(writer::Tx& tx, ContactId contact) {
  conversations(tx).want_newest(contact);
}
void want_message(writer::Tx& tx, InboxId inbox, std::int64_t author, std::string_view client_id) {
  messages(tx).want({inbox, author, std::string{client_id}});
}
void want_watermark(writer::Tx& tx, ConversationId id, PersonKind kind, std::int64_t participant) {
  watermarks(tx).want({id, kind, participant});
}

bool loaded(writer::Tx& tx, ConversationId id) {
  return conversations(tx).loaded(id);
}

const Conversation* find(writer::Tx& tx, ConversationId id) {
  const auto* row = conversations(tx).find(id);
  return row == nullptr ? nullptr : &row->conversation;
}

const Conversation* newest_of(writer::Tx& tx, ContactId contact) {
  const auto id = conversations(tx).newest(contact);
  return id && !id->none() ? find(tx, *id) : nullptr;
}

std::optional<Result<Said>> said_before(writer::Tx& tx, InboxId inbox, std::int64_t author, std::string_view client_id,
                                        std::string_view text) {
  const auto* before = messages(tx).find({inbox, author, std::string{client_id}});
  if (before == nullptr) {
    return std::nullopt;
  }
  if (before->text != text) {
    return refuse(ErrorCode::conflict, "this id was used for another text", "id", "choose another id");
  }
  return Said{before->conversation, before->seq, before->at, true};
}

ConversationId open(writer::Tx& tx, InboxId inbox, std::string_view address, const Person& visitor, const Settings& settings) {
  auto& c = conversations(tx).add({.id = new_id<ConversationTag>(tx.now(), tx.chance()),
                                   .inbox = inbox,
                                   .contact = ContactId{visitor.id},
                                   .contact_name = visitor.name,
                                   .address = std::string{address},
                                   .created_at = tx.now(),
                                   .last_at = tx.now()});
  record(tx, c, event::ConversationOpened{inbox, std::string{address}, visitor});
  arm_idle(tx, c, settings);
  return c.id;
}

Said say_as_visitor(writer::Tx& tx, ConversationId id, std::string_view client_id, std::string_view text, const Settings& settings) {
  auto* row = conversations(tx).find(id);
  require(row != nullptr, "the conversation was loaded or opened in this batch");
  if (row->conversation.stage == Stage::resolved) {
    change_stage(tx, *row, Stage::queued, {PersonKind::agent, 0, ""}, row->conversation.visitor());
    arm_idle(tx, row->conversation, settings);
  }
  return append(tx, *row, row->conversation.visitor(), client_id, text);
}

Result<Said> say_as_agent(writer::Tx& tx, ConversationId id, const Person& agent, std::string_view client_id, std::string_view text) {
  auto* row = conversations(tx).find(id);
  if (row == nullptr) {
    return no_such();
  }
  if (auto before = said_before(tx, row->conversation.inbox, agent.id, client_id, text)) {
    return std::move(*before);
  }
  if (auto fault = may_say(row->conversation, AgentId{agent.id})) {
    return std::unexpected(std::move(*fault));
  }
  if (row->conversation.stage == Stage::queued) {
    change_stage(tx, *row, Stage::assigned, agent, agent);
  }
  return append(tx, *row, agent, client_id, text);
}

Result<Moved> take(writer::Tx& tx, ConversationId id, const Person& agent, std::optional<std::int64_t> seen) {
  auto* row = conversations(tx).find(id);
  if (row == nullptr) {
    return no_such();
  }
  if (auto fault = may_take(row->conversation, AgentId{agent.id}, seen)) {
    return std::unexpected(std::move(*fault));
  }
  if (row->conversation.stage != Stage::assigned || row->conversation.assignee.value() != agent.id) {
    change_stage(tx, *row, Stage::assigned, agent, agent);
  }
  return Moved{id, row->conversation.revision};
}

Result<Moved> resolve(writer::Tx& tx, ConversationId id, const Person& agent, std::optional<std::int64_t> seen) {
  auto* row = conversations(tx).find(id);
  if (row == nullptr) {
    return no_such();
  }
  if (auto fault = may_resolve(row->conversation, AgentId{agent.id}, seen)) {
    return std::unexpected(std::move(*fault));
  }
  if (row->conversation.stage != Stage::resolved) {
    change_stage(tx, *row, Stage::resolved, agent, agent);
  }
  return Moved{id, row->conversation.revision};
}

void resolve_as_system(writer::Tx& tx, ConversationId id) {
  auto* row = conversations(tx).find(id);
  require(row != nullptr && row->conversation.stage != Stage::resolved, "the conversation is there and open");
  const Person owner{PersonKind::agent, row->conversation.assignee.value(), row->conversation.assignee_name};
  change_stage(tx, *row, Stage::resolved, owner, {PersonKind::agent, 0, ""});
}

Result<Moved> mark(writer::Tx& tx, ConversationId id, PersonKind kind, std::int64_t participant, std::int64_t delivered,
                   std::int64_t read) {
  auto* row = conversations(tx).find(id);
  if (row == nullptr) {
    return no_such();
  }
  auto& c = row->conversation;
  auto& held = watermarks(tx).at({id, kind, participant});
  const auto next = moved(held.watermark, delivered, read, c.last_seq);
  if (next.read == held.watermark.read && next.delivered == held.watermark.delivered) {
    return Moved{id, c.revision};
  }
  const bool agent_read = kind == PersonKind::agent && next.read > held.watermark.read;
  held = {next, true};
  row->changed = true;
  if (agent_read) {
    // Exact, since an agent's own message empties the count: all entries above the last read that are still counted are the visitor's.
    c.customer_unread = std::clamp(c.customer_last_seq - next.read, std::int64_t{0}, c.customer_unread);
  }
  record(tx, c, event::ReceiptMoved{kind, participant, next.delivered, next.read});
  return Moved{id, c.revision};
}

}  // namespace zhiyin::conversation
