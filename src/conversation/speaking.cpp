// What is said, and what was received of it.
#include <fmt/format.h>

#include <algorithm>

#include "conversation/acting.hpp"
#include "conversation/idle.hpp"
#include "conversation/inner_store.hpp"
#include "conversation/rules.hpp"
#include "conversation/service.hpp"
#include "conversation/timers.hpp"

namespace zhiyin::conversation {
namespace {

MessageShelf& messages(writer::Tx& tx) {
  return tx.shelf<MessageShelf>();
}

Said append(writer::Tx& tx, ConversationShelf::Row& row, const Person& author, std::string_view client_id, std::string_view text,
            event::Aids aids = {}) {
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
  const bool to_bot = author.kind == PersonKind::visitor && c.stage == Stage::bot;
  record(tx, c, event::MessageSent{seq, author, std::string{client_id}, std::string{text}, aids, to_bot});
  messages(tx).add({c.inbox, author.id, std::string{client_id}}, c.id, author.kind,
                   {seq, c.revision, author, std::string{client_id}, tx.now(), std::string{text}, {}, std::move(aids)});
  return {c.id, seq, tx.now(), false};
}

/// Another agent has written since, and he did not see it. Costs a statement only when something was said since.
std::optional<Error> collision(writer::Tx& tx, const Conversation& c, AgentId agent, const Words& words) {
  if (!words.seen_seq || words.force || *words.seen_seq >= c.last_seq) {
    return std::nullopt;
  }
  if (messages(tx).other_agent_wrote(c.id, *words.seen_seq, agent) || other_agent_wrote(tx.session(), c.id, *words.seen_seq, agent)) {
    return Error{ErrorCode::stale,
                 fmt::format("a colleague has written since message {}", *words.seen_seq),
                 "seen_seq",
                 "read what he wrote; then send again with the newest seq, or with force",
                 {}};
  }
  return std::nullopt;
}

}  // namespace

void want_message(writer::Tx& tx, InboxId inbox, std::int64_t author, std::string_view client_id) {
  messages(tx).want({inbox, author, std::string{client_id}});
}
void look_up_message(writer::Tx& tx, InboxId inbox, std::int64_t author, std::string_view client_id) {
  auto& shelf = messages(tx);
  shelf.want({inbox, author, std::string{client_id}});
  if (shelf.wanting()) {
    shelf.send_loads(tx.session());
    shelf.take_loads(tx.session());
  }
}
void want_watermark(writer::Tx& tx, ConversationId id, PersonKind kind, std::int64_t participant) {
  tx.shelf<WatermarkShelf>().want({id, kind, participant});
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

ConversationId open(writer::Tx& tx, InboxId inbox, std::string_view address, const Person& visitor, const Settings& settings,
                    ConversationId follows, Stage first) {
  require(first == Stage::queued || first == Stage::bot, "a conversation begins in the queue or with the bot");
  auto& c = tx.shelf<ConversationShelf>().add({.id = new_id<ConversationTag>(tx.now(), tx.chance()),
                                               .inbox = inbox,
                                               .contact = ContactId{visitor.id},
                                               .contact_name = visitor.name,
                                               .address = std::string{address},
                                               .stage = first,
                                               .created_at = tx.now(),
                                               .last_at = tx.now(),
                                               .follows = follows});
  record(tx, c, event::ConversationOpened{inbox, std::string{address}, visitor, follows, first});
  arm_idle(tx, c, settings);
  return c.id;
}

Said say_as_visitor(writer::Tx& tx, ConversationId id, std::string_view client_id, std::string_view text, const Settings& settings,
                    Stage first) {
  auto* row = tx.shelf<ConversationShelf>().find(id);
  require(row != nullptr, "the conversation was loaded or opened in this batch");
  auto& c = row->conversation;
  const auto before = c.stage;
  const auto after = decide(before, Act::customer_message, customer, {.bot = first == Stage::bot});
  require(after.has_value(), "a customer may always write");
  if (*after != before) {
    move_to(tx, *row, *after, *after == Stage::assigned ? c.owner() : nobody_in_particular, c.visitor());
  }
  if (before == Stage::resolved) {
    arm_idle(tx, c, settings);
  }
  wake_up(tx, *row, c.visitor());
  if (c.stage == Stage::bot) {
    timer::arm(tx, bot_timer, c.id.value(), tx.now() + settings.bot_answer_by);
  }
  return append(tx, *row, c.visitor(), client_id, text);
}

Result<Said> say_as_agent(writer::Tx& tx, ConversationId id, const access::Viewer& agent, const Words& words) {
  const auto seen = seen_by(tx, id, agent);
  if (!seen) {
    return std::unexpected(seen.error());
  }
  auto& c = (*seen)->conversation;
  if (auto before = said_before(tx, c.inbox, agent.person.value(), words.client_id, words.text)) {
    return std::move(*before);
  }
  const auto at = acting(tx, id, agent, Act::agent_message);
  if (!at) {
    return std::unexpected(at.error());
  }
  const auto after = decide(c.stage, Act::agent_message, at->whos);
  if (!after) {
    return std::unexpected(after.error());
  }
  if (auto fault = collision(tx, c, agent.person, words)) {
    return std::unexpected(std::move(*fault));
  }
  if (*after != c.stage) {
    move_to(tx, *at->row, *after, at->by, at->by);
  }
  return append(tx, *at->row, at->by, words.client_id, words.text);
}

Result<Said> say_as_bot(writer::Tx& tx, ConversationId id, const Person& bot, const Words& words, event::Aids aids) {
  auto* row = tx.shelf<ConversationShelf>().find(id);
  if (row == nullptr) {
    return no_such();
  }
  if (auto before = said_before(tx, row->conversation.inbox, bot.id, words.client_id, words.text)) {
    return std::move(*before);
  }
  if (const auto after = decide(row->conversation.stage, Act::bot_message, conversation::bot); !after) {
    return std::unexpected(after.error());
  }
  timer::disarm(tx, bot_timer, id.value());
  return append(tx, *row, bot, words.client_id, words.text, std::move(aids));
}

Result<Moved> edit(writer::Tx& tx, ConversationId id, const access::Viewer& agent, std::int64_t seq, std::string_view text,
                   const Settings& settings) {
  if (auto fault = fault_in_text(text)) {
    return std::unexpected(std::move(*fault));
  }
  const auto at = acting(tx, id, agent, Act::edit);
  if (!at) {
    return std::unexpected(at.error());
  }
  auto& c = at->row->conversation;
  auto* pending = messages(tx).added(id, seq);
  auto message = pending != nullptr ? std::optional{*pending} : read_message(tx.session(), id, seq);
  if (!message) {
    return refuse(ErrorCode::not_found, "there is no such message", "seq", "name one that is there");
  }
  const bool his = message->author.kind == PersonKind::agent && message->author.id == agent.person.value();
  if (const auto after = decide(c.stage, Act::edit, static_cast<Whos>(his ? author : nobody)); !after) {
    return std::unexpected(after.error());
  }
  if (message->text == text) {
    return Moved{id, c.revision, c.inner_revision};
  }
  if (tx.now() - message->at > settings.edit_within) {
    return refuse(ErrorCode::conflict, "this message is too old to be changed", "seq", "write a new one");
  }
  const auto before = *message;
  message->text = text;
  message->edited_at = tx.now();
  message->revision = c.revision + 1;
  insert_edit(tx.session(), id, before, message->revision, at->by, tx.now());
  if (pending != nullptr) {
    *pending = *message;
  } else {
    update_message(tx.session(), id, *message);
  }
  at->row->changed = true;
  if (seq == c.last_seq) {
    c.last_text = preview(text);
  }
  record(tx, c, event::MessageEdited{seq, message->author, message->client_id, message->at, message->text});
  return Moved{id, c.revision, c.inner_revision};
}

Result<Moved> mark(writer::Tx& tx, ConversationId id, PersonKind kind, std::int64_t participant, std::int64_t delivered,
                   std::int64_t read) {
  auto* row = tx.shelf<ConversationShelf>().find(id);
  if (row == nullptr) {
    return no_such();
  }
  auto& c = row->conversation;
  auto& held = tx.shelf<WatermarkShelf>().at({id, kind, participant});
  const auto next = moved(held.watermark, delivered, read, c.last_seq);
  if (next.read == held.watermark.read && next.delivered == held.watermark.delivered) {
    return Moved{id, c.revision, c.inner_revision};
  }
  const bool agent_read = kind == PersonKind::agent && next.read > held.watermark.read;
  held = {next, true};
  row->changed = true;
  if (agent_read) {
    // Exact, since an agent's own message empties the count: all entries above the last read that are still counted are the visitor's.
    c.customer_unread = std::clamp(c.customer_last_seq - next.read, std::int64_t{0}, c.customer_unread);
  }
  record(tx, c, event::ReceiptMoved{kind, participant, next.delivered, next.read});
  return Moved{id, c.revision, c.inner_revision};
}

}  // namespace zhiyin::conversation
