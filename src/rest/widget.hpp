// What the chat widget asks before anybody has written, from pages of any site and without signing in.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "rest/services.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> widget_routes(const Services& services);

}  // namespace zhiyin::rest
