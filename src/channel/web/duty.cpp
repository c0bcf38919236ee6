#include "channel/web/duty.hpp"

#include <algorithm>

#include "channel/closed.hpp"
#include "event/access.hpp"
#include "event/state.hpp"
#include "hours/schedule.hpp"
#include "live/told.hpp"
#include "live/wire.hpp"
#include "platform/base/require.hpp"
#include "team/reading.hpp"

namespace zhiyin::channel::web {
namespace {

/// Whatever the schedules say: the clock itself may have been set.
constexpr std::chrono::minutes look_again_within{1};

std::string text_of(const routing::Duty& duty) {
  auto w = live::message(live::Told::duty);
  w.field("on_duty", duty.on);
  if (duty.opens) {
    w.field("opens", iso_text(*duty.opens));
  }
  return w.end_object().take();
}

net::Frame closed_frame() {
  static const auto frame = net::frame(live::wire::refused("", "", closed_refusal()));
  return frame;
}

bool is_closed(const access::Directory* directory, InboxId id) {
  const auto* inbox = directory == nullptr ? nullptr : directory->inbox(id);
  return inbox != nullptr && !inbox->active;
}

bool matters(const journal::Entry& entry) {
  return event::read_state(entry).has_value() || event::read_access(entry).has_value();
}

}  // namespace

net::Frame DutyBoard::follow(const routing::Spot& at, DutyListener& listener) {
  const DutySpot spot{at.inbox, at.team};
  auto found = places_.find(spot);
  if (found == places_.end()) {
    found = places_.emplace(spot, DutyPlace{duties_.told_at(spot), {}}).first;
  }
  auto& place = found->second;
  if (listener.place_ == &place) {
    return nullptr;
  }
  unfollow(listener);
  listener.place_ = &place;
  listener.seat_ = static_cast<std::uint32_t>(place.listeners.size());
  place.listeners.push_back(&listener);
  return place.told.frame;
}

void DutyBoard::unfollow(DutyListener& listener) {
  auto* place = std::exchange(listener.place_, nullptr);
  if (place == nullptr) {
    return;
  }
  auto& listeners = place->listeners;
  listeners.back()->seat_ = listener.seat_;  // the last takes his seat
  listeners[listener.seat_] = listeners.back();
  listeners.pop_back();
}

void DutyBoard::tell(const DutyNews& news) {
  for (const auto& [spot, told] : news) {
    const auto found = places_.find(spot);
    if (found == places_.end() || found->second.told.version >= told.version) {
      continue;
    }
    found->second.told = told;
    for (auto* listener : found->second.listeners) {
      listener->on_duty(told.frame);
    }
  }
}

net::Frame DutyBoard::come(InboxId inbox, DutyListener& listener) {
  auto& guests = guests_[inbox];
  listener.guests_ = &guests;
  listener.guest_ = static_cast<std::uint32_t>(guests.size());
  guests.push_back(&listener);
  return duties_.closed(inbox) ? closed_frame() : nullptr;
}

void DutyBoard::go(DutyListener& listener) {
  auto* guests = std::exchange(listener.guests_, nullptr);
  if (guests != nullptr) {
    guests->back()->guest_ = listener.guest_;  // as for a seat
    (*guests)[listener.guest_] = guests->back();
    guests->pop_back();
  }
}

void DutyBoard::tell_closed(const std::vector<InboxId>& closed) {
  for (const auto inbox : closed) {
    if (const auto found = guests_.find(inbox); found != guests_.end()) {
      for (auto* listener : found->second) {
        listener->on_inbox_closed(closed_frame());
      }
    }
  }
}

Duties::Duties(net::Reactors& reactors, const Clock& clock, access::Directories& directories)
    : reactors_(reactors), clock_(clock), directories_(directories) {
  for (std::size_t i = 0; i < reactors.count(); ++i) {
    boards_.push_back(std::make_unique<DutyBoard>(*this));
  }
}

void Duties::refresh(db::Session& session) {
  auto directory = directories_.current(session);
  auto states = team::states(session);
  const std::lock_guard lock(mutex_);
  const auto before = std::exchange(directory_, std::move(directory));
  tell_closed(before.get());
  states_ = std::move(states);
  look(clock_.now());
}

void Duties::publish(const std::vector<journal::Entry>& entries, db::Session& session) {
  if (std::ranges::any_of(entries, matters)) {
    refresh(session);
  }
}

void Duties::tick() {
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  if (directory_ && (now >= look_again_ || now < looked_at_)) {
    look(now);
  }
}

DutyTold Duties::told_at(const DutySpot& spot) {
  const std::lock_guard lock(mutex_);
  const auto known = known_.find(spot);
  if (known != known_.end()) {
    return known->second.told;
  }
  // The moment of the last look: the next one is then due when this place needs it too.
  return known_.emplace(spot, found(spot, looked_at_)).first->second.told;
}

bool Duties::closed(InboxId inbox) {
  const std::lock_guard lock(mutex_);
  return is_closed(directory_.get(), inbox);
}

void Duties::tell_closed(const access::Directory* before) {
  std::vector<InboxId> closed;
  for (const auto& [id, inbox] : directory_->inboxes) {
    if (!inbox.active && !is_closed(before, id)) {
      closed.push_back(id);
    }
  }
  for (std::size_t i = 0; !closed.empty() && i < boards_.size(); ++i) {
    reactors_.at(i).post([&board = *boards_[i], closed] { board.tell_closed(closed); });
  }
}

Duties::Known Duties::found(const DutySpot& spot, Time now) {
  require(directory_ != nullptr, "who is there was read before anybody asks");
  const auto duty = routing::duty(*directory_, states_, {spot.first, spot.second}, now);
  const auto* inbox = directory_->inbox(spot.first);
  if (inbox != nullptr && inbox->hours) {
    look_again_ = std::min(look_again_, hours::changes_at(*inbox->hours, now).value_or(look_again_));
  }
  return {duty, {++version_, net::frame(text_of(duty))}};
}

void Duties::look(Time now) {
  looked_at_ = now;
  look_again_ = now + look_again_within;
  DutyNews news;
  for (auto& [spot, known] : known_) {
    auto fresh = found(spot, now);
    if (fresh.duty != known.duty) {
      known = std::move(fresh);
      news.emplace_back(spot, known.told);
    }
  }
  if (news.empty()) {
    return;
  }
  for (std::size_t i = 0; i < boards_.size(); ++i) {
    reactors_.at(i).post([&board = *boards_[i], news] { board.tell(news); });
  }
}

}  // namespace zhiyin::channel::web
