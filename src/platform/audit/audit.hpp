// Who did what: rows that are only added, each chained to the one before, so that a change shows.
//
// A row's hash covers everything but the details; of these it covers a salted digest. So the details of a row, which may hold personal
// data, can be erased together with their salt, and the chain stays whole; an edited, deleted, reordered or cut-off row is found by
// verify() (reading.hpp). Whoever can write the whole database can also make a whole new chain: against him helps a head that was
// written down elsewhere, which `zhiyin check` prints and takes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/time.hpp"
#include "platform/db/session.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::audit {

[[nodiscard]] db::ModuleStatements statements();

/// Of whom or what, in words of a module: "person", "token", "system" … Small letters, digits, "_" and ".", 1 to 40.
struct Party {
  std::string kind;
  std::int64_t id = 0;  ///< 0: there is only one, or it is not known
  friend bool operator==(const Party&, const Party&) = default;
};

struct Note {
  Party actor;
  std::string action;  ///< "signed_in": past tense, written as a Party's kind
  Party subject;
  std::string details = "{}";  ///< JSON; may hold personal data, never a secret
};

/// Adds a row with the batch, at its time. The head is locked as the last of all rows, when the batch is written: one statement, and one
/// more a batch, however many notes it holds. A command that refuses notes nothing.
void note(writer::Tx& tx, Note note);

/// Takes the details of a row away, and with them what its digest could be guessed by. False when there was no such row, or nothing left.
bool erase(writer::Tx& tx, std::int64_t n);

}  // namespace zhiyin::audit
