#include "platform/base/result.hpp"

#include "platform/base/require.hpp"

namespace zhiyin {

int http_status(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_request: return 400;
    case ErrorCode::unauthenticated: return 401;
    case ErrorCode::forbidden: return 403;
    case ErrorCode::not_found: return 404;
    case ErrorCode::conflict:
    case ErrorCode::stale:
    case ErrorCode::earlier_refused: return 409;
    case ErrorCode::too_large: return 413;
    case ErrorCode::invalid: return 422;
    case ErrorCode::too_many: return 429;
    case ErrorCode::unavailable: return 503;
  }
  fail_requirement("an error code has a status", std::source_location::current());
}

std::string_view code_text(ErrorCode code) {
  switch (code) {
    case ErrorCode::bad_request: return "bad_request";
    case ErrorCode::unauthenticated: return "unauthenticated";
    case ErrorCode::forbidden: return "forbidden";
    case ErrorCode::not_found: return "not_found";
    case ErrorCode::conflict: return "conflict";
    case ErrorCode::stale: return "stale";
    case ErrorCode::earlier_refused: return "earlier_refused";
    case ErrorCode::too_large: return "too_large";
    case ErrorCode::invalid: return "invalid";
    case ErrorCode::too_many: return "too_many";
    case ErrorCode::unavailable: return "unavailable";
  }
  fail_requirement("an error code has a word", std::source_location::current());
}

}  // namespace zhiyin
