// The metric `volume`: how many conversations were opened, resolved and rated and how many messages were sent, by the hour. A pure fold
// over facts, so live and replayed give the same numbers. Reads envelopes only: it survives the erasure of words.
#pragma once

#include <cstdint>
#include <optional>

#include "event/conversation.hpp"

namespace zhiyin::insight {

struct Volume {
  std::int64_t opened = 0;
  std::int64_t visitor_messages = 0;
  std::int64_t agent_messages = 0;
  std::int64_t resolved = 0;    ///< times that a conversation was resolved; one that was opened again may count twice
  std::int64_t rated = 0;       ///< conversations that were rated
  std::int64_t rating_sum = 0;  ///< of their scores; one that takes the place of another adds the difference, in its own hour
  friend bool operator==(const Volume&, const Volume&) = default;
};

/// The beginning of the hour (UTC) that a moment belongs to.
[[nodiscard]] Time hour_of(Time at);
[[nodiscard]] Volume step(Volume state, const event::ConversationFact& fact);

}  // namespace zhiyin::insight
