// One call of the public API, blocking, on a connection of its own.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "harness/http_get.hpp"

namespace zhiyin::harness {

struct ApiCall {
  std::string method = "GET";
  std::string target;
  std::string body = {};               ///< JSON
  std::string token = {};              ///< a bearer token; empty: none
  std::string cookie = {};             ///< "name=value" as Set-Cookie gave it, sent as a page of the server would
  std::vector<std::string> more = {};  ///< whole header lines without their end
};
[[nodiscard]] Answer call_api(std::uint16_t port, const ApiCall& call);

/// "name=value" of an answer's Set-Cookie; empty without.
[[nodiscard]] std::string cookie_of(const Answer& answer);
/// The value of the first text member of this name, wherever it stands: for ids and secrets in answers. Empty when there is none.
[[nodiscard]] std::string first_text(const std::string& json, const std::string& name);

}  // namespace zhiyin::harness
