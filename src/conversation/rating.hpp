// What its visitor thinks of a conversation. Tables: rating, and conversation's own column.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "conversation/service.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::conversation {

[[nodiscard]] std::span<const db::Statement* const> rating_statements();

struct NewRating {
  std::string_view client_id;
  std::int64_t score = 0;
  std::string_view comment = {};
};
/// Fault in the words or the score.
[[nodiscard]] std::optional<Error> fault_in_rating(const NewRating& rating);
/// Whether one that was begun at `given_at` may still be replaced: within rating_replaced_within of that, or of the end of the conversation
/// if it has ended since.
[[nodiscard]] bool replaceable(const Conversation& conversation, Time given_at, Time now);

/// By its visitor, when the stage table allows it (Act::rate). The same again changes nothing; another takes its place while it is
/// replaceable, and is a conflict afterwards. The same client id for something else is a conflict too. Wants: the conversation.
[[nodiscard]] Result<Moved> rate(writer::Tx& tx, ConversationId id, const NewRating& rating);

/// nullopt: not rated.
[[nodiscard]] std::optional<Rating> rating_of(db::Session& session, const Conversation& conversation);

}  // namespace zhiyin::conversation
