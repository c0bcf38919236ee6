#include "rest/conversations.hpp"

#include <charconv>

#include "access/directory.hpp"
#include "contact/reading.hpp"
#include "conversation/inner.hpp"
#include "conversation/rating.hpp"
#include "conversation/visible.hpp"

namespace zhiyin::rest {
namespace {

using identity::Right;

std::optional<Time> unless_zero(Time time) {
  return to_millis(time) == 0 ? std::nullopt : std::optional{time};
}
template <class Tag>
std::optional<Id<Tag>> unless_none(Id<Tag> id) {
  return id.none() ? std::nullopt : std::optional{id};
}

struct Filters {
  std::vector<Stage> stage;
  std::optional<InboxId> inbox;
  std::optional<TeamId> team;
  std::optional<std::string> assignee;
  std::optional<ContactId> contact;
  std::optional<std::string> label;
  std::optional<std::int64_t> priority;
  std::optional<std::string> mentions;
  std::optional<Time> updated_since;
};
constexpr auto shape(api::Of<Filters>) {
  return api::object<Filters>(
      "ConversationFilters",
      api::field("stage", &Filters::stage,
                 {.items_most = 5, .items_least = 1, .needed = false, .what = "Only in one of these stages, separated by commas."}),
      api::field("inbox", &Filters::inbox, {.what = "Only of this inbox."}),
      api::field("team", &Filters::team, {.what = "Only of this team."}),
      api::field("assignee", &Filters::assignee, {.least = 2, .most = 13, .what = "Only this person's; `me`, or `none` for nobody's."}),
      api::field("contact", &Filters::contact, {.what = "Only of this contact and whoever is merged with him."}),
      api::field("label", &Filters::label, {.least = 1, .most = label_most, .what = "Only with this label."}),
      api::field("priority", &Filters::priority, {.least = 0, .most = conversation::priority_max, .what = "Only with this priority."}),
      api::field("mentions", &Filters::mentions,
                 {.least = 2, .most = 13, .what = "Only those with a note that calls this person, or `me`."}),
      api::field("updated_since", &Filters::updated_since, {.what = "Only those in which somebody has written since."}));
}

Result<std::optional<AgentId>> read_assignee(const std::optional<std::string>& given, AgentId me) {
  if (!given) {
    return std::optional<AgentId>{};
  }
  if (*given == "none") {
    return std::optional{AgentId{}};
  }
  const auto id = *given == "me" ? std::optional{me} : AgentId::parse(*given);
  if (!id || id->none()) {
    return refuse(ErrorCode::invalid, "this names nobody", "assignee", "send the id of a person, `me` if you are one, or `none`");
  }
  return id;
}

Result<conversation::Filter> filter_of(const api::Asked<Filters>& asked, db::Session& session) {
  const auto& given = asked.given;
  const auto assignee = read_assignee(given.assignee, asked.caller.person);
  if (!assignee) {
    return std::unexpected(assignee.error());
  }
  const auto called = given.mentions == "me" ? std::optional{asked.caller.person} : AgentId::parse(given.mentions.value_or(""));
  if (given.mentions && (!called || called->none())) {
    return refuse(ErrorCode::invalid, "this names nobody", "mentions", "send the id of a person, or `me` if you are one");
  }
  conversation::Filter filter{.stages = given.stage,
                              .inbox = given.inbox.value_or(InboxId{}),
                              .team = given.team.value_or(TeamId{}),
                              .assignee = *assignee,
                              .contacts = {},
                              .label = given.label.value_or(""),
                              .priority = given.priority,
                              .mentions = called.value_or(AgentId{}),
                              .since = given.updated_since.value_or(Time{})};
  if (given.contact) {
    filter.contacts = contact::contacts_of(session, *given.contact);
  }
  return filter;
}

Result<api::Page<Row>> list(const api::Asked<Filters>& asked, db::Session& session) {
  const auto filter = filter_of(asked, session);
  return filter ? page_of(session, asked, *filter) : std::unexpected(filter.error());
}

struct Counts {
  std::int64_t bot = 0;
  std::int64_t queued = 0;
  std::int64_t assigned = 0;
  std::int64_t wrap_up = 0;
};
constexpr auto shape(api::Of<Counts>) {
  return api::object<Counts>("ConversationCounts", api::field("bot", &Counts::bot, {.most = api::whole_most}),
                             api::field("queued", &Counts::queued, {.most = api::whole_most}),
                             api::field("assigned", &Counts::assigned, {.most = api::whole_most}),
                             api::field("wrap_up", &Counts::wrap_up, {.most = api::whole_most}));
}

Result<Counts> count(const api::Asked<Filters>& asked, db::Session& session) {
  const auto filter = filter_of(asked, session);
  if (!filter) {
    return std::unexpected(filter.error());
  }
  Counts counts;
  for (const auto& [stage, number] : conversation::visible_counts(session, asked.caller.viewer, *filter)) {
    switch (stage) {
      case Stage::bot: counts.bot = number; break;
      case Stage::queued: counts.queued = number; break;
      case Stage::assigned: counts.assigned = number; break;
      case Stage::wrap_up: counts.wrap_up = number; break;
      case Stage::resolved: break;
    }
  }
  return counts;
}

struct Invited {
  Somebody who;
  Time since;
};
constexpr auto shape(api::Of<Invited>) {
  return api::object<Invited>("Participant", api::field("who", &Invited::who, {}), api::field("since", &Invited::since, {}));
}

struct RatingSeen {
  std::int64_t score = 0;
  std::string comment;
  Time at;
};
constexpr auto shape(api::Of<RatingSeen>) {
  return api::object<RatingSeen>(
      "Rating", api::field("score", &RatingSeen::score, {.least = 1, .most = conversation::rating_most, .what = "5 is the best."}),
      api::field("comment", &RatingSeen::comment,
                 {.most = static_cast<std::int64_t>(conversation::rating_comment_max_chars),
                  .pattern = api::Pattern::words,
                  .what = "The customer's words; may be empty."}),
      api::field("at", &RatingSeen::at, {.what = "Of its newest change."}));
}

struct Whole {
  Row conversation;
  std::vector<Invited> participants;
  std::vector<std::string> labels;
  std::int64_t inner_rev = 0;
  std::int64_t last_seq = 0;
  std::optional<Time> resolved_at;
  std::optional<ConversationId> follows;
  std::optional<RatingSeen> rating;
};
constexpr auto shape(api::Of<Whole>) {
  return api::object<Whole>(
      "Conversation", api::field("conversation", &Whole::conversation, {.what = "As it stands in lists."}),
      api::field("participants", &Whole::participants,
                 {.items_most = static_cast<std::int64_t>(conversation::participants_max),
                  .what = "Who was invited; the owner is not among them."}),
      api::field("labels", &Whole::labels, {.most = label_most, .items_most = labels_most}),
      api::field("inner_rev", &Whole::inner_rev, {.most = api::whole_most, .what = "The revision of what only colleagues see."}),
      api::field("last_seq", &Whole::last_seq, {.most = api::whole_most, .what = "Of the newest message."}),
      api::field("resolved_at", &Whole::resolved_at, {}),
      api::field("follows", &Whole::follows, {.what = "An earlier one that it goes on from."}),
      api::field("rating", &Whole::rating, {.what = "What its customer thinks of it; null: he has not said."}));
}

Result<Whole> one(const api::Asked<api::Nothing>& asked, db::Session& session) {
  const auto c = conversation::visible_conversation(session, asked.caller.viewer, conversation_in(asked));
  if (!c) {
    return no_conversation();
  }
  const auto inner = conversation::inner_of(session, *c, c->inner_revision);
  Whole whole{row_of(*c), {}, inner.labels, c->inner_revision, c->last_seq, unless_zero(c->resolved_at), unless_none(c->follows), {}};
  if (auto rating = conversation::rating_of(session, *c)) {
    whole.rating = RatingSeen{rating->score, std::move(rating->comment), rating->at};
  }
  for (const auto& participant : inner.participants) {
    whole.participants.push_back({somebody(participant.who), participant.since});
  }
  return whole;
}

/// "1800000000000.123": the last row's time and id.
std::optional<conversation::Bookmark> read_bookmark(std::string_view text) {
  const auto dot = text.find('.');
  const auto time = text.substr(0, dot);
  std::int64_t at = 0;
  std::int64_t id = 0;
  if (dot == std::string_view::npos || std::from_chars(time.data(), time.data() + time.size(), at).ec != std::errc{} ||
      std::from_chars(text.data() + dot + 1, text.data() + text.size(), id).ec != std::errc{}) {
    return std::nullopt;
  }
  return conversation::Bookmark{from_millis(at), ConversationId{id}};
}

}  // namespace

Row row_of(const conversation::Conversation& c) {
  return {.id = c.id,
          .inbox = c.inbox,
          .team = unless_none(c.team),
          .contact = c.contact,
          .contact_name = c.contact_name,
          .stage = c.stage,
          .assignee = c.assignee.none() ? std::nullopt : std::optional{somebody(c.owner())},
          .priority = c.priority,
          .snoozed_until = unless_zero(c.snoozed_until),
          .created_at = c.created_at,
          .last_at = c.last_at,
          .last_by = c.last_author,
          .last_text = c.last_text,
          .waiting_since = unless_zero(c.waiting_since),
          .unread = c.customer_unread,
          .rev = c.revision,
          .rating = c.rating == 0 ? std::nullopt : std::optional{c.rating}};
}

Result<api::Page<Row>> page_of(db::Session& session, const api::Asking& asked, const conversation::Filter& filter) {
  const auto after = read_bookmark(asked.page.after);
  const auto found = conversation::visible_list(session, asked.caller.viewer, filter, after ? &*after : nullptr, asked.page.limit);
  api::Page<Row> page;
  for (const auto& c : found.rows) {
    page.items.push_back(row_of(c));
  }
  if (found.more) {
    page.next = std::to_string(to_millis(found.rows.back().last_at)) + "." + std::to_string(found.rows.back().id.value());
  }
  return page;
}

std::vector<api::Route> conversation_routes() {
  return {
      api::read<Filters, api::Page<Row>>({.path = "/api/v1/conversations",
                                          .needs = api::needs(Right::conversation_read),
                                          .operation = "listConversations",
                                          .summary = "Conversations, newest activity first",
                                          .summary_zh = "会话列表（最近活动在前）",
                                          .tag = "conversations",
                                          .what = "Only those that you see."},
                                         list),
      api::read<Filters, Counts>({.path = "/api/v1/conversations/counts",
                                  .needs = api::needs(Right::conversation_read),
                                  .operation = "countConversations",
                                  .summary = "How many open conversations there are",
                                  .summary_zh = "未结束会话的数量",
                                  .tag = "conversations",
                                  .what = "Of those that you see, by stage; resolved ones are not counted."},
                                 count),
      api::read<api::Nothing, Whole>({.path = "/api/v1/conversations/{conversation}",
                                      .needs = api::needs(Right::conversation_read),
                                      .operation = "getConversation",
                                      .summary = "One conversation",
                                      .summary_zh = "一个会话",
                                      .tag = "conversations"},
                                     one),
  };
}

}  // namespace zhiyin::rest
