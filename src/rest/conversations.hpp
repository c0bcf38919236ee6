// Conversations: lists and one, and what is said in them.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "conversation/visible_list.hpp"
#include "rest/rules.hpp"
#include "rest/talking.hpp"

namespace zhiyin::rest {

/// One of a list.
struct Row {
  ConversationId id;
  InboxId inbox;
  std::optional<TeamId> team;
  ContactId contact;
  std::string contact_name;
  Stage stage = Stage::queued;
  std::optional<Somebody> assignee;
  std::int64_t priority = 0;
  std::optional<Time> snoozed_until;
  Time created_at;
  Time last_at;
  PersonKind last_by = PersonKind::visitor;
  std::string last_text;
  std::optional<Time> waiting_since;
  std::int64_t unread = 0;
  std::int64_t rev = 0;
  std::optional<std::int64_t> rating;
};
constexpr auto shape(api::Of<Row>) {
  return api::object<Row>(
      "ConversationRow", api::field("id", &Row::id, {}), api::field("inbox", &Row::inbox, {}),
      api::field("team", &Row::team, {.what = "That it waits for, or came from; null: no team in particular."}),
      api::field("contact", &Row::contact, {.what = "The contact that it came to; he may be an alias by now."}),
      api::field("contact_name", &Row::contact_name, {.most = name_most}), api::field("stage", &Row::stage, {}),
      api::field("assignee", &Row::assignee, {.what = "Whose it is."}),
      api::field("priority", &Row::priority, {.most = conversation::priority_max, .what = "0 none, 1 low, 2 normal, 3 high, 4 urgent."}),
      api::field("snoozed_until", &Row::snoozed_until, {.what = "Until then it sleeps."}), api::field("created_at", &Row::created_at, {}),
      api::field("last_at", &Row::last_at, {.what = "Of the newest message; lists are ordered by it."}),
      api::field("last_by", &Row::last_by, {}),
      api::field("last_text", &Row::last_text,
                 {.most = static_cast<std::int64_t>(conversation::preview_max_chars) + 1, .what = "How the newest message begins."}),
      api::field("waiting_since", &Row::waiting_since, {.what = "Of the first customer's message without an answer."}),
      api::field("unread", &Row::unread, {.most = api::whole_most, .what = "Customer's messages that no agent has read."}),
      api::field("rev", &Row::rev, {.most = api::whole_most, .what = "Its revision, to decide on."}),
      api::field("rating", &Row::rating,
                 {.least = 1, .most = conversation::rating_most, .what = "What its customer thinks of it: 5 is the best."}));
}
[[nodiscard]] Row row_of(const conversation::Conversation& c);
/// A page of a list for the caller; its cursor is a bookmark.
[[nodiscard]] Result<api::Page<Row>> page_of(db::Session& session, const api::Asking& asked, const conversation::Filter& filter);

[[nodiscard]] std::vector<api::Route> conversation_routes();
[[nodiscard]] std::vector<api::Route> message_routes(const Rules& rules);
/// Whose it is, how it ends and begins again.
[[nodiscard]] std::vector<api::Route> act_routes(const Rules& rules);
/// What is offered to somebody, and his answers.
[[nodiscard]] std::vector<api::Route> offer_routes();
[[nodiscard]] std::vector<api::Route> note_routes();
/// Labels and priority.
[[nodiscard]] std::vector<api::Route> label_routes();
/// Drafts and marks of unread: one's own.
[[nodiscard]] std::vector<api::Route> draft_routes();

}  // namespace zhiyin::rest
