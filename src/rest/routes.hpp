// The route table of the public REST API: what each noun's file adds to it. Printing it needs no running server.
#pragma once

#include <vector>

#include "api/route.hpp"
#include "rest/rules.hpp"
#include "rest/services.hpp"

namespace zhiyin::rest {

/// What `services` points to outlives the routes' last request.
[[nodiscard]] std::vector<api::Route> routes(const Services& services = {}, const Rules& rules = {});

}  // namespace zhiyin::rest
