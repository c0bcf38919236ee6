// That somebody's rights, or a place they hang on, have changed: whoever keeps what it opened looks again before the next fact.
#pragma once

#include <cstdint>
#include <optional>

#include "event/ids.hpp"
#include "platform/journal/journal.hpp"

namespace zhiyin::event {

enum class AccessPart : std::uint8_t { person = 1, team, inbox, session };

/// The names and words of what changed are read from the store; a log keeps no people's names.
struct AccessChanged {
  std::int64_t generation = 0;  ///< of the directory (access/directory.hpp) after it; rises by one with each change
  AccessPart part = AccessPart::person;
  std::int64_t id = 0;  ///< an AgentId, TeamId, InboxId, or a session's id
  Time at;
};

[[nodiscard]] journal::Entry write(const AccessChanged& fact);
/// nullopt for a fact of another publisher.
[[nodiscard]] std::optional<AccessChanged> read_access(const journal::Entry& entry);

}  // namespace zhiyin::event
