// Inboxes, who serves them, and what signs visitors' identities.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "rest/services.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> inbox_routes(const Services& services);

}  // namespace zhiyin::rest
