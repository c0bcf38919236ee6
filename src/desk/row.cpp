#include "desk/row.hpp"

#include "platform/json/writer.hpp"

namespace zhiyin::desk {
namespace {

void time_or_null(json::Writer& w, std::string_view name, Time time) {
  w.name(name);
  if (to_millis(time) == 0) {
    w.null();
  } else {
    w.text(iso_text(time));
  }
}

void person(json::Writer& w, std::string_view name, const Person& who) {
  w.name(name).begin_object().field("kind", person_kind_text(who.kind));
  w.field("id", who.id == 0 ? "" : id_text(who.id)).field("name", who.name).end_object();
}

std::string shown(const conversation::Listed& listed) {
  const auto& c = listed.conversation;
  json::Writer w;
  w.begin_object().field("stage", stage_text(c.stage));
  if (c.assignee.none()) {
    w.name("assignee").null();
  } else {
    person(w, "assignee", {PersonKind::agent, c.assignee.value(), c.assignee_name});
  }
  person(w, "visitor", c.visitor());
  w.field("rev", c.revision).name("last").begin_object().field("seq", c.last_seq).field("at", iso_text(c.last_at));
  w.field("kind", person_kind_text(c.last_author)).field("text", c.last_text).end_object();
  time_or_null(w, "waiting_since", c.waiting_since);
  w.field("unread", c.customer_unread).field("inbox", c.inbox.text());
  w.name("team");
  if (c.team.none()) {
    w.null();
  } else {
    w.text(c.team.text());
  }
  w.field("priority", c.priority);
  time_or_null(w, "snoozed_until", c.snoozed_until);
  w.name("labels").begin_array();
  for (const auto& label : listed.labels) {
    w.text(label);
  }
  w.end_array().field("created_at", iso_text(c.created_at)).end_object();
  auto text = w.take();
  text.erase(0, 1);  // the opening brace: id and order stand before
  return text;
}

}  // namespace

Row row_of(conversation::Listed listed) {
  auto text = shown(listed);
  const auto& c = listed.conversation;
  return {.id = c.id,
          .inbox = c.inbox,
          .team = c.team,
          .assignee = c.assignee,
          .stage = c.stage,
          .priority = c.priority,
          .unread = c.customer_unread,
          .revision = c.revision,
          .inner_revision = c.inner_revision,
          .created_at = c.created_at,
          .last_at = c.last_at,
          .waiting_since = c.waiting_since,
          .snoozed_until = c.snoozed_until,
          .resolved_at = c.resolved_at,
          .participants = std::move(listed.participants),
          .labels = std::move(listed.labels),
          .shown = std::move(text)};
}

}  // namespace zhiyin::desk
