#include "desk/windows.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "desk/caller.hpp"
#include "event/inner.hpp"
#include "platform/logging/logging.hpp"

namespace zhiyin::desk {

Windows::Windows(db::Store& store, const Clock& clock, RosterLimits limits, MetricRegistry& metrics, ListPlant plant)
    : store_(store),
      clock_(clock),
      limits_(limits),
      turn_seconds_(metrics.histogram("desk_evaluate_seconds", "Taking changed rows into all windows and telling what is different")),
      adopt_seconds_(metrics.histogram("desk_adopt_seconds", "Evaluating the windows of those whose rights or places are others now")),
      frames_(metrics.counter("desk_frames_total", "Messages about lists given to sockets")),
      windows_gauge_(metrics.gauge("desk_windows", "Different windows on lists")),
      watchers_gauge_(metrics.gauge("desk_watchers", "Windows on lists, each watcher's counted")),
      rows_gauge_(metrics.gauge("desk_rows", "Conversations held for lists")),
      refused_gauge_(metrics.gauge("desk_rows_refused", "Times that a conversation found no room among those held for lists")),
      lists_(limits, clock.now(), plant) {}

void Windows::watch(Wish wish, Onlooker onlooker, Watcher watcher) {
  {
    const std::lock_guard lock(mutex_);
    collecting_ = true;
    arrived_.push_back({std::move(wish), std::move(onlooker), std::move(watcher)});
  }
  woken_.notify_one();
}

void Windows::adopt(const access::DirectoryPtr& directory) {
  const auto began = std::chrono::steady_clock::now();
  const std::lock_guard lock(lists_mutex_);
  std::optional<std::vector<AgentId>> others;  // none: nobody knows who
  if (directory_) {
    others = access::changed_viewers(*directory_, *directory);
  }
  directory_ = directory;
  std::vector<std::pair<WatcherId, access::Viewer>> viewers;
  for (const auto& [id, held] : watchers_) {
    if (!others || std::ranges::binary_search(*others, held.person)) {
      auto viewer = viewer_of(*directory, held.person, held.scopes);
      viewer.person = held.person;  // also of one who is gone from the directory
      viewers.emplace_back(id, std::move(viewer));
    }
  }
  lists_.viewers_changed(viewers);
  lists_.welcome(gathering());
  send_out();
  adopt_seconds_.observe(std::chrono::steady_clock::now() - began);
}

void Windows::on_batch(const live::Batch& batch, std::int64_t pos) {
  bool awaited = false;
  {
    const std::lock_guard lock(mutex_);
    followed_ = std::max(followed_, pos);
    awaited = followed_ >= awaited_;
    if (collecting_) {
      for (const auto& relayed : *batch) {
        changed_[relayed.fact.conversation].raise({relayed.fact.revision, 0});
      }
    }
  }
  if (awaited) {
    woken_.notify_one();
  }
}

void Windows::on_inner(const std::vector<journal::Entry>& entries) {
  const std::lock_guard lock(mutex_);
  if (!collecting_) {
    return;
  }
  for (const auto& entry : entries) {
    if (event::is_inner(entry)) {
      changed_[ConversationId{entry.subject}].raise({0, entry.revision});
    }
  }
}

bool Windows::stopped() {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

bool Windows::wait_until(std::chrono::steady_clock::time_point moment) {
  std::unique_lock lock(mutex_);
  woken_.wait_until(lock, moment, [this] { return stopped_ || !arrived_.empty() || followed_ >= awaited_; });
  return !stopped_;
}

void Windows::rest_until(std::chrono::steady_clock::time_point moment) {
  std::unique_lock lock(mutex_);
  woken_.wait_until(lock, moment, [this] { return stopped_; });
}

bool Windows::step(bool beat) {
  std::vector<Newcomer> arrived;
  Changed changed;
  std::int64_t followed = 0;
  {
    const std::lock_guard lock(mutex_);
    arrived.swap(arrived_);
    changed.swap(changed_);
    followed = followed_;
    awaited_ = INT64_MAX;
  }
  {
    const std::lock_guard lock(lists_mutex_);
    std::ranges::move(arrived, std::back_inserter(newcomers_));
  }
  return turn(std::move(changed), followed, beat);
}

bool Windows::anybody() {
  const std::lock_guard lock(lists_mutex_);
  return !newcomers_.empty();
}

void Windows::place_newcomers() {
  {
    const std::lock_guard lock(lists_mutex_);
    if (newcomers_.empty() || newcomers_.back().pos >= 0) {
      return;
    }
  }
  auto& reading = session();
  reading.begin();
  const auto pos = journal::head(reading).pos;
  reading.commit();
  const std::lock_guard lock(lists_mutex_);
  for (auto& newcomer : newcomers_) {
    newcomer.pos = newcomer.pos < 0 ? pos : newcomer.pos;
  }
}

void Windows::admit(std::int64_t followed) {
  while (!newcomers_.empty() && newcomers_.front().pos <= followed) {
    auto newcomer = std::move(newcomers_.front());
    newcomers_.pop_front();
    auto& [viewer, scopes, generation] = newcomer.onlooker;
    const auto person = viewer.person;
    if (directory_ && directory_->generation > generation) {
      viewer = viewer_of(*directory_, person, scopes);
      viewer.person = person;
    }
    const auto id = next_watcher_++;
    watchers_.emplace(id, Held{person, scopes, std::make_shared<const Watcher>(std::move(newcomer.watcher))});
    lists_.watch(id, std::move(newcomer.wish), viewer);
  }
  if (!newcomers_.empty()) {
    const std::lock_guard lock(mutex_);
    awaited_ = newcomers_.front().pos;
  }
}

bool Windows::turn(Changed changed, std::int64_t followed, bool beat) {
  if (!filled_ && !anybody()) {
    return true;
  }
  try {
    if (!filled_) {
      fill();
      if (!filled_) {
        return true;
      }
      const std::lock_guard lock(lists_mutex_);
      lists_.age(clock_.now());  // what hangs on time is of now from the first window on
    }
    const auto began = std::chrono::steady_clock::now();
    refresh(std::move(changed));
    place_newcomers();
    const std::lock_guard lock(lists_mutex_);
    admit(followed);
    if (beat) {
      sweep();
      if (clock_.now() - lists_.now() >= age_every) {
        lists_.age(clock_.now());
      }
      lists_.tell(gathering());
      show_figures();
    } else {
      lists_.welcome(gathering());
    }
    send_out();
    turn_seconds_.observe(std::chrono::steady_clock::now() - began);
    return true;
  } catch (const db::Failure& failure) {
    logging::warning("desk", "lists cannot be kept now: {}", failure.what());
    if (session_) {
      session_->rollback();
    }
    return false;
  }
}

db::Session& Windows::session() {
  if (!session_ || session_->lost()) {
    session_ = store_.open_reading();
  }
  return *session_;
}

void Windows::fill() {
  filled_ = fill_from(true) && fill_from(false);
}

bool Windows::fill_from(bool open) {
  conversation::Mark mark;
  const auto room = open ? limits_.rows_max : limits_.resolved_max;
  const auto since = clock_.now() - limits_.resolved_within;
  for (std::size_t taken = 0; taken < room;) {
    if (stopped()) {
      return false;
    }
    auto& reading = session();
    reading.begin();
    constexpr auto chunk = static_cast<std::int64_t>(chunk_rows);
    auto rows = open ? conversation::open_rows(reading, mark, chunk) : conversation::resolved_rows(reading, since, mark, chunk);
    reading.commit();
    if (rows.empty()) {
      return true;
    }
    taken += rows.size();
    const auto& last = rows.back().conversation;
    mark = {open ? last.last_at : last.resolved_at, last.id};
    std::vector<Row> filled;
    filled.reserve(rows.size());
    for (auto& row : rows) {
      filled.push_back(row_of(std::move(row)));
    }
    const std::lock_guard lock(lists_mutex_);
    lists_.put(std::move(filled));
  }
  return true;
}

void Windows::take_row(conversation::Listed listed, const Told& told, std::vector<Row>& into) {
  auto known = told;
  if (const auto* held = lists_.roster().find(listed.conversation.id)) {
    known.raise({held->revision, held->inner_revision});
  }
  if (listed.conversation.revision <= known.revision && listed.conversation.inner_revision <= known.inner) {
    into.push_back(row_of(std::move(listed)));
  } else {
    ahead_.insert_or_assign(listed.conversation.id, Ahead{std::move(listed), told});
  }
}

void Windows::refresh(Changed changed) {
  std::vector<ConversationId> wanted;
  {
    const std::lock_guard lock(lists_mutex_);
    std::vector<Row> taken;
    for (auto& [id, told] : changed) {
      if (const auto found = ahead_.find(id); found != ahead_.end()) {
        auto ahead = std::move(found->second);
        ahead_.erase(found);
        told.raise(ahead.told);
        take_row(std::move(ahead.listed), told, taken);
      }
      wanted.push_back(id);
    }
    lists_.put(std::move(taken));
  }
  try {
    for (std::size_t from = 0; from < wanted.size(); from += chunk_rows) {
      read_again(std::span{wanted}.subspan(from, std::min(chunk_rows, wanted.size() - from)), changed);
    }
  } catch (const db::Failure&) {
    const std::lock_guard lock(mutex_);
    for (const auto& [id, told] : changed) {
      changed_[id].raise(told);
    }
    throw;
  }
}

void Windows::read_again(std::span<const ConversationId> ids, Changed& changed) {
  auto& reading = session();
  reading.begin();
  auto rows = conversation::rows_of(reading, ids);
  reading.commit();
  const std::lock_guard lock(lists_mutex_);
  std::vector<Row> taken;
  for (auto& row : rows) {
    const auto id = row.conversation.id;
    take_row(std::move(row), changed.at(id), taken);
    changed.erase(id);
  }
  lists_.put(std::move(taken));
  for (const auto id : ids) {
    if (changed.erase(id) != 0) {
      ahead_.erase(id);
      lists_.remove(id);  // it is not there any more
    }
  }
}

void Windows::sweep() {
  std::erase_if(watchers_, [this](const auto& item) {
    const bool gone = item.second.watcher->alive.expired();
    if (gone) {
      lists_.unwatch(item.first);
    }
    return gone;
  });
}

Lists::Deliver Windows::gathering() {
  return [this](std::span<const WatcherId> watchers, const net::Frame& frame) {
    for (const auto id : watchers) {
      const auto& watcher = watchers_.at(id).watcher;
      outgoing_[watcher->home].push_back({watcher, frame});
    }
  };
}

/// One post per reactor, whatever the number of its watchers.
void Windows::send_out() {
  for (auto& [home, deliveries] : outgoing_) {
    frames_.add(deliveries.size());
    home->post([mine = std::move(deliveries)] {
      for (const auto& delivery : mine) {
        if (const auto alive = delivery.watcher->alive.lock()) {
          delivery.watcher->deliver(delivery.frame);
        }
      }
    });
  }
  outgoing_.clear();
}

void Windows::show_figures() {
  const auto figures = lists_.figures();
  windows_gauge_.set(static_cast<std::int64_t>(figures.windows));
  watchers_gauge_.set(static_cast<std::int64_t>(figures.watchers));
  rows_gauge_.set(static_cast<std::int64_t>(figures.rows));
  refused_gauge_.set(static_cast<std::int64_t>(figures.rows_refused));
}

void Windows::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  woken_.notify_one();
}

Time Windows::as_of() {
  const std::lock_guard lock(lists_mutex_);
  return lists_.now();
}

}  // namespace zhiyin::desk
