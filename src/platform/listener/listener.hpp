// Listeners follow the log of facts and do something about it: fold them into rows, queue a job, tell a vendor's sender. Each has one
// cursor, saved in the transaction of its effects, so that every fact takes effect once, whatever dies in between and however many
// processes follow.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/journal/journal.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::listener {

using Entries = std::span<const journal::Entry>;

/// What one listener does. Wiring keeps it alive as long as it follows. An exception thrown by `prepare` or `apply` is a failed try.
struct Listener {
  std::string name;  ///< of its cursor, for good
  /// Read-only work on many facts at once, on the listener's own thread, outside of any transaction; may be empty.
  std::function<void(Entries)> prepare;
  /// Names the rows that `apply` decides on, as Command::want; may be empty. Rows that nobody else writes need no lock: the cursor is
  /// locked.
  std::function<void(writer::Tx&, Entries)> want;
  /// Takes effect, as Command::run: quick, and waiting for nothing outside the store. The facts of one subject come in order; facts of
  /// subjects that are parked are left out.
  std::function<void(writer::Tx&, Entries)> apply;
  /// Each fact is understood without those before it: a parked one holds back none of its subject.
  bool each_alone = false;
};

constexpr std::int64_t tries_max = 5;  ///< of one fact, before it is parked

[[nodiscard]] db::ModuleStatements statements();

/// Makes the cursors that are missing, at the log's beginning. At start, on a writing session.
void found(db::Session& session, std::span<const Listener> listeners);

struct Cursor {
  std::int64_t pos = 0;    ///< all facts up to here are done or parked
  std::int64_t tries = 0;  ///< of the fact that follows; counted before each try that may be dangerous
};
[[nodiscard]] Cursor cursor(db::Session& session, std::string_view name);
/// The subjects of which this listener has parked facts; unless it takes each alone, their later facts are parked too.
[[nodiscard]] std::vector<std::int64_t> parked_subjects(db::Session& session, std::string_view name);
/// The lowest cursor of all listeners, those of other processes too; nullopt when there is none.
[[nodiscard]] std::optional<std::int64_t> slowest(db::Session& session);

}  // namespace zhiyin::listener
