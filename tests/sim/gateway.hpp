// One gateway's relay of committed facts to those who follow: the product's board and frames, stepped; only the thread that reads the log
// (live::Follower) is replaced.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "desk/inner_hub.hpp"
#include "live/hub.hpp"
#include "platform/db/session.hpp"
#include "sim/chronicle.hpp"
#include "sim/fault.hpp"

namespace zhiyin::sim {

class Gateway {
 public:
  /// Begins at the log's end, as a process does that has just started.
  Gateway(db::Session& reading, FaultPlan& plan, Chronicle& chronicle);

  /// Tells up to `facts_max` more facts; false when there were none.
  bool relay(db::Session& reading, std::int64_t facts_max);
  [[nodiscard]] live::Board& board() { return board_; }
  [[nodiscard]] desk::InnerBoard& inner_board() { return inner_board_; }
  [[nodiscard]] const std::string& log_id() const { return log_id_; }
  /// Facts up to here were told.
  [[nodiscard]] std::int64_t pos() const { return pos_; }

 private:
  [[nodiscard]] desk::InnerBatch inner_batch_of(const std::vector<journal::Entry>& entries);
  [[nodiscard]] std::vector<live::Relayed> frames_of(const std::vector<journal::Entry>& entries);

  FaultPlan& plan_;
  Chronicle& chronicle_;
  live::Board board_;
  desk::InnerBoard inner_board_;
  std::string log_id_;
  std::int64_t pos_ = 0;
};

}  // namespace zhiyin::sim
