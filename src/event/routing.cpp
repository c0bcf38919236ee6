#include "event/routing.hpp"

#include "platform/base/require.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::event {
namespace {

constexpr const char* made_kind = "offer_made";
constexpr const char* ended_kind = "offer_ended";
constexpr const char* over_kind = "offer_round_over";

struct WriteChange {
  json::Writer& w;
  journal::Entry& entry;

  void operator()(const OfferMade& c) const {
    entry.kind = made_kind;
    w.field("agent", c.agent.value()).field("until", to_millis(c.until));
  }
  void operator()(const OfferEnded& c) const {
    entry.kind = ended_kind;
    w.field("agent", c.agent.value()).field("why", static_cast<std::int64_t>(c.why));
  }
  void operator()(const RoundOver&) const { entry.kind = over_kind; }
};

std::int64_t number(const std::optional<json::Object>& root, std::string_view name) {
  const auto value = root ? root->number(name) : std::nullopt;
  require(value.has_value(), "a fact of ours has the numbers it was written with");
  return *value;
}

}  // namespace

std::string_view offer_end_text(OfferEnd why) {
  switch (why) {
    case OfferEnd::accepted: return "accepted";
    case OfferEnd::declined: return "declined";
    case OfferEnd::expired: return "expired";
    case OfferEnd::withdrawn: return "withdrawn";
  }
  fail_requirement("an end has a word", std::source_location::current());
}

journal::Entry write(const RoutingFact& fact) {
  journal::Entry entry;
  entry.subject = fact.conversation.value();
  entry.at = fact.at;
  json::Writer w;
  w.begin_object();
  std::visit(WriteChange{w, entry}, fact.change);
  entry.envelope = w.end_object().take();
  return entry;
}

std::optional<RoutingFact> read_routing(const journal::Entry& entry) {
  if (!entry.kind.starts_with("offer_")) {
    return std::nullopt;
  }
  const auto document = json::Document::parse(entry.envelope);
  const auto root = document ? document->root() : std::nullopt;
  RoutingFact fact{.conversation = ConversationId{entry.subject}, .at = entry.at, .change = RoundOver{}};
  if (entry.kind == made_kind) {
    fact.change = OfferMade{AgentId{number(root, "agent")}, from_millis(number(root, "until"))};
  } else if (entry.kind == ended_kind) {
    fact.change = OfferEnded{AgentId{number(root, "agent")}, static_cast<OfferEnd>(number(root, "why"))};
  } else {
    require(entry.kind == over_kind, "a fact of ours has a kind of ours");
  }
  return fact;
}

}  // namespace zhiyin::event
