#include "event/contact.hpp"

#include "platform/base/require.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::event {
namespace {

std::int64_t number(const json::Object& o, std::string_view name) {
  const auto value = o.number(name);
  require(value.has_value(), "a fact of ours has the numbers it was written with");
  return *value;
}

struct WriteChange {
  json::Writer& w;
  journal::Entry& entry;

  void operator()(const ContactMerged& c) const {
    entry.kind = "contact_merged";
    w.field("alias", c.alias.value()).field("automatic", std::int64_t{c.automatic});
  }
  void operator()(const ContactUnmerged& c) const {
    entry.kind = "contact_unmerged";
    w.field("alias", c.alias.value());
  }
  void operator()(const ContactChanged& c) const {
    entry.kind = "contact_changed";
    w.field("part", static_cast<std::int64_t>(c.part));
  }
  void operator()(const ContactBlocked& c) const {
    entry.kind = "contact_blocked";
    w.field("blocked", std::int64_t{c.blocked});
  }
};

std::optional<ContactChange> read_change(std::string_view kind, const json::Object& o) {
  if (kind == "contact_merged") {
    return ContactMerged{ContactId{number(o, "alias")}, number(o, "automatic") != 0};
  }
  if (kind == "contact_unmerged") {
    return ContactUnmerged{ContactId{number(o, "alias")}};
  }
  if (kind == "contact_changed") {
    return ContactChanged{static_cast<ContactPart>(number(o, "part"))};
  }
  if (kind == "contact_blocked") {
    return ContactBlocked{number(o, "blocked") != 0};
  }
  return std::nullopt;
}

}  // namespace

journal::Entry write(const ContactFact& fact) {
  journal::Entry entry;
  entry.subject = fact.contact.value();
  entry.revision = fact.revision;
  entry.at = fact.at;
  json::Writer w;
  w.begin_object().field("by", fact.by.value());
  std::visit(WriteChange{w, entry}, fact.change);
  entry.envelope = w.end_object().take();
  return entry;
}

std::optional<ContactFact> read_contact(const journal::Entry& entry) {
  if (!entry.kind.starts_with("contact_")) {
    return std::nullopt;
  }
  const auto document = json::Document::parse(entry.envelope);
  const auto root = document ? document->root() : std::nullopt;
  require(root.has_value(), "an envelope in the log is a JSON object");
  auto change = read_change(entry.kind, *root);
  if (!change) {
    return std::nullopt;
  }
  return ContactFact{entry.pos, ContactId{entry.subject}, entry.revision, entry.at, AgentId{number(*root, "by")}, *change};
}

}  // namespace zhiyin::event
