#include "rest/acting.hpp"

#include <fmt/format.h>

#include "access/directory.hpp"
#include "identity/service.hpp"

namespace zhiyin::rest {

audit::Party party_of(const api::Caller& caller) {
  return caller.person.none() ? audit::Party{"service", caller.session} : audit::Party{"person", caller.person.value()};
}

Result<void> hold_places(writer::Tx& tx, const api::Caller& caller, identity::Right right) {
  identity::lock_head(tx);
  if (!caller.person.none() && !access::directory(tx).viewer(caller.person).may(right)) {
    return refuse(ErrorCode::forbidden, fmt::format("this needs the right {}", identity::right_text(right)), "",
                  "ask an administrator for a role that has it");
  }
  return {};
}

Result<void> may_give(const api::Caller& caller, identity::Role role) {
  if ((identity::rights_of(role) & ~caller.viewer.rights).any()) {
    return refuse(ErrorCode::forbidden, "this role may do more than you may yourself", "role",
                  "sign in as an administrator, or use a token with all of the role's rights as scopes");
  }
  return {};
}

void note(writer::Tx& tx, const api::Caller& caller, std::string_view action, audit::Party subject, std::string details) {
  audit::note(tx, {.actor = party_of(caller), .action = std::string{action}, .subject = std::move(subject), .details = std::move(details)});
}

}  // namespace zhiyin::rest
