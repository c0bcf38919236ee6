// Expected failure as a value. Exceptions are left for start-up, and for what third parties and the store throw (db::Failure,
// caught in the writer and the read pool only).
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace zhiyin {

/// What kind of no it is; `http_status` gives the number for it, `code_text` the word on the wire.
enum class ErrorCode : std::uint8_t {
  bad_request,      // 400: cannot be read at all
  unauthenticated,  // 401
  forbidden,        // 403
  not_found,        // 404
  conflict,         // 409: the same name for another thing
  stale,            // 409: decided on a version that is no longer the newest
  earlier_refused,  // 409: an earlier message of this connection was refused and is neither resent nor skipped
  too_large,        // 413
  invalid,          // 422: can be read, but a value is not allowed
  too_many,         // 429
  unavailable,      // 503: nothing is wrong with the request; later may work
};

struct Error {
  ErrorCode code = ErrorCode::invalid;
  std::string what;    ///< for the caller: what is wrong, one sentence
  std::string where;   ///< for the caller: the field or place; may be empty
  std::string mend;    ///< for the caller: how to mend it; may be empty
  std::string detail;  ///< for the operator's log only; never customers' words
};

[[nodiscard]] int http_status(ErrorCode code);
[[nodiscard]] std::string_view code_text(ErrorCode code);

template <class T>
using Result = std::expected<T, Error>;

/// `return refuse(ErrorCode::stale, "...")` from any function that returns a Result.
[[nodiscard]] inline std::unexpected<Error> refuse(ErrorCode code, std::string what, std::string where = {}, std::string mend = {}) {
  return std::unexpected(Error{code, std::move(what), std::move(where), std::move(mend), {}});
}

}  // namespace zhiyin
