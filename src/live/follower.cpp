#include "live/follower.hpp"

#include <algorithm>
#include <iterator>

#include "live/wire.hpp"
#include "platform/logging/logging.hpp"

namespace zhiyin::live {
namespace {

constexpr std::int64_t batch_max = 1'000;
constexpr std::chrono::milliseconds poll_every{100};

}  // namespace

std::vector<std::vector<journal::Entry>> pieces(std::vector<journal::Entry> entries) {
  const auto private_again = [](const journal::Entry& before, const journal::Entry& after) {
    return event::is_conversation(before) && !event::is_conversation(after);
  };
  std::vector<std::vector<journal::Entry>> all;
  for (auto at = entries.begin(); at != entries.end();) {
    const auto last = std::ranges::adjacent_find(at, entries.end(), private_again);
    const auto end = last == entries.end() ? last : std::next(last);
    all.emplace_back(std::move_iterator{at}, std::move_iterator{end});
    at = end;
  }
  return all;
}

Follower::Follower(db::Store& store, Hub& hub, Listen listen, std::function<void()> before_relay, MetricRegistry& metrics,
                   ListenToAll listen_to_all)
    : store_(store),
      hub_(hub),
      listen_(std::move(listen)),
      listen_to_all_(std::move(listen_to_all)),
      before_relay_(std::move(before_relay)),
      relayed_(metrics.counter("live_facts_total", "Facts told to this gateway's sockets")),
      session_(store.open_reading()) {
  session_->begin();
  auto head = journal::head(*session_);
  session_->commit();
  log_id_ = std::move(head.log_id);
  pos_ = head.pos;
  listen_(std::make_shared<const std::vector<Relayed>>(), pos_);
  thread_ = std::thread([this] { run(); });
}

Follower::~Follower() {
  stop();
}

void Follower::hint() {
  {
    const std::lock_guard lock(mutex_);
    hinted_ = true;
  }
  woken_.notify_one();
}

void Follower::run() {
  while (true) {
    bool more = false;
    try {
      more = relay_some();
    } catch (const db::Failure& failure) {
      logging::warning("live", "the log cannot be followed now: {}", failure.what());
      session_->rollback();
    }
    std::unique_lock lock(mutex_);
    if (!more) {
      woken_.wait_for(lock, poll_every, [this] { return hinted_ || stopped_; });
    }
    hinted_ = false;
    if (stopped_) {
      return;
    }
  }
}

bool Follower::relay_some() {
  if (session_->lost()) {
    session_ = store_.open_reading();
  }
  session_->begin();
  auto entries = journal::read_after(*session_, pos_, batch_max);
  session_->commit();
  if (entries.empty()) {
    return false;
  }
  if (before_relay_) {
    before_relay_();
  }
  for (const auto& piece : pieces(std::move(entries))) {
    relay(piece);
  }
  return true;
}

void Follower::relay(const std::vector<journal::Entry>& piece) {
  auto relayed = std::make_shared<std::vector<Relayed>>();
  relayed->reserve(piece.size());
  for (const auto& entry : piece) {
    if (auto fact = event::read(entry)) {
      auto frame = net::frame(wire::fact(*fact));
      relayed->push_back({std::move(*fact), std::move(frame)});
    }
  }
  if (listen_to_all_) {
    listen_to_all_(piece, *session_);
  }
  pos_ = piece.back().pos;
  relayed_.add(relayed->size());
  const Batch batch = std::move(relayed);
  listen_(batch, pos_);
  hub_.publish(batch);
}

void Follower::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  woken_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
}

}  // namespace zhiyin::live
