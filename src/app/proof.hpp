// What proofs may ask of a running server: to die at a named moment, to show somebody what he may not see.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "desk/agent.hpp"

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

/// What the streams do wrong. `deaf_lists`: windows do not hear that rights have changed; `noted_to_visitors`: inner facts are told as if
/// they were for everybody.
struct StreamPlant {
  desk::ListPlant lists = desk::ListPlant::none;
  desk::DeskPlant desk = desk::DeskPlant::none;
  bool deaf_lists = false;
  bool noted_to_visitors = false;
};
/// By the name of a ListPlant, a DeskPlant or a member; empty: nothing. Throws std::runtime_error for another word.
[[nodiscard]] StreamPlant stream_plant(std::string_view name);
/// Tells inner facts to everybody who follows their conversation.
void tell_everybody(const std::vector<journal::Entry>& entries, live::Hub& hub, net::Reactors& reactors);

}  // namespace zhiyin::app
