// Whether colleagues are there, and the reasons they may give.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "rest/services.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> state_routes(const Services& services);

}  // namespace zhiyin::rest
