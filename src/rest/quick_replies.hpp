// Texts to answer with: everybody's, a team's, one's own.
#pragma once

#include <vector>

#include "api/route.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> quick_reply_routes();

}  // namespace zhiyin::rest
