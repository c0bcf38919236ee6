#include "desk/windows.hpp"

#include <unordered_map>
#include <unordered_set>

#include "live/wire.hpp"
#include "platform/json/writer.hpp"
#include "platform/logging/logging.hpp"

namespace zhiyin::desk {
namespace {

/// One post per reactor, whatever the number of its watchers.
void deliver(const std::vector<Watcher>& watchers, const net::Frame& frame) {
  std::unordered_map<net::Reactor*, std::vector<Watcher>> by_home;
  for (const auto& watcher : watchers) {
    by_home[watcher.home].push_back(watcher);
  }
  for (auto& [home, at_home] : by_home) {
    home->post([mine = std::move(at_home), frame] {
      for (const auto& watcher : mine) {
        if (const auto alive = watcher.alive.lock()) {
          watcher.deliver(frame);
        }
      }
    });
  }
}

void begin(json::Writer& w, std::string_view type, const WindowKey& key, std::int64_t total) {
  w.begin_object().field("t", type).field("view", live::wire::view_text(key.view)).field("total", total);
}

}  // namespace

Windows::Windows(db::Store& store, MetricRegistry& metrics)
    : store_(store), evaluate_seconds_(metrics.histogram("desk_window_seconds", "Evaluating one window on a list")) {
  thread_ = std::thread([this] { run(); });
}

Windows::~Windows() {
  stop();
}

void Windows::watch(const WindowKey& key, Watcher watcher) {
  {
    const std::lock_guard lock(mutex_);
    windows_[key].newcomers.push_back(std::move(watcher));
    newcomers_ = true;
  }
  woken_.notify_one();
}

void Windows::on_batch(const live::Batch& batch) {
  bool queue = false;
  bool stages = false;
  std::unordered_set<AgentId> owners;
  for (const auto& relayed : *batch) {
    stages = stages || std::holds_alternative<event::StageChanged>(relayed.fact.change);
    queue = queue || relayed.fact.assignee.none();
    owners.insert(relayed.fact.assignee);
  }
  const std::lock_guard lock(mutex_);
  for (auto& [key, window] : windows_) {
    switch (key.view) {
      case conversation::View::open: window.dirty = true; break;
      case conversation::View::queue: window.dirty = window.dirty || queue || stages; break;
      case conversation::View::mine: window.dirty = window.dirty || stages || owners.contains(key.me); break;
    }
  }
}

std::vector<Windows::Work> Windows::next_work() {
  std::vector<Work> all;
  newcomers_ = false;
  for (auto at = windows_.begin(); at != windows_.end();) {
    auto& [key, window] = *at;
    std::erase_if(window.watchers, [](const Watcher& w) { return w.alive.expired(); });
    if (window.watchers.empty() && window.newcomers.empty()) {
      at = windows_.erase(at);
      continue;
    }
    if (window.dirty || !window.newcomers.empty()) {
      window.dirty = false;
      all.push_back({key, window.watchers, window.newcomers});
      window.watchers.insert(window.watchers.end(), window.newcomers.begin(), window.newcomers.end());
      window.newcomers.clear();
    }
    ++at;
  }
  return all;
}

void Windows::run() {
  std::unique_ptr<db::Session> session;
  while (true) {
    std::vector<Work> work;
    {
      std::unique_lock lock(mutex_);
      woken_.wait_for(lock, coalesce, [this] { return stopped_ || newcomers_; });
      if (stopped_) {
        return;
      }
      work = next_work();
    }
    for (auto& one : work) {
      const auto key = one.key;
      try {
        if (!session || session->lost()) {
          session = store_.open_reading();
        }
        evaluate(*session, std::move(one));
      } catch (const db::Failure& failure) {
        logging::warning("desk", "a window could not be evaluated: {}", failure.what());
        if (session) {
          session->rollback();
        }
        const std::lock_guard lock(mutex_);
        windows_[key].dirty = true;  // everybody gets it whole once the store answers
        windows_[key].total = -1;
      }
    }
  }
}

void Windows::evaluate(db::Session& session, Work work) {
  const auto began = std::chrono::steady_clock::now();
  session.begin();
  const auto list = conversation::list(session, work.key.view, work.key.me, work.key.limit);
  session.commit();
  std::vector<Row> rows;
  rows.reserve(list.rows.size());
  for (const auto& conversation : list.rows) {
    rows.push_back({conversation.id.text(), live::wire::row(conversation)});
  }
  std::vector<Row> before;
  std::int64_t total_before = 0;
  {
    const std::lock_guard lock(mutex_);
    auto& window = windows_[work.key];
    before = std::exchange(window.rows, rows);
    total_before = std::exchange(window.total, list.total);
  }
  if (total_before < 0) {  // the first evaluation, or the first after trouble
    work.newcomers.insert(work.newcomers.end(), work.watchers.begin(), work.watchers.end());
    work.watchers.clear();
  }
  if (!work.newcomers.empty()) {
    deliver(work.newcomers, net::frame(whole(work.key, rows, list.total)));
  }
  if (!work.watchers.empty() && (before != rows || total_before != list.total)) {
    deliver(work.watchers, net::frame(difference(work.key, before, rows, list.total)));
  }
  evaluate_seconds_.observe(std::chrono::steady_clock::now() - began);
}

std::string Windows::whole(const WindowKey& key, const std::vector<Row>& rows, std::int64_t total) {
  json::Writer w;
  begin(w, "window", key, total);
  w.name("rows").begin_array();
  for (const auto& row : rows) {
    w.raw(row.json);
  }
  return w.end_array().end_object().take();
}

std::string Windows::difference(const WindowKey& key, const std::vector<Row>& before, const std::vector<Row>& now, std::int64_t total) {
  std::unordered_map<std::string_view, std::string_view> old;
  for (const auto& row : before) {
    old.emplace(row.id, row.json);
  }
  json::Writer w;
  begin(w, "rows", key, total);
  w.name("upsert").begin_array();
  for (const auto& row : now) {
    const auto found = old.find(row.id);
    if (found == old.end() || found->second != row.json) {
      w.raw(row.json);
    }
    if (found != old.end()) {
      old.erase(found);
    }
  }
  w.end_array().name("remove").begin_array();
  for (const auto& [id, json] : old) {
    w.text(id);
  }
  return w.end_array().end_object().take();
}

void Windows::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  woken_.notify_one();
  if (thread_.joinable()) {
    thread_.join();
  }
}

}  // namespace zhiyin::desk
