// What each role may do. The one table of permissions: routes, sockets and commands name a Right, and nothing else decides by role.
#pragma once

#include <bitset>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace zhiyin::identity {

enum class Role : std::uint8_t { administrator = 1, supervisor, agent, quality, planner };
constexpr std::size_t role_count = 5;
[[nodiscard]] std::string_view role_text(Role role);
[[nodiscard]] std::optional<Role> parse_role(std::string_view text);

/// Whether somebody may do a kind of thing at all; which conversations he may do it to is access/rule.hpp.
enum class Right : std::uint8_t {
  conversation_read,      ///< see the conversations that the rule of visibility shows
  conversation_read_all,  ///< see every conversation
  conversation_reply,     ///< speak to the customer; take, resolve, snooze, transfer one's own
  conversation_assign,    ///< give a conversation to others, or take it from them
  conversation_note,      ///< internal notes, labels, priority
  contact_read,
  contact_write,
  contact_merge,
  contact_block,
  person_read,   ///< names, roles, teams and states of colleagues
  person_write,  ///< invite, change roles, disable, end others' sessions
  team_write,    ///< teams, members, skills
  inbox_read,
  inbox_write,   ///< inboxes, their members and secrets
  state_own,     ///< one's own availability
  state_others,  ///< somebody else's
  reply_write,   ///< quick replies for everybody
  view_share,    ///< saved views for others
  token_service,
  audit_read,
  knowledge_read,     ///< articles, drafts and what is internal
  knowledge_write,    ///< drafts, and articles that nobody has published yet
  knowledge_publish,  ///< what is live; categories
};
constexpr std::size_t right_count = 23;
using Rights = std::bitset<right_count>;

/// "conversation.read": the word in tokens' scopes, routes and documents.
[[nodiscard]] std::string_view right_text(Right right);
[[nodiscard]] std::optional<Right> parse_right(std::string_view text);

struct PermissionRow {
  Right right;
  std::string_view text;
  std::string_view roles;  ///< one letter each: a(dministrator) s(upervisor) g(agent) q(uality) p(lanner)
  std::string_view what;   ///< for people
  std::string_view what_zh;
};
[[nodiscard]] std::span<const PermissionRow> permissions();

[[nodiscard]] bool may(Role role, Right right);
[[nodiscard]] Rights rights_of(Role role);

}  // namespace zhiyin::identity
