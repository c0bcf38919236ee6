#include "live/wire.hpp"

#include "conversation/rules.hpp"
#include "live/told.hpp"
#include "platform/base/require.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::live::wire {
namespace {

using json::Writer;

std::string id_or_empty(std::int64_t id) {
  return id == 0 ? std::string{} : id_text(id);
}

void person(Writer& w, std::string_view name, const Person& p) {
  w.name(name).begin_object().field("kind", person_kind_text(p.kind)).field("id", id_or_empty(p.id)).field("name", p.name).end_object();
}

void assignee(Writer& w, AgentId id, const std::string& name) {
  if (id.none()) {
    w.name("assignee").null();
  } else {
    person(w, "assignee", {PersonKind::agent, id.value(), name});
  }
}

void watermark(Writer& w, const conversation::Watermark& m) {
  w.begin_object()
      .field("kind", person_kind_text(m.kind))
      .field("id", id_or_empty(m.id))
      .field("delivered", m.delivered)
      .field("read", m.read)
      .end_object();
}

void rating(Writer& w, std::int64_t score, std::string_view comment) {
  w.name("rating").begin_object().field("score", score);
  if (!comment.empty()) {
    w.field("comment", comment);
  }
  w.end_object();
}

void state(Writer& w, const conversation::Conversation& c, std::span<const conversation::Watermark> watermarks, std::string_view inner,
           const conversation::Rating* rated = nullptr) {
  w.begin_object().field("id", c.id.text()).field("stage", stage_text(c.stage));
  assignee(w, c.assignee, c.assignee_name);
  person(w, "visitor", c.visitor());
  if (!c.follows.none()) {
    w.field("follows", c.follows.text());
  }
  w.field("created_at", iso_text(c.created_at)).field("rev", c.revision).field("last_seq", c.last_seq).name("watermarks").begin_array();
  for (const auto& m : watermarks) {
    watermark(w, m);
  }
  w.end_array();
  if (rated != nullptr) {
    rating(w, rated->score, rated->comment);
  }
  if (!inner.empty()) {
    w.name("inner").raw(inner);
  }
  w.end_object();
}

void entry(Writer& w, std::int64_t seq, std::int64_t revision, const Person& author, std::string_view client_id, Time at,
           std::string_view text, Time edited_at, const event::Aids& aids) {
  w.begin_object().field("seq", seq).field("rev", revision);
  person(w, "author", author);
  w.field("client_id", client_id).field("at", iso_text(at)).field("text", text);
  if (to_millis(edited_at) != 0) {
    w.field("edited_at", iso_text(edited_at));
  }
  event::write_members(w, aids);
  w.end_object();
}

void entries(Writer& w, std::span<const conversation::Message> messages) {
  w.name("entries").begin_array();
  for (const auto& m : messages) {
    entry(w, m.seq, m.revision, m.author, m.client_id, m.at, m.text, m.edited_at, m.aids);
  }
  w.end_array();
}

struct WriteChange {
  Writer& w;
  const event::ConversationFact& fact;

  void operator()(const event::ConversationOpened& c) const {
    w.field("kind", "opened").name("state");
    state(w,
          {.id = fact.conversation,
           .contact = fact.contact,
           .contact_name = c.visitor.name,
           .stage = c.stage,
           .created_at = fact.at,
           .revision = fact.revision,
           .follows = c.follows},
          {}, {});
  }
  void operator()(const event::MessageSent& c) const {
    w.field("kind", "message").name("entry");
    entry(w, c.seq, fact.revision, c.author, c.client_id, fact.at, c.text, {}, c.aids);
  }
  void operator()(const event::MessageEdited& c) const {
    w.field("kind", "edited").name("entry");
    entry(w, c.seq, fact.revision, c.author, c.client_id, c.sent_at, c.text, fact.at, {});
  }
  void operator()(const event::StageChanged& c) const {
    w.field("kind", "stage").field("stage", stage_text(c.stage));
    assignee(w, c.assignee, c.assignee_name);
    person(w, "by", c.by);
  }
  void operator()(const event::ReceiptMoved& c) const {
    w.field("kind", "receipt").name("watermark");
    watermark(w, {c.kind, c.id, c.delivered, c.read});
  }
  void operator()(const event::ConversationRated& c) const {
    w.field("kind", "rated");
    rating(w, c.score, c.comment);
  }
};

}  // namespace

