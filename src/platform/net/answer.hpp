// Answers as bytes (RFC 9112), and the answers that this module gives by itself.
#pragma once

#include <string>
#include <string_view>

#include "platform/net/http.hpp"

namespace zhiyin::net {

struct AnswerShape {
  bool head_only = false;  ///< to HEAD: the length is told, the body is not sent
  bool close = false;      ///< the connection ends after it
};

/// Everything up to the body. A header that could break the frame (a line break, no token for a name) is a bug of the handler:
/// then the whole answer becomes a 500, in `response` too.
[[nodiscard]] std::string answer_head(Response& response, AnswerShape shape);

/// The bytes after the head.
[[nodiscard]] inline std::string_view body_of(const Response& response) {
  return response.fixed.empty() ? std::string_view{response.body} : response.fixed;
}

/// problem() for a status that no ErrorCode has.
struct Problem {
  int status = 500;
  std::string_view code;   ///< as code_text
  std::string_view title;  ///< what kind of thing it is
  std::string_view what;   ///< what happened here; may be empty
  std::string_view where;
  std::string_view mend;
};
[[nodiscard]] Response problem_answer(const Problem& problem);

[[nodiscard]] Response internal_problem();
[[nodiscard]] std::string_view status_phrase(int status);

}  // namespace zhiyin::net
