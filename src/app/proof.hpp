// What proofs may ask of a running server: to die at a named moment, to forget a right, to answer other than it says.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "api/route.hpp"
#include "platform/config/setting.hpp"

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

/// proof.open_route and proof.wrong_answer.
void plant_faults(std::vector<api::Route>& routes, const config::Settings& settings);

}  // namespace zhiyin::app
