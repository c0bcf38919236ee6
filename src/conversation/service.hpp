// The commands on conversations. Each runs on a store writer, on rows that were named (want_*) and loaded before.
#pragma once

#include <optional>
#include <string_view>

#include "conversation/model.hpp"
#include "conversation/settings.hpp"
#include "platform/base/result.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::conversation {

void want(writer::Tx& tx, ConversationId id);
/// The contact's newest conversation, whichever it is. The caller holds the lock of one of the contact's addresses.
void want_newest_of(writer::Tx& tx, ContactId contact);
/// Whether this sender has used this id before.
void want_message(writer::Tx& tx, InboxId inbox, std::int64_t author, std::string_view client_id);
void want_watermark(writer::Tx& tx, ConversationId id, PersonKind kind, std::int64_t participant);

/// True once a conversation that was named by its id was looked for, whether it is there or not.
[[nodiscard]] bool loaded(writer::Tx& tx, ConversationId id);
/// nullptr when there is none, or it was not named and loaded. Valid until the end of the batch.
[[nodiscard]] const Conversation* find(writer::Tx& tx, ConversationId id);
[[nodiscard]] const Conversation* newest_of(writer::Tx& tx, ContactId contact);

struct Said {
  ConversationId conversation;
  std::int64_t seq = 0;
  Time at;
  bool again = false;  ///< stored before; nothing was stored now
};
struct Moved {
  ConversationId conversation;
  std::int64_t revision = 0;
};

/// What this sender said under this id, if he did: the same words give the same answer, others are a conflict. Wants: the message.
[[nodiscard]] std::optional<Result<Said>> said_before(writer::Tx& tx, InboxId inbox, std::int64_t author, std::string_view client_id,
                                                      std::string_view text);

/// A new conversation in the queue, with its idle timer.
ConversationId open(writer::Tx& tx, InboxId inbox, std::string_view address, const Person& visitor, const Settings& settings = {});
/// A visitor's words; reopens a resolved conversation into the queue, with its idle timer. Wants: the conversation (or it was opened in
/// this batch), the message.
Said say_as_visitor(writer::Tx& tx, ConversationId id, std::string_view client_id, std::string_view text, const Settings& settings = {});
/// An agent's words; takes a queued conversation. Wants: the conversation, the message.
[[nodiscard]] Result<Said> say_as_agent(writer::Tx& tx, ConversationId id, const Person& agent, std::string_view client_id,
                                        std::string_view text);
[[nodiscard]] Result<Moved> take(writer::Tx& tx, ConversationId id, const Person& agent, std::optional<std::int64_t> seen);
[[nodiscard]] Result<Moved> resolve(writer::Tx& tx, ConversationId id, const Person& agent, std::optional<std::int64_t> seen);
/// Ends a conversation that is open, in the system's name. Wants: the conversation.
void resolve_as_system(writer::Tx& tx, ConversationId id);
/// Moves a participant's watermarks forward; records nothing when they do not move. Wants: the conversation, the watermark.
[[nodiscard]] Result<Moved> mark(writer::Tx& tx, ConversationId id, PersonKind kind, std::int64_t participant, std::int64_t delivered,
                                 std::int64_t read);

}  // namespace zhiyin::conversation
