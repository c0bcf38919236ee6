#include "event/access.hpp"

#include "platform/base/require.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::event {
namespace {

constexpr const char* kind = "access_changed";

}  // namespace

journal::Entry write(const AccessChanged& fact) {
  journal::Entry entry;
  entry.kind = kind;
  entry.subject = fact.id;
  entry.revision = fact.generation;
  entry.at = fact.at;
  json::Writer w;
  entry.envelope = w.begin_object().field("part", static_cast<std::int64_t>(fact.part)).end_object().take();
  return entry;
}

std::optional<AccessChanged> read_access(const journal::Entry& entry) {
  if (entry.kind != kind) {
    return std::nullopt;
  }
  const auto document = json::Document::parse(entry.envelope);
  const auto root = document ? document->root() : std::nullopt;
  const auto part = root ? root->number("part") : std::nullopt;
  require(part.has_value(), "a fact of ours has the numbers it was written with");
  return AccessChanged{entry.revision, static_cast<AccessPart>(*part), entry.subject, entry.at};
}

}  // namespace zhiyin::event
