#include "desk/inner_wire.hpp"

#include <span>
#include <string_view>

#include "live/told.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::desk {
namespace {

using json::Writer;

void write(Writer& w, const Person& p) {
  w.begin_object().field("kind", person_kind_text(p.kind)).field("id", p.id == 0 ? std::string{} : id_text(p.id));
  w.field("name", p.name).end_object();
}

void note(Writer& w, std::int64_t irev, std::int64_t after_seq, const Person& author, std::string_view client_id, Time at,
          std::string_view text, std::span<const Person> mentions) {
  w.begin_object().field("irev", irev).field("after_seq", after_seq).name("author");
  write(w, author);
  w.field("client_id", client_id).field("at", iso_text(at)).field("text", text).name("mentions").begin_array();
  for (const auto& who : mentions) {
    write(w, who);
  }
  w.end_array().end_object();
}

void labels(Writer& w, std::span<const std::string> all) {
  w.name("labels").begin_array();
  for (const auto& label : all) {
    w.text(label);
  }
  w.end_array();
}

void team(Writer& w, TeamId id) {
  w.name("team");
  if (id.none()) {
    w.null();
  } else {
    w.text(id.text());
  }
}

void moment(Writer& w, std::string_view name, Time at) {
  w.name(name);
  if (to_millis(at) == 0) {
    w.null();
  } else {
    w.text(iso_text(at));
  }
}

void participant(Writer& w, const Person& who, Time since) {
  w.begin_object().name("who");
  write(w, who);
  w.field("since", iso_text(since)).end_object();
}

struct WriteChange {
  Writer& w;
  const event::InnerFact& fact;

  void by(const Person& who) const {
    w.name("by");
    write(w, who);
  }
  void operator()(const event::NoteWritten& c) const {
    w.field("kind", "note").name("note");
    note(w, fact.revision, c.after_seq, c.author, c.client_id, fact.at, c.text, c.mentions);
  }
  void operator()(const event::LabelsChanged& c) const {
    w.field("kind", "labels");
    labels(w, c.labels);
    by(c.by);
  }
  void operator()(const event::PriorityChanged& c) const {
    w.field("kind", "priority").field("priority", c.priority);
    by(c.by);
  }
  void operator()(const event::Snoozed& c) const {
    w.field("kind", "snoozed");
    moment(w, "snoozed_until", c.until);
    by(c.by);
  }
  void operator()(const event::Woken& c) const {
    w.field("kind", "woken");
    by(c.by);
  }
  void operator()(const event::TeamChanged& c) const {
    w.field("kind", "team");
    team(w, c.team);
    by(c.by);
  }
  void operator()(const event::ParticipantJoined& c) const {
    w.field("kind", "joined").name("participant");
    participant(w, c.who, fact.at);
    by(c.by);
  }
  void operator()(const event::ParticipantLeft& c) const {
    w.field("kind", "left").name("who");
    write(w, c.who);
    by(c.by);
  }
};

}  // namespace

std::string inner_object(const conversation::Inner& inner) {
  Writer w;
  w.begin_object().field("irev", inner.revision);
  team(w, inner.team);
  w.field("priority", inner.priority);
  labels(w, inner.labels);
  w.name("participants").begin_array();
  for (const auto& one : inner.participants) {
    participant(w, one.who, one.since);
  }
  w.end_array();
  moment(w, "snoozed_until", inner.snoozed_until);
  w.field("notes_after", inner.notes_after).name("notes").begin_array();
  for (const auto& one : inner.notes) {
    note(w, one.irev, one.after_seq, one.author, one.client_id, one.at, one.text, one.mentions);
  }
  return w.end_array().end_object().take();
}

std::string inner_fact(const event::InnerFact& fact) {
  auto w = live::message(live::Told::inner);
  w.field("conversation", fact.conversation.text()).field("irev", fact.revision);
  w.field("at", iso_text(fact.at));
  std::visit(WriteChange{w, fact}, fact.change);
  return w.end_object().take();
}

std::string gone(ConversationId conversation) {
  return live::message(live::Told::gone).field("conversation", conversation.text()).end_object().take();
}

}  // namespace zhiyin::desk
