// What is one person's own: drafts, and what he set back to unread by hand. Kept by the server, so that they follow him from screen to
// screen; nobody else reads them, and no fact tells them. Tables: draft, unread_mark.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/viewer.hpp"
#include "conversation/model.hpp"
#include "platform/base/result.hpp"
#include "platform/db/session.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::conversation {

[[nodiscard]] std::span<const db::Statement* const> personal_statements();

struct Draft {
  ConversationId conversation;
  std::string text;
  Time at;
};

/// The last one said counts; an empty text takes it away. Wants: the conversation.
[[nodiscard]] Result<Draft> save_draft(writer::Tx& tx, ConversationId id, const access::Viewer& viewer, std::string_view text);
[[nodiscard]] std::optional<Draft> draft_of(db::Session& session, ConversationId id, AgentId agent);

struct UnreadMark {
  ConversationId conversation;
  std::int64_t unread_from = 0;  ///< the first seq that is to look unread; 0: none
};
/// 0 takes the mark away, as his client does when he looks at the conversation again. Wants: the conversation.
[[nodiscard]] Result<UnreadMark> mark_unread(writer::Tx& tx, ConversationId id, const access::Viewer& viewer, std::int64_t unread_from);
[[nodiscard]] std::int64_t unread_from_of(db::Session& session, ConversationId id, AgentId agent);

/// The highest seq that counts as read for him: his watermark, lowered by his mark.
[[nodiscard]] constexpr std::int64_t read_for(std::int64_t read, std::int64_t unread_from) {
  return unread_from > 0 && unread_from <= read ? unread_from - 1 : read;
}

}  // namespace zhiyin::conversation
