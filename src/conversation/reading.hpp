// Questions about conversations, on a reading session; call them inside one transaction when the answers must fit together.
#pragma once

#include <optional>
#include <vector>

#include "conversation/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::conversation {

constexpr std::int64_t snapshot_entries = 50;
constexpr std::int64_t changes_max = 500;

/// A conversation as a client needs it. Entries ascend by seq.
struct Picture {
  Conversation conversation;
  std::vector<Watermark> watermarks;
  std::vector<Message> entries;
  bool earlier = false;  ///< there are entries below the first of these
  bool whole = true;     ///< false: only entries changed after the revision that was asked for
  std::optional<Rating> rating = {};
};

/// Its newest entries; nullopt when there is no such conversation.
[[nodiscard]] std::optional<Picture> snapshot(db::Session& session, ConversationId id);
/// What changed after `revision`; a snapshot instead when that is more than changes_max entries, or `revision` is not in its past.
[[nodiscard]] std::optional<Picture> changes_after(db::Session& session, ConversationId id, std::int64_t revision);
/// Entries below `before`, ascending, and whether there are earlier ones; at most snapshot_entries.
struct Pages {
  std::vector<Message> entries;
  bool earlier = false;
};
[[nodiscard]] Pages history(db::Session& session, ConversationId id, std::int64_t before, std::int64_t limit);

/// Messages in pages: newest first with a seq below `below`, or ascending with one above `above`.
[[nodiscard]] std::vector<Message> messages_below(db::Session& session, ConversationId id, std::int64_t below, std::int64_t limit);
[[nodiscard]] std::vector<Message> messages_above(db::Session& session, ConversationId id, std::int64_t above, std::int64_t limit);

/// What a message said until it was changed.
struct Edit {
  std::int64_t revision = 0;  ///< of the change that ended it
  std::string before;
  Person editor;
  Time at;
};
/// Ascending, those with a revision above `after`.
[[nodiscard]] std::vector<Edit> edits_of(db::Session& session, ConversationId id, std::int64_t seq, std::int64_t after, std::int64_t limit);

/// Its row alone.
[[nodiscard]] std::optional<Conversation> conversation_of(db::Session& session, ConversationId id);
[[nodiscard]] std::optional<ConversationId> newest_id(db::Session& session, ContactId contact, InboxId inbox);

}  // namespace zhiyin::conversation
