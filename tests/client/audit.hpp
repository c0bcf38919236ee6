// The end of a proof: everything is read anew, by both sides, and compared with what everybody saw and what was acknowledged.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "client/agent_client.hpp"
#include "client/visitor.hpp"

namespace zhiyin::client {

struct Audit {
  std::uint64_t conversations = 0;
  std::uint64_t stored = 0;         ///< messages found
  std::uint64_t acked = 0;          ///< messages that their senders hold an ack for
  std::uint64_t missing = 0;        ///< acknowledged, and not found where the ack said, or found changed
  std::uint64_t duplicates = 0;     ///< one client id of one author found twice
  std::uint64_t unknown = 0;        ///< found, and never acknowledged to anybody
  std::uint64_t disagreements = 0;  ///< an observer's view that differs from a fresh one
};

/// Nothing may be in flight any more. `readers` are agents (names) free to read with. Each disagreement is a violation in the fleet's
/// findings, with its particulars. Throws std::runtime_error when the server does not answer.
[[nodiscard]] Audit audit(Fleet& fleet, const std::vector<std::unique_ptr<Visitor>>& visitors,
                          const std::vector<std::unique_ptr<AgentClient>>& agents, const std::vector<std::string>& readers);

/// Turns until nobody has unanswered messages and everybody is connected; false when the time is over first.
[[nodiscard]] bool settle(Fleet& fleet, const std::vector<std::unique_ptr<Visitor>>& visitors,
                          const std::vector<std::unique_ptr<AgentClient>>& agents, std::chrono::milliseconds within);

}  // namespace zhiyin::client
