// Customers: who they are, what is known of them, and who is the same person.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "contact/reading.hpp"
#include "rest/rules.hpp"

namespace zhiyin::rest {

/// Whether the contact exists for the caller: he sees a conversation of somebody of his group, or everything. Any session.
[[nodiscard]] bool sees_contact(db::Session& session, const access::Viewer& viewer, ContactId contact);
[[nodiscard]] std::unexpected<Error> no_contact();

/// Finding and reading.
[[nodiscard]] std::vector<api::Route> contact_routes(const Rules& rules);
/// Editing, merging, blocking.
[[nodiscard]] std::vector<api::Route> contact_act_routes(const Rules& rules);

}  // namespace zhiyin::rest
