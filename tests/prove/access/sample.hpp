// Requests that a route's own description allows, made from the OpenAPI document that the running server gives: as small as may be, and
// about nothing that exists.
#pragma once

#include <boost/json/value.hpp>
#include <string>
#include <vector>

namespace zhiyin::prove {

struct Sample {
  std::string call;  ///< method and path with the names of its parts, "GET /api/v1/teams/{team}"
  std::string operation;
  std::string method;
  std::string target;
  std::string body;  ///< empty: takes none
};

[[nodiscard]] std::vector<Sample> samples(const boost::json::value& document);

}  // namespace zhiyin::prove
