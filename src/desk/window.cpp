#include "desk/window.hpp"

#include <algorithm>

#include "platform/json/writer.hpp"

namespace zhiyin::desk {
namespace {

bool stands_before(const Seat& a, const Seat& b) {
  return a.order != b.order ? a.order > b.order : a.row->id > b.row->id;
}

void write_row(json::Writer& w, const Seat& seat) {
  std::string text = R"({"id":")";
  text.append(seat.row->id.text()).append(R"(","order":)").append(std::to_string(seat.order)).push_back(',');
  w.raw(text.append(seat.row->shown));
}

}  // namespace

std::string whole_text(const Shown& now) {
  json::Writer w;
  w.field("total", now.total).name("rows").begin_array();
  for (const auto& seat : now.seats) {
    write_row(w, seat);
  }
  return w.end_array().end_object().take();
}

std::optional<std::string> difference_text(const Shown& before, const Shown& now) {
  // Both are in order and most seats are the same in both, so one walk finds those; the few others are compared by id.
  std::vector<const Seat*> gone;
  std::vector<const Seat*> come;
  auto a = before.seats.begin();
  auto b = now.seats.begin();
  while (a != before.seats.end() || b != now.seats.end()) {
    if (b == now.seats.end() || (a != before.seats.end() && stands_before(*a, *b))) {
      gone.push_back(&*a++);
    } else if (a == before.seats.end() || stands_before(*b, *a)) {
      come.push_back(&*b++);
    } else {
      if (a->row != b->row && a->row->shown != b->row->shown) {
        come.push_back(&*b);
      }
      ++a;
      ++b;
    }
  }
  if (gone.empty() && come.empty() && before.total == now.total) {
    return std::nullopt;
  }
  json::Writer w;
  w.field("total", now.total).name("upsert").begin_array();
  for (const auto* seat : come) {
    write_row(w, *seat);
  }
  w.end_array().name("remove").begin_array();
  for (const auto* seat : gone) {
    if (std::ranges::none_of(come, [&](const Seat* one) { return one->row->id == seat->row->id; })) {
      w.text(seat->row->id.text());
    }
  }
  return w.end_array().end_object().take();
}

void Window::move(const RowPtr& out, const RowPtr& in) {
  if (fresh_ || (!out && !in)) {
    return;
  }
  const bool complete = static_cast<std::int64_t>(seats_.size()) == total_;
  total_ += (in ? 1 : 0) - (out ? 1 : 0);
  changed_ = changed_ || !out || !in;
  std::optional<Seat> last;  // whatever stands behind it is not at hand
  if (!complete && !seats_.empty()) {
    last = seats_.back();
  }
  if (out) {
    const Seat seat{order_of(view_.sort, *out), out};
    const auto at = std::ranges::lower_bound(seats_, seat, stands_before);
    if (at != seats_.end() && at->row->id == out->id && at->order == seat.order) {
      changed_ = changed_ || at - seats_.begin() < static_cast<std::ptrdiff_t>(limit_);
      seats_.erase(at);
    }
  }
  if (in) {
    const Seat seat{order_of(view_.sort, *in), in};
    if (complete || (last && !stands_before(*last, seat))) {
      const auto at = std::ranges::lower_bound(seats_, seat, stands_before);
      changed_ = changed_ || at - seats_.begin() < static_cast<std::ptrdiff_t>(limit_);
      seats_.insert(at, seat);
    }
  }
  if (seats_.size() > limit_ + 2 * slack()) {
    seats_.resize(limit_ + slack());
  }
}

Window Window::for_sight(access::Viewer sight, std::span<const RowPtr> others, Time now) const {
  Window other = *this;
  other.sight_ = std::move(sight);
  other.changed_ = true;
  for (const auto& row : others) {
    if (matches(view_.filter, *row, now)) {
      const bool comes = access::sees(other.sight_, row->place());
      other.move(comes ? nullptr : row, comes ? row : nullptr);
    }
  }
  return other;
}

void Window::refill(const Roster& roster, Time now) {
  seats_.clear();
  roster.each([&](const RowPtr& row) {
    if (holds(*row, now)) {
      seats_.push_back({order_of(view_.sort, *row), row});
    }
  });
  total_ = static_cast<std::int64_t>(seats_.size());
  const auto kept = std::min(seats_.size(), limit_ + slack());
  std::ranges::partial_sort(seats_, seats_.begin() + static_cast<std::ptrdiff_t>(kept), stands_before);
  seats_.resize(kept);
  seats_.shrink_to_fit();
}

void Window::settle(const Roster& roster, Time now) {
  if (!changed_) {
    return;
  }
  changed_ = false;
  if (fresh_ || (seats_.size() < limit_ && static_cast<std::int64_t>(seats_.size()) < total_)) {
    refill(roster, now);
    fresh_ = false;
  }
  const auto end = seats_.begin() + static_cast<std::ptrdiff_t>(std::min(seats_.size(), limit_));
  shown_ = std::make_shared<const Shown>(Shown{{seats_.begin(), end}, total_});
}

}  // namespace zhiyin::desk
