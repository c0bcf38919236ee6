// The route table as a page for people, complete in itself: no script, no foreign address.
#pragma once

#include <span>
#include <string>

#include "api/route.hpp"

namespace zhiyin::api {

[[nodiscard]] std::string docs_page(std::span<const Route> routes);

}  // namespace zhiyin::api
