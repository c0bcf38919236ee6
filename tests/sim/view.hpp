// One conversation as somebody sees it who follows facts: a client, or the auditor who has seen them all.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "conversation/inner.hpp"
#include "conversation/reading.hpp"
#include "event/conversation.hpp"
#include "event/inner.hpp"
#include "sim/chronicle.hpp"

namespace zhiyin::sim {

struct View {
  ConversationId id;
  InboxId inbox;
  ContactId contact;
  std::string visitor_name;
  Time created_at;
  Stage stage = Stage::queued;
  AgentId assignee;
  std::string assignee_name;
  std::int64_t revision = 0;
  std::int64_t last_seq = 0;
  std::int64_t rating = 0;
  std::vector<conversation::Message> entries;  ///< the newest ones, ascending, without gap
  std::map<std::pair<PersonKind, std::int64_t>, conversation::Watermark> watermarks;
  ConversationId follows;
  std::int64_t inner_revision = 0;
  TeamId team;
  std::int64_t priority = 0;
  Time snoozed_until;
  std::set<std::string> labels;
  std::set<std::int64_t> participants;
  std::map<std::int64_t, std::string> notes;  ///< by inner revision; the auditor's has them all

  /// The client's rule of docs/live-protocol.md: known revisions are ignored, the next one is applied; what is missing is told.
  [[nodiscard]] std::optional<std::string> apply(const event::ConversationFact& fact);
  /// The same for the inner numbering.
  [[nodiscard]] std::optional<std::string> apply(const event::InnerFact& fact);
  /// Takes over what changed, or all of it.
  void take(const conversation::Picture& picture);
  [[nodiscard]] bool open() const { return stage != Stage::resolved; }
};

/// How the inner side of a row differs from what its facts make of it.
[[nodiscard]] std::optional<std::string> inner_difference(const View& followed, const conversation::Inner& fresh);
[[nodiscard]] View view_of(const conversation::Picture& picture);
/// The first difference, by the invariant that it breaks; entries are compared where both have them.
[[nodiscard]] std::optional<Violation> difference(const View& followed, const View& fresh);

}  // namespace zhiyin::sim
