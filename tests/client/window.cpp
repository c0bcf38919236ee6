#include "client/window.hpp"

#include <fmt/format.h>

#include "client/findings.hpp"
#include "client/json.hpp"

namespace zhiyin::client {

namespace json = boost::json;

void Window::put(const json::object& row) {
  const std::string id(text_of(row, "id"));
  const auto& assignee = object_of(row, "assignee");
  Row now{number_of(row, "order"), number_of(row, "rev"), number_of(object_of(row, "last"), "seq"), std::string(text_of(row, "stage")),
          assignee.empty() ? std::string{} : std::string(text_of(assignee, "id"))};
  const bool fits = view_ == "queue" ? now.stage == "queued" : (view_ == "mine" ? now.stage == "assigned" : now.stage != "resolved");
  if (id.size() != 13 || !fits || now.rev < 1 || now.order < 1) {
    findings_->violation(who_, fmt::format("a row that does not belong into {}: {}", view_, json::serialize(row)));
  }
  auto& known = rows_[id];
  if (now.rev < known.rev) {
    findings_->violation(who_, fmt::format("{}: the row of {} goes back from rev {} to {}", view_, id, known.rev, now.rev));
  }
  known = std::move(now);
}

void Window::check(const json::object& message) {
  total_ = number_of(message, "total");
  if (rows_.size() > limit_ || static_cast<std::int64_t>(rows_.size()) > total_) {
    findings_->violation(who_, fmt::format("{}: {} rows, limit {}, total {}", view_, rows_.size(), limit_, total_));
  }
}

void Window::take_window(const json::object& message) {
  rows_.clear();
  std::int64_t before = INT64_MAX;
  for (const auto& row : array_of(message, "rows")) {
    put(row.as_object());
    const auto order = number_of(row.as_object(), "order");
    if (order > before) {
      findings_->violation(who_, fmt::format("{}: a window out of order: {} after {}", view_, order, before));
    }
    before = order;
  }
  shown_ = true;
  check(message);
}

void Window::take_rows(const json::object& message) {
  if (!shown_) {
    findings_->violation(who_, fmt::format("rows of {} without its window", view_));
  }
  for (const auto& id : array_of(message, "remove")) {
    rows_.erase(std::string(id.as_string()));
  }
  for (const auto& row : array_of(message, "upsert")) {
    put(row.as_object());
  }
  check(message);
}

}  // namespace zhiyin::client
