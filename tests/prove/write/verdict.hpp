// What must hold at the end, whatever was killed, stopped and cut: everything told as stored is there, once, in one order.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/db/session.hpp"
#include "write/follower.hpp"
#include "write/record.hpp"

namespace zhiyin::prove {

struct Counts {
  std::size_t facts = 0;
  std::size_t messages = 0;  ///< rows
  std::size_t told_stored = 0;
  std::size_t tokens = 0;  ///< facts
  std::size_t told_recorded = 0;
  std::size_t told_not_stored = 0;
  std::size_t unknown = 0;
  std::size_t addresses = 0;
};

using Fail = std::function<void(const std::string&)>;

/// Statements that judge() needs in its session.
[[nodiscard]] db::ModuleStatements verdict_statements();
/// Reads the whole store and compares it with what the writing processes were told.
[[nodiscard]] Counts judge(db::Session& session, const std::vector<Record>& records, const Fail& fail);
/// Compares what a follower saw with the whole log as it stands now.
void judge_follower(const std::vector<Seen>& seen, const std::vector<Seen>& whole, const Fail& fail);
[[nodiscard]] std::vector<Seen> read_whole(db::Session& session, const ReadAfter& read);

}  // namespace zhiyin::prove
