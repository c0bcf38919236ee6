// Durable timers: rows that say when something is to be looked at again. A timer is named by its kind and its subject; arming it again
// moves it. Firing deletes the row in the transaction of what it does: once, late rather than never, whichever process comes first.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/time.hpp"
#include "platform/metric/metric.hpp"
#include "platform/writer/command.hpp"

namespace zhiyin::timer {

[[nodiscard]] db::ModuleStatements statements();

/// Sets the timer, or moves the one that is set and raises its generation. Costs no round trip; takes effect when the batch commits.
void arm(writer::Tx& tx, std::string_view kind, std::int64_t subject, Time due);
/// Takes the timer away; nothing happens when it is not set.
void disarm(writer::Tx& tx, std::string_view kind, std::int64_t subject);

/// What one kind of timer does. Wiring keeps the kinds alive as long as timers fire.
struct Kind {
  std::string_view name;
  std::function<void(writer::Tx&, std::int64_t subject)> want;  ///< names the rows that `fire` decides on; may be empty
  std::function<void(writer::Tx&, std::int64_t subject)> fire;  ///< may arm the same timer again; throws only on a bug
};

struct Due {
  std::string kind;
  std::int64_t subject = 0;
  Time due;
  std::int64_t generation = 0;
};

/// Those of these kinds that are due, the longest due first, at most `limit`.
[[nodiscard]] std::vector<Due> due(db::Session& reading, Time now, std::span<const Kind> kinds, std::size_t limit);
/// When the next one of these kinds is due.
[[nodiscard]] std::optional<Time> next_due(db::Session& reading, std::span<const Kind> kinds);

enum class Outcome : std::uint8_t {
  fired,
  moved,   ///< somebody else fired, moved or disarmed it since it was looked at, or the clock went back
  failed,  ///< `fire` threw, or the store could not take it: the row is as it was
};
/// How late: from its due time to the transaction that fired it.
using Done = std::function<void(const Due&, Outcome, Millis late)>;

/// The background command that fires `due`, should it still be as it was seen. `done` is called exactly once, after COMMIT or when the
/// command is given up, on whatever thread that happens; it may be empty.
[[nodiscard]] std::unique_ptr<writer::Command> firing(Due due, const Kind& kind, Done done);

/// One look: commands for what is due. For stepping without a thread.
[[nodiscard]] std::vector<std::unique_ptr<writer::Command>> due_commands(db::Session& reading, Time now, std::span<const Kind> kinds,
                                                                         std::size_t limit, const Done& done = {});

}  // namespace zhiyin::timer
