// People who work here, and others' sessions.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "rest/services.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> person_routes(const Services& services);
/// What each can do, and how well.
[[nodiscard]] std::vector<api::Route> skill_level_routes(const Services& services);

}  // namespace zhiyin::rest
