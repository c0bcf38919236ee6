// A day in the life of an installation: every route of the API asked for something that it does. What it answers then is held against the
// document, which no refusal could be.
#pragma once

#include <cstdint>
#include <string>

#include "harness/report.hpp"
#include "prove/access/record.hpp"

namespace zhiyin::prove {

struct TourOf {
  std::uint16_t port = 0;
  std::string administrator;  ///< the cookie of a session
  std::string password;       ///< for those whom the tour engages
  std::string name;           ///< in what is reported
};

/// Tells `report` each request that was not answered with success.
void tour(const TourOf& of, Record& record, harness::Report& report);

}  // namespace zhiyin::prove
