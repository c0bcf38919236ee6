#include "channel/web/place.hpp"

#include <algorithm>

#include "event/access.hpp"
#include "event/conversation.hpp"
#include "live/told.hpp"

namespace zhiyin::channel::web {
namespace {

routing::Spot spot_of(const conversation::Work& work) {
  return {work.inbox, work.team};
}

}  // namespace

std::string place_text(const Place& place) {
  auto w = live::message(live::Told::place);
  w.field("ahead", place.ahead).name("wait_s");
  place.wait ? w.number(place.wait->count()) : w.null();
  return w.end_object().take();
}

void PlaceBoard::follow(ConversationId conversation, PlaceListener& listener) {
  if (listener.waits_ == conversation) {
    return;
  }
  unfollow(listener);
  listener.waits_ = conversation;
  waiting_[conversation].push_back(&listener);
  places_.count(1);
  if (picture_ && picture_->change == places_.change()) {  // else the next look tells him
    tell_one(listener);
  }
}

void PlaceBoard::unfollow(PlaceListener& listener) {
  if (listener.waits_.none()) {
    return;
  }
  const auto found = waiting_.find(listener.waits_);
  std::erase(found->second, &listener);
  if (found->second.empty()) {
    waiting_.erase(found);
  }
  listener.waits_ = {};
  listener.told_.reset();
  places_.count(-1);
}

void PlaceBoard::tell(QueuePicturePtr picture) {
  picture_ = std::move(picture);
  for (const auto& [conversation, listeners] : waiting_) {
    for (auto* listener : listeners) {
      tell_one(*listener);
    }
  }
}

void PlaceBoard::tell_one(PlaceListener& listener) const {
  const auto found = picture_->places.find(listener.waits_);
  if (found != picture_->places.end() && listener.told_ != found->second) {
    listener.told_ = found->second;
    listener.on_place(net::frame(place_text(found->second)));
  }
}

Places::Places(net::Reactors& reactors, const Clock& clock, access::Directories& directories, reading::ReadingPool& reading)
    : reactors_(reactors), clock_(clock), directories_(directories), reading_(reading) {
  for (std::size_t i = 0; i < reactors.count(); ++i) {
    boards_.push_back(std::make_unique<PlaceBoard>(*this));
  }
}

void Places::publish(const std::vector<journal::Entry>& entries, db::Session& session) {
  std::vector<std::int64_t> come;
  bool moved = false;
  const std::lock_guard lock(mutex_);
  for (const auto& entry : entries) {
    const ConversationId id{entry.subject};
    if (entry.kind == "stage_changed") {
      const auto fact = event::read(entry);
      const auto* change = fact ? std::get_if<event::StageChanged>(&fact->change) : nullptr;
      const auto stage = change != nullptr ? change->stage : Stage::queued;  // what cannot be read is looked up
      moved = true;
      if (stage == Stage::queued) {
        come.push_back(id.value());
      } else if (stage == Stage::assigned) {
        waits_.taken(id, entry.at);
      } else {
        waits_.left(id);
      }
    } else if (entry.kind == "conversation_opened" || entry.kind == "inner_team") {
      moved = true;
      come.push_back(id.value());
    } else if (entry.kind == "message_sent") {
      moved = moved || waits_.knows(id);  // who was answered before waits since his next word
    } else {
      moved = moved || entry.kind == "inner_priority" || event::read_access(entry).has_value();
    }
  }
  if (!come.empty()) {
    for (const auto& work : conversation::standing(session, come)) {
      if (work.stage == Stage::queued) {
        waits_.begins(work.id, spot_of(work), work.since);
      }
    }
  }
  if (moved) {
    ++change_;
  }
}

void Places::tick() {
  const auto now = clock_.now();
  if (looking_ || listeners_ == 0) {
    return;
  }
  const auto change = change_.load();
  const auto since = now - looked_at_;
  const bool due = change != looked_at_change_ ? since >= look_every : since >= renew_every;
  if (!due && since >= Millis{0}) {  // the clock itself may have been set
    return;
  }
  looking_ = true;
  looked_at_ = now;
  looked_at_change_ = change;
  reading_.ask<QueuePicture>(
      reactors_.at(0), [this, change](db::Session& session) { return look(session, change); },
      [this](Result<QueuePicture> picture) { looked(std::move(picture)); });
}

QueuePicture Places::look(db::Session& session, std::int64_t change) {
  const auto directory = directories_.current(session);
  const auto queue = routing::queue(session, *directory);
  std::vector<routing::Spot> spots;
  spots.reserve(queue.size());
  std::ranges::transform(queue, std::back_inserter(spots), spot_of);
  const auto ahead = routing::ahead_of(
      spots, [&](const routing::Spot& one, const routing::Spot& other) { return routing::rivals(*directory, one, other); });
  const auto now = clock_.now();
  QueuePicture picture{change, {}};
  const std::lock_guard lock(mutex_);
  for (std::size_t i = 0; i < queue.size(); ++i) {
    waits_.begins(queue[i].id, spots[i], queue[i].since);  // those of before this process began
    const auto waited = std::max(Millis{0}, std::chrono::duration_cast<Millis>(now - queue[i].since));
    picture.places.emplace(queue[i].id, Place{ahead[i], waits_.left_for(spots[i], waited, now)});
  }
  return picture;
}

void Places::looked(Result<QueuePicture> picture) {
  looking_ = false;
  if (!picture) {
    looked_at_change_ = 0;  // the next look tries again
    return;
  }
  const auto shared = std::make_shared<const QueuePicture>(std::move(*picture));
  for (std::size_t i = 0; i < boards_.size(); ++i) {
    reactors_.at(i).post([&board = *boards_[i], shared] { board.tell(shared); });
  }
}

}  // namespace zhiyin::channel::web
