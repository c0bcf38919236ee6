// The commands on conversations. Each runs on a store writer, on rows that were named (want_*) and loaded before.
//
// Who acts is an access::Viewer; nullptr, where it is allowed, is the system. What he does not see is not_found; what he sees but the stage
// table (stage.hpp) or his rights do not allow is forbidden or conflict; what he decided on and is no longer so is stale. `seen` is the
// revision that he decided on, if he said one. Colleagues and teams that are named are looked up in `directory`, that of the same batch.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "access/directory.hpp"
#include "conversation/model.hpp"
#include "conversation/settings.hpp"
#include "platform/base/result.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::conversation {

void want(writer::Tx& tx, ConversationId id);
/// The contact's newest conversation in this inbox, whichever it is. The caller holds the lock of one of the contact's addresses.
void want_newest_of(writer::Tx& tx, ContactId contact, InboxId inbox);
/// Whether this sender has used this id before.
void want_message(writer::Tx& tx, InboxId inbox, std::int64_t author, std::string_view client_id);
/// The same in `run`, for who does not know the sender before: a round trip. The conversation's lock is held.
void look_up_message(writer::Tx& tx, InboxId inbox, std::int64_t author, std::string_view client_id);
void want_watermark(writer::Tx& tx, ConversationId id, PersonKind kind, std::int64_t participant);

/// True once a conversation that was named by its id was looked for, whether it is there or not.
[[nodiscard]] bool loaded(writer::Tx& tx, ConversationId id);
/// nullptr when there is none, or it was not named and loaded. Valid until the end of the batch.
[[nodiscard]] const Conversation* find(writer::Tx& tx, ConversationId id);
[[nodiscard]] const Conversation* newest_of(writer::Tx& tx, ContactId contact, InboxId inbox);

/// For acts that do not take the revision themselves: not_found when he does not see it, stale when `seen` is not its revision. Wants: the
/// conversation.
[[nodiscard]] Result<void> decided_on(writer::Tx& tx, ConversationId id, const access::Viewer& viewer, std::optional<std::int64_t> seen);

struct Said {
  ConversationId conversation;
  std::int64_t seq = 0;
  Time at;
  bool again = false;  ///< stored before; nothing was stored now
};
struct Moved {
  ConversationId conversation;
  std::int64_t revision = 0;
  std::int64_t inner_revision = 0;
};

// Speaking.

/// What this sender said under this id, if he did: the same words give the same answer, others are a conflict. Wants: the message.
[[nodiscard]] std::optional<Result<Said>> said_before(writer::Tx& tx, InboxId inbox, std::int64_t author, std::string_view client_id,
                                                      std::string_view text);
/// A new conversation in stage `first` (queued, or bot where its inbox has one), with its idle timer; `follows` one that was resolved too
/// long ago.
ConversationId open(writer::Tx& tx, InboxId inbox, std::string_view address, const Person& visitor, const Settings& settings = {},
                    ConversationId follows = {}, Stage first = Stage::queued);
/// A visitor's words; reopens a resolved conversation into stage `first`, with its idle timer; wakes one that sleeps; while the bot has it,
/// sets the time by which that has to answer. Wants: the conversation (or it was opened in this batch), the message.
Said say_as_visitor(writer::Tx& tx, ConversationId id, std::string_view client_id, std::string_view text, const Settings& settings = {},
                    Stage first = Stage::queued);

struct Words {
  std::string_view client_id;
  std::string_view text;
  /// The newest message that he had seen: when another agent has written since, the answer is stale and nothing is stored,
  std::optional<std::int64_t> seen_seq = {};
  bool force = false;  ///< unless he wants it all the same
};
/// An agent's words; takes what the bot has or is queued. Wants: the conversation, the message.
[[nodiscard]] Result<Said> say_as_agent(writer::Tx& tx, ConversationId id, const access::Viewer& agent, const Words& words);
/// The answer of a bot, while the conversation is its: nobody waits for it any more. Wants: the conversation, the message.
[[nodiscard]] Result<Said> say_as_bot(writer::Tx& tx, ConversationId id, const Person& bot, const Words& words, event::Aids aids = {});
/// Changes what he wrote; the earlier text is kept. Wants: the conversation.
[[nodiscard]] Result<Moved> edit(writer::Tx& tx, ConversationId id, const access::Viewer& agent, std::int64_t seq, std::string_view text,
                                 const Settings& settings = {});
