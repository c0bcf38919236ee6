#include "event/conversation.hpp"

#include <algorithm>
#include <array>

#include "platform/base/require.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin {

std::string_view stage_text(Stage stage) {
  switch (stage) {
    case Stage::queued: return "queued";
    case Stage::assigned: return "assigned";
    case Stage::resolved: return "resolved";
    case Stage::bot: return "bot";
    case Stage::wrap_up: return "wrap_up";
  }
  fail_requirement("a stage has a word", std::source_location::current());
}

namespace event {
namespace {

constexpr std::array<std::string_view, 6> kinds{"message_sent",        "receipt_moved",  "stage_changed",
                                                "conversation_opened", "message_edited", "conversation_rated"};

// A body is the customer's name, a line feed (names hold none), and the words.
std::string join_body(std::string_view name, std::string_view words) {
  std::string body;
  body.reserve(name.size() + words.size() + 1);
  body.append(name).push_back('\n');
  return body.append(words);
}
std::pair<std::string, std::string> split_body(const std::string& body) {
  const auto at = body.find('\n');
  return at == std::string::npos ? std::pair{std::string{}, std::string{}} : std::pair{body.substr(0, at), body.substr(at + 1)};
}

/// Agents' names are in the envelope: they are the company's, and a replay needs them.
void write_person(json::Writer& w, std::string_view prefix, const Person& person) {
  const std::string p{prefix};
  w.field(p + "_kind", static_cast<std::int64_t>(person.kind)).field(p, person.id);
  if (person.kind != PersonKind::visitor) {
    w.field(p + "_name", person.name);
  }
}

std::int64_t number(const json::Object& o, std::string_view name) {
  const auto value = o.number(name);
  require(value.has_value(), "a fact of ours has the numbers it was written with");
  return *value;
}
std::string text(const json::Object& o, std::string_view name) {
  return std::string{o.text(name).value_or("")};
}

Person read_person(const json::Object& o, std::string_view prefix) {
  const std::string p{prefix};
  return {static_cast<PersonKind>(number(o, p + "_kind")), number(o, p), text(o, p + "_name")};
}

struct WriteChange {
  json::Writer& w;
  journal::Entry& entry;

  void operator()(const ConversationOpened& c) const {
    entry.kind = "conversation_opened";
    entry.body = join_body(c.visitor.name, "");
    w.field("inbox", c.inbox.value()).field("address", c.address);
    if (!c.follows.none()) {
      w.field("follows", c.follows.value());
    }
    if (c.stage != Stage::queued) {
      w.field("stage", static_cast<std::int64_t>(c.stage));
    }
  }
  void operator()(const MessageSent& c) const {
    entry.kind = "message_sent";
    entry.body = join_body(c.author.kind == PersonKind::visitor ? c.author.name : "", c.text);
    w.field("seq", c.seq).field("client_id", c.client_id);
    write_person(w, "author", c.author);
    if (!c.aids.empty()) {
      w.name("aids").begin_object();
      write_members(w, c.aids);
      w.end_object();
    }
    if (c.to_bot) {
      w.field("to_bot", true);
    }
  }
  void operator()(const MessageEdited& c) const {
    entry.kind = "message_edited";
    entry.body = join_body(c.author.kind == PersonKind::visitor ? c.author.name : "", c.text);
    w.field("seq", c.seq).field("client_id", c.client_id).field("sent_at", to_millis(c.sent_at));
    write_person(w, "author", c.author);
  }
  void operator()(const StageChanged& c) const {
    entry.kind = "stage_changed";
    w.field("stage", static_cast<std::int64_t>(c.stage)).field("assignee_name", c.assignee_name);
    write_person(w, "by", c.by);
  }
  void operator()(const ReceiptMoved& c) const {
    entry.kind = "receipt_moved";
    w.field("kind", static_cast<std::int64_t>(c.kind)).field("id", c.id).field("delivered", c.delivered).field("read", c.read);
  }
  void operator()(const ConversationRated& c) const {
    entry.kind = "conversation_rated";
    entry.body = join_body("", c.comment);
    w.field("score", c.score).field("before", c.before);
  }
};

std::optional<ConversationChange> read_change(const journal::Entry& entry, const json::Object& o, ContactId contact) {
  if (entry.kind == "message_sent") {
    auto [name, words] = split_body(entry.body);
    const auto aids = o.object("aids");
    MessageSent sent{number(o, "seq"), read_person(o, "author"),         text(o, "client_id"),
                     std::move(words), aids ? read_aids(*aids) : Aids{}, o.flag("to_bot").value_or(false)};
    if (sent.author.kind == PersonKind::visitor) {
      sent.author.name = std::move(name);
    }
    return sent;
  }
  if (entry.kind == "message_edited") {
    auto [name, words] = split_body(entry.body);
    MessageEdited edited{number(o, "seq"), read_person(o, "author"), text(o, "client_id"), from_millis(number(o, "sent_at")),
                         std::move(words)};
    if (edited.author.kind == PersonKind::visitor) {
      edited.author.name = std::move(name);
    }
    return edited;
  }
  if (entry.kind == "receipt_moved") {
    return ReceiptMoved{static_cast<PersonKind>(number(o, "kind")), number(o, "id"), number(o, "delivered"), number(o, "read")};
  }
  if (entry.kind == "stage_changed") {
    return StageChanged{static_cast<Stage>(number(o, "stage")), AgentId{number(o, "assignee")}, text(o, "assignee_name"),
                        read_person(o, "by")};
  }
  if (entry.kind == "conversation_rated") {
    return ConversationRated{number(o, "score"), number(o, "before"), split_body(entry.body).second};
  }
  if (entry.kind == "conversation_opened") {
    return ConversationOpened{InboxId{number(o, "inbox")}, text(o, "address"),
                              Person{PersonKind::visitor, contact.value(), split_body(entry.body).first},
                              ConversationId{o.number("follows").value_or(0)},
                              static_cast<Stage>(o.number("stage").value_or(static_cast<std::int64_t>(Stage::queued)))};
  }
  return std::nullopt;
}

}  // namespace

journal::Entry write(const ConversationFact& fact) {
  journal::Entry entry;
  entry.subject = fact.conversation.value();
  entry.revision = fact.revision;
  entry.at = fact.at;
  entry.owner = fact.contact.value();
  entry.retention = journal::Retention::conversation;
  json::Writer w;
  w.begin_object().field("contact", fact.contact.value()).field("assignee", fact.assignee.value());
  std::visit(WriteChange{w, entry}, fact.change);
  w.end_object();
  entry.envelope = w.take();
  return entry;
}

bool is_conversation(const journal::Entry& entry) {
  return std::ranges::find(kinds, entry.kind) != kinds.end();
}

std::optional<ConversationFact> read(const journal::Entry& entry) {
  if (!is_conversation(entry)) {
    return std::nullopt;
  }
  const auto document = json::Document::parse(entry.envelope);
  const auto root = document ? document->root() : std::nullopt;
  require(root.has_value(), "an envelope in the log is a JSON object");
  const auto& o = *root;
  const ContactId contact{number(o, "contact")};
  auto change = read_change(entry, o, contact);
  if (!change) {
    return std::nullopt;
  }
  return ConversationFact{entry.pos, ConversationId{entry.subject},  entry.revision,    entry.at,
                          contact,   AgentId{number(o, "assignee")}, std::move(*change)};
}

}  // namespace event
}  // namespace zhiyin
