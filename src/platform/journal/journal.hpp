// The log of facts: gap-free positions in commit order, on both engines. It knows nothing of what a fact means.
//
// A writer appends its facts with the last statement before COMMIT, so the row that gives out positions is locked only while the commit
// lasts, and `pos > last` never skips a row: whoever sees position n sees all below it.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "platform/base/time.hpp"
#include "platform/clock/clock.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::journal {

/// How long the words of a fact are kept; the durations are settings.
enum class Retention : std::uint8_t { none = 0, conversation = 1, emotion = 2 };

struct Entry {
  std::int64_t pos = 0;       ///< given by the log
  std::string kind;           ///< "message_sent"
  std::int64_t subject = 0;   ///< what it is about (a conversation); facts of one subject stay in order
  std::int64_t revision = 0;  ///< of the subject after this fact
  Time at;
  std::string envelope;    ///< JSON without personal data
  std::int64_t owner = 0;  ///< whose words `body` holds; 0: none
  Retention retention = Retention::none;
  std::string body;  ///< personal data; empty after erasure
};

struct Head {
  std::string log_id;  ///< a new one after each restore; positions of another log mean nothing
  std::int64_t pos = 0;
};

[[nodiscard]] db::ModuleStatements statements();

/// Makes the head of a new store if there is none. At start.
void found(db::Session& session, Chance& chance);
/// Gives the store a new log id, as after a restore from a backup; positions go on.
void renew(db::Session& session, Chance& chance);
[[nodiscard]] Head head(db::Session& session);
/// The last thing before session.commit(); does nothing without entries. The entries are not told their positions.
void append(db::Session& session, std::span<const Entry> entries);
/// Those with pos > `after`, ascending, at most `limit`.
[[nodiscard]] std::vector<Entry> read_after(db::Session& session, std::int64_t after, std::int64_t limit);
/// Deletes all up to and including `pos`; the caller knows that nobody needs them.
void trim(db::Session& session, std::int64_t pos);

}  // namespace zhiyin::journal
