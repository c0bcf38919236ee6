// Answers of refusal: application/problem+json (RFC 9457), with every fault of the request in `errors`.
#pragma once

#include <span>
#include <string_view>

#include "api/fault.hpp"
#include "platform/net/http.hpp"

namespace zhiyin::api {

[[nodiscard]] net::Response problem(const Error& error);
/// 422; `where` and `mend` of the first, all in `errors`.
[[nodiscard]] net::Response problem_of_faults(std::span<const Fault> faults);
/// For statuses that no ErrorCode has: 405, 415.
[[nodiscard]] net::Response problem_of_status(int status, std::string_view code, std::string_view title, const Error& error);

}  // namespace zhiyin::api
