// The route table of the public REST API: what each noun's file adds to it. Printing it needs no running server.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "rest/rules.hpp"

namespace zhiyin::rest {

[[nodiscard]] std::vector<api::Route> routes(const Rules& rules = {});

}  // namespace zhiyin::rest
