// What the commands of this module share: finding the row that somebody acts on, and moving it. Not for other modules.
#pragma once

#include <optional>
#include <vector>

#include "access/viewer.hpp"
#include "conversation/stage.hpp"
#include "conversation/store.hpp"
#include "event/inner.hpp"
#include "platform/base/result.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::conversation {

[[nodiscard]] std::unexpected<Error> no_such();
[[nodiscard]] inline Person person_of(const access::Viewer& viewer) {
  return {PersonKind::agent, viewer.person.value(), viewer.name};
}
inline const Person nobody_in_particular{PersonKind::agent, 0, ""};

/// The row, if it exists for him. Reads the participants only when there are some and he is not the owner.
[[nodiscard]] Result<ConversationShelf::Row*> seen_by(writer::Tx& tx, ConversationId id, const access::Viewer& viewer);

struct Acting {
  ConversationShelf::Row* row = nullptr;
  Whos whos = nobody;
  Person by;
};
/// Who `viewer` is to it for this act; refused when he does not see it, or his rights do not cover the act.
[[nodiscard]] Result<Acting> acting(writer::Tx& tx, ConversationId id, const access::Viewer& viewer, Act act);
/// The same for `by`, or the system when it is nullptr.
[[nodiscard]] Result<Acting> acting(writer::Tx& tx, ConversationId id, const access::Viewer* by, Act act);

/// Whether he decided on what is no longer so.
[[nodiscard]] std::optional<Error> stale(const Conversation& c, std::optional<std::int64_t> seen);

/// The next fact of a conversation, at its next revision; the same for inner ones.
void record(writer::Tx& tx, Conversation& c, event::ConversationChange change);
void record_inner(writer::Tx& tx, ConversationShelf::Row& row, event::InnerChange change);

/// Puts it into a stage and somebody's hands, with all that hangs on that: it wakes, the new owner is no mere participant any more, the
/// timer of an ended wrap-up goes.
void move_to(writer::Tx& tx, ConversationShelf::Row& row, Stage stage, const Person& owner, const Person& by);
/// Ends its sleep, if it sleeps.
void wake_up(writer::Tx& tx, ConversationShelf::Row& row, const Person& by);
/// Ends his part in it.
void part(writer::Tx& tx, ConversationShelf::Row& row, const Person& who, const Person& by);

}  // namespace zhiyin::conversation
