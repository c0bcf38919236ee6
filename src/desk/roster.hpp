// The conversations that lists may show, as rows in memory: all that are open, and those resolved lately. One thread.
#pragma once

#include <functional>
#include <set>
#include <unordered_map>
#include <utility>
#include <vector>

#include "desk/row.hpp"

namespace zhiyin::desk {

/// What a row was and what it is; nullptr: not there.
struct Change {
  RowPtr before;
  RowPtr now;
};

struct RosterLimits {
  Millis resolved_within = std::chrono::hours{24};  ///< a conversation resolved longer ago is in no list
  std::size_t resolved_max = 20'000;                ///< of those the newest
  std::size_t rows_max = 500'000;                   ///< of the open ones; more are in no list, and counted in refused()
};

class Roster {
 public:
  explicit Roster(RosterLimits limits) : limits_(limits) {}

  /// Takes the row's newest version in; nullopt when nothing about it has changed, or there is no room.
  [[nodiscard]] std::optional<Change> put(Row row);
  [[nodiscard]] std::optional<Change> remove(ConversationId id);
  /// nullptr when it is not there.
  [[nodiscard]] const Row* find(ConversationId id) const;
  /// A row that does not belong here any more at `now`, if there is one.
  [[nodiscard]] std::optional<ConversationId> outdated(Time now) const;

  [[nodiscard]] std::size_t size() const { return rows_.size(); }
  /// Rows that were turned away for want of room.
  [[nodiscard]] std::uint64_t refused() const { return refused_; }
  void each(const std::function<void(const RowPtr&)>& visit) const;
  /// Those whose customer has waited since a moment in (after, until].
  void each_waiting(Time after, Time until, const std::function<void(const RowPtr&)>& visit) const;
  /// Those whose snooze ends in (after, until].
  void each_waking(Time after, Time until, const std::function<void(const RowPtr&)>& visit) const;

 private:
  using Moments = std::set<std::pair<Time, ConversationId>>;
  void index(const Row& row, bool in);
  void each_within(const Moments& moments, Time after, Time until, const std::function<void(const RowPtr&)>& visit) const;

  RosterLimits limits_;
  std::unordered_map<ConversationId, RowPtr> rows_;
  Moments waiting_;
  Moments waking_;
  Moments resolved_;
  std::uint64_t refused_ = 0;
};

}  // namespace zhiyin::desk
