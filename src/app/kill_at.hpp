// A named moment at which the server dies, so that proofs show what is left behind: SIGKILL as anybody could send it, only well aimed.
#pragma once

#include <functional>
#include <string_view>

namespace zhiyin::app {

/// Ends this process with SIGKILL at the N-th call for its point. Made from "POINT:N"; empty text: never.
/// Throws std::runtime_error for text that is neither.
class KillAt {
 public:
  explicit KillAt(std::string_view text);
  /// The function to call at `point`; empty when it has nothing to do there.
  [[nodiscard]] std::function<void()> at(std::string_view point) const;

 private:
  std::string_view point_;
  long count_ = 0;
};

}  // namespace zhiyin::app
