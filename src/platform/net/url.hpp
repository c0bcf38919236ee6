// The target of a request line, parsed strictly (RFC 9112 section 3.2, RFC 3986): what could be read in two ways is refused.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/base/result.hpp"

namespace zhiyin::net {

struct Target {
  std::string path;        ///< decoded, UTF-8, begins with '/', no control characters, no "." or ".." segment; or "*"
  std::string_view query;  ///< after '?', as sent; a view into what was parsed
};

/// Takes origin form ("/a?b"), absolute form ("http://host/a?b") and "*".
[[nodiscard]] Result<Target> parse_target(std::string_view target);

/// %XX by its byte; nullopt when a '%' is not followed by two hexadecimal digits.
[[nodiscard]] std::optional<std::string> percent_decoded(std::string_view text);

}  // namespace zhiyin::net
