// Named views of lists of conversations: one's own, and those that are shared with everybody.
#pragma once

#include <vector>

#include "api/route.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> saved_view_routes();

}  // namespace zhiyin::rest