/// Moves a participant's watermarks forward; records nothing when they do not move. Wants: the conversation, the watermark.
[[nodiscard]] Result<Moved> mark(writer::Tx& tx, ConversationId id, PersonKind kind, std::int64_t participant, std::int64_t delivered,
                                 std::int64_t read);

// Whose it is. All want the conversation.

[[nodiscard]] Result<Moved> take(writer::Tx& tx, ConversationId id, const access::Viewer& agent, std::optional<std::int64_t> seen);
/// An offer of the routing.
[[nodiscard]] Result<Moved> accept(writer::Tx& tx, ConversationId id, const access::Viewer& agent);
/// Taking it from somebody needs `seen`.
[[nodiscard]] Result<Moved> assign(writer::Tx& tx, ConversationId id, const access::Viewer* by, AgentId to,
                                   const access::Directory& directory, std::optional<std::int64_t> seen);
/// Back to the queue (of its team); out of wrap-up it ends.
[[nodiscard]] Result<Moved> requeue(writer::Tx& tx, ConversationId id, const access::Viewer* by);
[[nodiscard]] Result<Moved> transfer_to_agent(writer::Tx& tx, ConversationId id, const access::Viewer& agent, AgentId to,
                                              const access::Directory& directory, std::optional<std::int64_t> seen);
/// Into the queue of a team; none: of no team in particular. `directory` is held (access::hold), lest the team go before COMMIT.
[[nodiscard]] Result<Moved> transfer_to_team(writer::Tx& tx, ConversationId id, const access::Viewer& agent, TeamId to,
                                             const access::Directory& directory, std::optional<std::int64_t> seen);
[[nodiscard]] Result<Moved> invite(writer::Tx& tx, ConversationId id, const access::Viewer& agent, AgentId who,
                                   const access::Directory& directory);
/// `who` leaves, or is removed by somebody else.
[[nodiscard]] Result<Moved> leave(writer::Tx& tx, ConversationId id, const access::Viewer& agent, AgentId who);
/// A supervisor, or the system, gives it to people: with them already it stays as it is.
[[nodiscard]] Result<Moved> hand_over(writer::Tx& tx, ConversationId id, const access::Viewer* by);
/// The same by the bot, or by its visitor, who may always ask for a person; conflict when it is resolved.
[[nodiscard]] Result<Moved> hand_over(writer::Tx& tx, ConversationId id, const Person& by);

// How it ends and begins again. All want the conversation.

/// `wrap_up` is what its inbox says; 0: none.
[[nodiscard]] Result<Moved> resolve(writer::Tx& tx, ConversationId id, const access::Viewer& agent, std::optional<std::int64_t> seen,
                                    Millis wrap_up = Millis{0});
/// Ends a conversation that is open, in the system's name.
void resolve_as_system(writer::Tx& tx, ConversationId id);
[[nodiscard]] Result<Moved> finish_wrap_up(writer::Tx& tx, ConversationId id, const access::Viewer* by);
/// Wants besides: want_newest_of its contact and inbox, since only the newest can be opened again.
[[nodiscard]] Result<Moved> reopen(writer::Tx& tx, ConversationId id, const access::Viewer& agent, const Settings& settings = {});
[[nodiscard]] Result<Moved> snooze(writer::Tx& tx, ConversationId id, const access::Viewer& agent, Time until);
[[nodiscard]] Result<Moved> wake(writer::Tx& tx, ConversationId id, const access::Viewer* by);

// What colleagues note. All want the conversation.

struct NewNote {
  Words words;
  std::span<const AgentId> mentions = {};
};
[[nodiscard]] Result<Moved> write_note(writer::Tx& tx, ConversationId id, const access::Viewer& agent, const NewNote& note,
                                       const access::Directory& directory);
/// Those that are there already, or not there, change nothing.
[[nodiscard]] Result<Moved> change_labels(writer::Tx& tx, ConversationId id, const access::Viewer& agent,
                                          std::span<const std::string_view> add, std::span<const std::string_view> remove);
/// These and no others.
[[nodiscard]] Result<Moved> set_labels(writer::Tx& tx, ConversationId id, const access::Viewer& agent,
                                       std::span<const std::string_view> labels);
[[nodiscard]] Result<Moved> set_priority(writer::Tx& tx, ConversationId id, const access::Viewer& agent, std::int64_t priority);

}  // namespace zhiyin::conversation
