// Who is asked to take a conversation: facts of the routing. For colleagues only, and without personal data; not numbered, for whoever
// comes later asks the store which offers stand.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>

#include "event/ids.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin::event {

enum class OfferEnd : std::uint8_t {
  accepted = 1,
  declined,
  expired,
  withdrawn,  ///< it was taken by hand, has ended, or the agent is no longer available
};
[[nodiscard]] std::string_view offer_end_text(OfferEnd why);

struct OfferMade {
  AgentId agent;
  Time until;
  friend bool operator==(const OfferMade&, const OfferMade&) = default;
};
struct OfferEnded {
  AgentId agent;
  OfferEnd why = OfferEnd::withdrawn;
  friend bool operator==(const OfferEnded&, const OfferEnded&) = default;
};
/// Everybody who passed may be asked again.
struct RoundOver {
  friend bool operator==(const RoundOver&, const RoundOver&) = default;
};
using RoutingChange = std::variant<OfferMade, OfferEnded, RoundOver>;

struct RoutingFact {
  ConversationId conversation;
  Time at;
  RoutingChange change;
  friend bool operator==(const RoutingFact&, const RoutingFact&) = default;
};

[[nodiscard]] journal::Entry write(const RoutingFact& fact);
/// nullopt for a fact of another publisher. A fact of ours that cannot be read is a bug.
[[nodiscard]] std::optional<RoutingFact> read_routing(const journal::Entry& entry);

}  // namespace zhiyin::event
