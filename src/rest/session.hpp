// Coming in and going out: sign-in, the first administrator, one's own sessions and password.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "rest/services.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> session_routes(const Services& services);

}  // namespace zhiyin::rest
