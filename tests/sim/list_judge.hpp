// What lists must show, said once more by plain queries that share nothing with the product's lists and its rule of visibility.
#pragma once

#include <cstdint>
#include <set>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "event/ids.hpp"
#include "event/inner.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::sim {

[[nodiscard]] db::ModuleStatements judge_statements();

/// A view, as a desk asks for it and as a query.
struct ListCase {
  std::string_view members;  ///< of the message: `"filter":{…},"sort":…`; or the name of a built-in view
  const db::Statement* query;
};
/// "queue", "mine" and "open".
[[nodiscard]] std::span<const ListCase> built_in_cases();
[[nodiscard]] std::span<const ListCase> filter_cases();

/// What the view must show to `who` at `as_of`, in order; all of it.
[[nodiscard]] std::vector<ConversationId> listed(db::Session& session, const ListCase& what, AgentId who, Time as_of);
/// Whether he may see it by what is stored now.
[[nodiscard]] bool may_see(db::Session& session, AgentId who, ConversationId id);

/// What somebody may see, but for what he owns or takes part in.
struct Rights {
  bool reads = false;
  bool reads_all = false;
  std::set<InboxId> inboxes;
  std::set<TeamId> teams;
};
[[nodiscard]] Rights rights_of(db::Session& session, AgentId who);

/// Who takes part in what, as far as a gateway has followed the log.
class TakingPart {
 public:
  explicit TakingPart(db::Session& session);
  void apply(const event::InnerFact& fact);
  /// Lists show by now that those are gone who left.
  void settle();
  [[nodiscard]] bool holds(ConversationId id, AgentId who) const { return all_.contains({id, who}); }

 private:
  std::set<std::pair<ConversationId, AgentId>> all_;
  std::set<std::pair<ConversationId, AgentId>> left_;
};

}  // namespace zhiyin::sim
