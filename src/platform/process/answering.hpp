// The child's side: takes lessons, answers questions, one after the other, until its parent is gone.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace zhiyin::process {

constexpr int child_socket = 3;  ///< the file that a child finds open, besides the usual three

struct Answering {
  /// Shorter than Limits::silent_max: what takes longer is learnt on a thread of its own.
  std::function<void(std::string_view words)> learn;
  /// Must not throw. Empty: no answer is known, which the asker is told.
  std::function<std::string(std::string_view words)> answer;
};

/// Returns when the parent has closed its end, or does not speak as it should. Ends at once with the parent.
void answer_parent(int socket, const Answering& answering);

}  // namespace zhiyin::process
