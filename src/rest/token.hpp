// Tokens of programs: one's own, and those of services.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "rest/services.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> token_routes();

}  // namespace zhiyin::rest
