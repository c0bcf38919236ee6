// The rule of visibility (access::sees) as SQL, for whatever is looked for among many conversations. This is its one text: every list,
// count and look-up takes it from here, so what somebody may not see is not in any of them.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <vector>

#include "access/viewer.hpp"
#include "conversation/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::conversation {

/// A condition on table alias c; its parameters are $1 to $4, a Sight's.
#define ZHIYIN_VISIBLE_CONVERSATION                                                                                           \
  "(CAST($1 AS BIGINT) = 1 OR (c.assignee <> 0 AND c.assignee = $2) OR (c.invited > 0 AND EXISTS (SELECT 1 FROM participant " \
  "AS p WHERE p.conversation = c.id AND p.agent = $2)) OR (c.inbox {among:3} AND c.team {among:4}))"

/// Who looks, as that condition's parameters.
class Sight {
 public:
  explicit Sight(const access::Viewer& viewer);
  /// Valid as long as this.
  [[nodiscard]] std::array<db::Value, 4> parameters() const;

 private:
  std::int64_t everything_ = 0;
  std::int64_t person_ = 0;
  std::vector<std::int64_t> inboxes_;
  std::vector<std::int64_t> teams_;  // and 0: no team in particular
};

[[nodiscard]] std::span<const db::Statement* const> visible_statements();

/// nullopt when there is none, or it does not exist for him.
[[nodiscard]] std::optional<Conversation> visible_conversation(db::Session& session, const access::Viewer& viewer, ConversationId id);
/// Those of `contacts` of whom he sees a conversation, ascending.
[[nodiscard]] std::vector<ContactId> visible_contacts(db::Session& session, const access::Viewer& viewer,
                                                      std::span<const ContactId> contacts);
/// Contacts of whom he sees a conversation, with ids below `below` (none: from the newest), descending.
[[nodiscard]] std::vector<ContactId> visible_contacts_below(db::Session& session, const access::Viewer& viewer, ContactId below,
                                                            std::int64_t limit);

}  // namespace zhiyin::conversation