std::string welcome(const Welcome& said) {
  auto w = message(Told::welcome);
  w.field("v", version).field("log", said.log_id).field("now", iso_text(said.now));
  w.name("limits")
      .begin_object()
      .field("text_max_bytes", static_cast<std::int64_t>(conversation::text_max_bytes))
      .field("in_flight_max", in_flight_max)
      .field("open_max", open_max)
      .field("rows_max", rows_max)
      .field("message_max_bytes", said.message_max_bytes)
      .end_object();
  person(w, "me", said.me);
  if (!said.token.empty()) {
    w.field("token", said.token);
  }
  if (!said.state.empty()) {
    w.name("state").raw(said.state);
  }
  return w.end_object().take();
}

std::string none() {
  return message(Told::none).end_object().take();
}

std::string picture(std::string_view log_id, const conversation::Picture& picture, std::string_view inner) {
  auto w = message(picture.whole ? Told::snapshot : Told::changes);
  w.field("log", log_id).name("conversation");
  state(w, picture.conversation, picture.watermarks, inner, picture.rating ? &*picture.rating : nullptr);
  entries(w, picture.entries);
  if (picture.whole) {
    w.field("earlier", picture.earlier);
  }
  return w.end_object().take();
}

std::string fact(const event::ConversationFact& fact) {
  auto w = message(Told::fact);
  w.field("conversation", fact.conversation.text()).field("rev", fact.revision).field("at", iso_text(fact.at));
  std::visit(WriteChange{w, fact}, fact.change);
  return w.end_object().take();
}

std::string typing(ConversationId conversation, const Person& who) {
  auto w = message(Told::typing);
  w.field("conversation", conversation.text());
  person(w, "who", who);
  return w.end_object().take();
}

std::string history(ConversationId conversation, const conversation::Pages& pages) {
  auto w = message(Told::history);
  w.field("conversation", conversation.text());
  entries(w, pages.entries);
  return w.field("earlier", pages.earlier).end_object().take();
}

std::string pong(Time now) {
  return message(Told::pong).field("now", iso_text(now)).end_object().take();
}

std::string said(std::string_view client_id, ConversationId conversation, std::int64_t seq, Time at, bool again) {
  auto w = message(Told::ack);
  w.field("id", client_id).field("conversation", conversation.text()).field("seq", seq).field("at", iso_text(at));
  if (again) {
    w.field("again", true);
  }
  return w.end_object().take();
}

std::string moved(std::string_view client_id, ConversationId conversation, std::int64_t revision) {
  return message(Told::ack).field("id", client_id).field("conversation", conversation.text()).field("rev", revision).end_object().take();
}

std::string moved(std::string_view client_id, const conversation::Moved& moved) {
  auto w = message(Told::ack);
  w.field("id", client_id).field("conversation", moved.conversation.text()).field("rev", moved.revision);
  return w.field("irev", moved.inner_revision).end_object().take();
}

std::string skipped(std::string_view client_id) {
  return message(Told::skipped).field("id", client_id).end_object().take();
}

std::string refused(std::string_view member, std::string_view value, const Error& error) {
  auto w = message(Told::refused);
  if (!member.empty()) {
    w.field(member, value);
  }
  w.field("status", static_cast<std::int64_t>(http_status(error.code))).field("code", code_text(error.code)).field("title", error.what);
  w.field("where", error.where).field("mend", error.mend);
  if (error.code == ErrorCode::unavailable || error.code == ErrorCode::too_many) {
    w.field("retry_after_ms", retry_after_ms);
  }
  return w.end_object().take();
}

}  // namespace zhiyin::live::wire
