// Faults in a client's message, said the same everywhere.
#pragma once

#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace zhiyin::live {

/// A member is absent or of the wrong type; `is` says what it should be.
[[nodiscard]] inline Error wrong_member(std::string_view name, std::string_view is) {
  return {ErrorCode::bad_request, "a member is absent or of the wrong type", std::string{name}, "it is " + std::string{is}, {}};
}

[[nodiscard]] inline Error not_an_object() {
  return {ErrorCode::bad_request, "this is JSON, but not an object", "", "send one JSON object", {}};
}

[[nodiscard]] inline Error unknown_type() {
  return {ErrorCode::bad_request, "this type of message is not known", "t", "see docs/live-protocol.md", {}};
}

}  // namespace zhiyin::live
