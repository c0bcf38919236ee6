#include "event/state.hpp"

#include "platform/base/require.hpp"
#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::event {
namespace {

constexpr const char* kind = "agent_state_changed";

}  // namespace

journal::Entry write(const StateChanged& fact) {
  journal::Entry entry;
  entry.kind = kind;
  entry.subject = fact.agent.value();
  entry.revision = fact.revision;
  entry.at = fact.at;
  json::Writer w;
  w.begin_object()
      .field("before", static_cast<std::int64_t>(fact.before))
      .field("state", static_cast<std::int64_t>(fact.state))
      .field("reason", fact.reason)
      .field("by", fact.by.value());
  entry.envelope = w.end_object().take();
  return entry;
}

std::optional<StateChanged> read_state(const journal::Entry& entry) {
  if (entry.kind != kind) {
    return std::nullopt;
  }
  const auto document = json::Document::parse(entry.envelope);
  const auto root = document ? document->root() : std::nullopt;
  const auto before = root ? root->number("before") : std::nullopt;
  const auto state = root ? root->number("state") : std::nullopt;
  const auto by = root ? root->number("by") : std::nullopt;
  require(before && state && by, "a fact of ours has the numbers it was written with");
  return StateChanged{.agent = AgentId{entry.subject},
                      .revision = entry.revision,
                      .before = static_cast<State>(*before),
                      .state = static_cast<State>(*state),
                      .reason = std::string{root->text("reason").value_or("")},
                      .by = AgentId{*by},
                      .at = entry.at};
}

}  // namespace zhiyin::event
