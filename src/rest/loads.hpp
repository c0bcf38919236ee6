// How much everybody has in hand, for whoever gives work away.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "rest/services.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> load_routes(const Services& services);

}  // namespace zhiyin::rest
