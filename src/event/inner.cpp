#include "event/inner.hpp"

#include <string_view>

#include "platform/base/require.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::event {
namespace {

constexpr std::string_view kinds_begin = "inner_";

std::int64_t number(const json::Object& o, std::string_view name) {
  const auto value = o.number(name);
  require(value.has_value(), "a fact of ours has the numbers it was written with");
  return *value;
}
std::string text(const json::Object& o, std::string_view name) {
  return std::string{o.text(name).value_or("")};
}

/// A visitor's name stays out of the envelope; who reads it knows the conversation's contact.
void write_person(json::Writer& w, std::string_view name, const Person& person) {
  w.name(name).begin_object().field("kind", static_cast<std::int64_t>(person.kind)).field("id", person.id);
  if (person.kind == PersonKind::agent) {
    w.field("name", person.name);
  }
  w.end_object();
}

Person read_person(const json::Object& o, std::string_view name) {
  const auto person = o.object(name);
  require(person.has_value(), "a fact of ours has the people it was written with");
  return {static_cast<PersonKind>(number(*person, "kind")), number(*person, "id"), text(*person, "name")};
}

std::string join_lines(const std::vector<std::string>& lines) {
  std::string all;
  for (const auto& line : lines) {
    all.append(line).push_back('\n');
  }
  return all;
}

std::vector<std::string> split_lines(std::string_view all) {
  std::vector<std::string> lines;
  for (auto end = all.find('\n'); end != std::string_view::npos; end = all.find('\n')) {
    lines.emplace_back(all.substr(0, end));
    all.remove_prefix(end + 1);
  }
  return lines;
}

struct WriteChange {
  json::Writer& w;
  journal::Entry& entry;

  void operator()(const NoteWritten& c) const {
    entry.kind = "inner_note";
    entry.body = c.text;
    w.field("after_seq", c.after_seq).field("client_id", c.client_id);
    write_person(w, "author", c.author);
    w.field("mentioned", static_cast<std::int64_t>(c.mentions.size()));
    for (std::size_t i = 0; i < c.mentions.size(); ++i) {
      write_person(w, "mention_" + std::to_string(i), c.mentions[i]);
    }
  }
  void operator()(const LabelsChanged& c) const {
    entry.kind = "inner_labels";
    entry.body = join_lines(c.labels);
    write_person(w, "by", c.by);
  }
  void operator()(const PriorityChanged& c) const {
    entry.kind = "inner_priority";
    w.field("priority", c.priority);
    write_person(w, "by", c.by);
  }
  void operator()(const Snoozed& c) const {
    entry.kind = "inner_snoozed";
    w.field("until", to_millis(c.until));
    write_person(w, "by", c.by);
  }
  void operator()(const Woken& c) const {
    entry.kind = "inner_woken";
    write_person(w, "by", c.by);
  }
  void operator()(const TeamChanged& c) const {
    entry.kind = "inner_team";
    write_person(w, "by", c.by);
  }
  void operator()(const ParticipantJoined& c) const {
    entry.kind = "inner_joined";
    write_person(w, "who", c.who);
    write_person(w, "by", c.by);
  }
  void operator()(const ParticipantLeft& c) const {
    entry.kind = "inner_left";
    write_person(w, "who", c.who);
    write_person(w, "by", c.by);
  }
};

NoteWritten read_note(const journal::Entry& entry, const json::Object& o) {
  NoteWritten note{number(o, "after_seq"), read_person(o, "author"), text(o, "client_id"), entry.body, {}};
  for (std::int64_t i = 0; i < number(o, "mentioned"); ++i) {
    note.mentions.push_back(read_person(o, "mention_" + std::to_string(i)));
  }
  return note;
}

InnerChange read_change(const journal::Entry& entry, const json::Object& o) {
  const auto kind = std::string_view{entry.kind}.substr(kinds_begin.size());
  if (kind == "note") {
    return read_note(entry, o);
  }
  if (kind == "labels") {
    return LabelsChanged{split_lines(entry.body), read_person(o, "by")};
  }
  if (kind == "priority") {
    return PriorityChanged{number(o, "priority"), read_person(o, "by")};
  }
  if (kind == "snoozed") {
    return Snoozed{from_millis(number(o, "until")), read_person(o, "by")};
  }
  if (kind == "woken") {
    return Woken{read_person(o, "by")};
  }
  if (kind == "team") {
    return TeamChanged{TeamId{number(o, "team")}, read_person(o, "by")};
  }
  if (kind == "joined") {
    return ParticipantJoined{read_person(o, "who"), read_person(o, "by")};
  }
  require(kind == "left", "an inner fact is of a kind that we know");
  return ParticipantLeft{read_person(o, "who"), read_person(o, "by")};
}

}  // namespace

journal::Entry write(const InnerFact& fact) {
  journal::Entry entry;
  entry.subject = fact.conversation.value();
  entry.revision = fact.revision;
  entry.at = fact.at;
  entry.owner = fact.contact.value();
  entry.retention = journal::Retention::conversation;
  json::Writer w;
  w.begin_object().field("contact", fact.contact.value()).field("inbox", fact.inbox.value()).field("team", fact.team.value());
  w.field("assignee", fact.assignee.value());
  std::visit(WriteChange{w, entry}, fact.change);
  entry.envelope = w.end_object().take();
  return entry;
}

bool is_inner(const journal::Entry& entry) {
  return entry.kind.starts_with(kinds_begin);
}

std::optional<InnerFact> read_inner(const journal::Entry& entry) {
  if (!is_inner(entry)) {
    return std::nullopt;
  }
  const auto document = json::Document::parse(entry.envelope);
  const auto root = document ? document->root() : std::nullopt;
  require(root.has_value(), "an envelope in the log is a JSON object");
  const auto& o = *root;
  return InnerFact{.pos = entry.pos,
                   .conversation = ConversationId{entry.subject},
                   .revision = entry.revision,
                   .at = entry.at,
                   .contact = ContactId{number(o, "contact")},
                   .inbox = InboxId{number(o, "inbox")},
                   .team = TeamId{number(o, "team")},
                   .assignee = AgentId{number(o, "assignee")},
                   .change = read_change(entry, o)};
}

}  // namespace zhiyin::event
