// Quick replies: texts that an agent writes by a shortcut; everybody's, a team's, or one's own. Table: quick_reply.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "access/directory.hpp"
#include "platform/base/result.hpp"
#include "platform/db/session.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::conversation {

using QuickReplyId = Id<struct QuickReplyTag>;

enum class ReplyScope : std::uint8_t { everybody = 1, team = 2, person = 3 };
[[nodiscard]] std::string_view reply_scope_text(ReplyScope scope);
[[nodiscard]] std::optional<ReplyScope> parse_reply_scope(std::string_view text);

struct QuickReply {
  QuickReplyId id;
  std::string shortcut;  ///< as a label: "refund-policy"
  std::string language;  ///< "en", "zh"; empty: any
  ReplyScope scope = ReplyScope::person;
  std::int64_t owner = 0;  ///< 0, a TeamId, an AgentId, by scope
  std::string text;
};

[[nodiscard]] std::span<const db::Statement* const> quick_reply_statements();

/// With id none a new one, else in place of that one. Everybody's and a team's need reply.write; a team's besides that one is in it: for
/// all others, whatever their rights, it does not exist. Gives its id.
[[nodiscard]] Result<QuickReplyId> keep_reply(writer::Tx& tx, const access::Viewer& viewer, QuickReply reply);
/// Gives the id of what is gone.
[[nodiscard]] Result<QuickReplyId> drop_reply(writer::Tx& tx, const access::Viewer& viewer, QuickReplyId id);

/// Those that he may use, by shortcut, ascending.
[[nodiscard]] std::vector<QuickReply> replies_for(db::Session& session, const access::Viewer& viewer);

}  // namespace zhiyin::conversation
