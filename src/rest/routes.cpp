#include "rest/routes.hpp"

#include <iterator>

#include "rest/me.hpp"

namespace zhiyin::rest {

std::vector<api::Route> routes() {
  std::vector<api::Route> all;
  for (auto&& some : {me_routes()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace zhiyin::rest
