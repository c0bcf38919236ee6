// What routes write into the audit log: who asked for it, as the log calls him.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include "api/ports.hpp"
#include "platform/audit/audit.hpp"

namespace zhiyin::rest {

[[nodiscard]] inline audit::Party party_of(const api::Caller& caller) {
  return caller.person.none() ? audit::Party{"token", caller.session} : audit::Party{"person", caller.person.value()};
}

/// Only for what was done: a command that refuses notes nothing. `details` is JSON.
inline void note_audit(writer::Tx& tx, const api::Caller& caller, std::string_view action, audit::Party subject,
                       std::string details = "{}") {
  audit::note(tx, {.actor = party_of(caller), .action = std::string{action}, .subject = std::move(subject), .details = std::move(details)});
}

}  // namespace zhiyin::rest
