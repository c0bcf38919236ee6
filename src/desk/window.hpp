// One window: the first rows of a view as one kind of person may see it, their total, and what its watchers have been told. Whoever calls
// takes turns.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "access/viewer.hpp"
#include "desk/roster.hpp"
#include "desk/view.hpp"

namespace zhiyin::desk {

/// A row and where it stands: descending by order, then by id.
struct Seat {
  std::int64_t order = 0;
  RowPtr row;
};

/// What a client holds: at most the window's limit of seats, in order.
struct Shown {
  std::vector<Seat> seats;
  std::int64_t total = 0;
};
/// Held by the window and by all whom it was told, each until he is told of a later one.
using ShownPtr = std::shared_ptr<const Shown>;

/// `"total":N,"rows":[…]}` and `"total":N,"upsert":[…],"remove":[…]}`: a message without its beginning, the same for every name that a
/// watcher gives the view.
[[nodiscard]] std::string whole_text(const Shown& now);
/// nullopt when both are the same.
[[nodiscard]] std::optional<std::string> difference_text(const Shown& before, const Shown& now);

class Window {
 public:
  /// `view` names nobody as `me`; `sight` is what its watchers have in common.
  Window(View view, access::Viewer sight, std::size_t limit) : view_(std::move(view)), sight_(std::move(sight)), limit_(limit) {}

  /// The same view for another sight; `others` are all rows that are seen by one of the two only. Cheaper than to begin anew: it need not
  /// look at the rest.
  [[nodiscard]] Window for_sight(access::Viewer sight, std::span<const RowPtr> others, Time now) const;

  /// Whether the row is in it at `now`.
  [[nodiscard]] bool holds(const Row& row, Time now) const { return matches(view_.filter, row, now) && access::sees(sight_, row.place()); }
  /// A row has changed, at `now`.
  void take(const Change& change, Time now) {
    if (fresh_) {
      return;  // it has yet to look at all rows anyway
    }
    move(change.before && holds(*change.before, now) ? change.before : nullptr,
         change.now && holds(*change.now, now) ? change.now : nullptr);
  }
  /// Time has gone from `from` to `to`, and this row may have come or gone by it.
  void age(const RowPtr& row, Time from, Time to) {
    if (const bool was = holds(*row, from), is = holds(*row, to); was != is) {
      move(was ? row : nullptr, is ? row : nullptr);
    }
  }

  /// Brings what it shows up to date, from the roster if it must.
  void settle(const Roster& roster, Time now);
  /// As of the last settle(); another object whenever something has changed.
  [[nodiscard]] const ShownPtr& shown() const { return shown_; }

  [[nodiscard]] const View& view() const { return view_; }
  [[nodiscard]] const access::Viewer& sight() const { return sight_; }

 private:
  void move(const RowPtr& out, const RowPtr& in);
  void refill(const Roster& roster, Time now);
  /// Seats beyond the limit, so that a row that goes has its successor at hand.
  [[nodiscard]] std::size_t slack() const { return limit_; }

  View view_;
  access::Viewer sight_;
  std::size_t limit_;
  bool fresh_ = true;        // never filled
  bool changed_ = true;      // what is shown may differ from shown_
  std::vector<Seat> seats_;  // the first ones of all, without a gap; all of them when there are as many as total_
  std::int64_t total_ = 0;
  ShownPtr shown_ = std::make_shared<const Shown>();
};

}  // namespace zhiyin::desk
