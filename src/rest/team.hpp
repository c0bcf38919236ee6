// Teams and skills.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "rest/services.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> team_routes();
[[nodiscard]] std::vector<api::Route> skill_routes();

}  // namespace zhiyin::rest
