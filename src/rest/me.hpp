// Who is asking, and what each role may do.
#pragma once

#include <vector>

#include "api/route.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> me_routes();

}  // namespace zhiyin::rest
