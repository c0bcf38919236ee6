#include "desk/roster.hpp"

namespace zhiyin::desk {

std::optional<Change> Roster::put(Row row) {
  const auto found = rows_.find(row.id);
  if (found == rows_.end() && rows_.size() >= limits_.rows_max + limits_.resolved_max) {
    ++refused_;
    return std::nullopt;
  }
  if (found != rows_.end() && *found->second == row) {
    return std::nullopt;
  }
  auto& held = found != rows_.end() ? found->second : rows_[row.id];
  Change change{std::move(held), std::make_shared<const Row>(std::move(row))};
  if (change.before) {
    index(*change.before, false);
  }
  held = change.now;
  index(*held, true);
  return change;
}

std::optional<Change> Roster::remove(ConversationId id) {
  const auto found = rows_.find(id);
  if (found == rows_.end()) {
    return std::nullopt;
  }
  Change change{std::move(found->second), nullptr};
  rows_.erase(found);
  index(*change.before, false);
  return change;
}

const Row* Roster::find(ConversationId id) const {
  const auto found = rows_.find(id);
  return found == rows_.end() ? nullptr : found->second.get();
}

std::optional<ConversationId> Roster::outdated(Time now) const {
  if (!resolved_.empty() && (resolved_.size() > limits_.resolved_max || now - resolved_.begin()->first > limits_.resolved_within)) {
    return resolved_.begin()->second;
  }
  return std::nullopt;
}

void Roster::index(const Row& row, bool in) {
  const auto note = [&](Moments& moments, Time at) {
    if (in) {
      moments.emplace(at, row.id);
    } else {
      moments.erase({at, row.id});
    }
  };
  if (to_millis(row.waiting_since) != 0) {
    note(waiting_, row.waiting_since);
  }
  if (to_millis(row.snoozed_until) != 0) {
    note(waking_, row.snoozed_until);
  }
  if (row.stage == Stage::resolved) {
    note(resolved_, row.resolved_at);
  }
}

void Roster::each(const std::function<void(const RowPtr&)>& visit) const {
  for (const auto& [id, row] : rows_) {
    visit(row);
  }
}

void Roster::each_within(const Moments& moments, Time after, Time until, const std::function<void(const RowPtr&)>& visit) const {
  for (auto at = moments.lower_bound({after + Millis{1}, ConversationId{}}); at != moments.end() && at->first <= until; ++at) {
    visit(rows_.at(at->second));
  }
}

void Roster::each_waiting(Time after, Time until, const std::function<void(const RowPtr&)>& visit) const {
  each_within(waiting_, after, until, visit);
}

void Roster::each_waking(Time after, Time until, const std::function<void(const RowPtr&)>& visit) const {
  each_within(waking_, after, until, visit);
}

}  // namespace zhiyin::desk
