// Windows on lists, evaluated by the server: each distinct one is asked for at most ten times a second, whoever watches it, and its
// watchers are told what changed in it.
#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "conversation/reading.hpp"
#include "live/hub.hpp"
#include "platform/db/store.hpp"
#include "platform/metric/metric.hpp"

namespace zhiyin::desk {

struct WindowKey {
  conversation::View view = conversation::View::queue;
  AgentId me;  ///< none unless the view depends on who looks
  std::int64_t limit = 0;
  friend auto operator<=>(const WindowKey&, const WindowKey&) = default;
};

/// One socket that watches. It says itself, on its reactor, whether it still wants frames.
struct Watcher {
  net::Reactor* home = nullptr;
  /// Called on `home`; must look whether its socket is still there.
  std::function<void(const net::Frame&)> deliver;
  std::weak_ptr<void> alive;
};

class Windows {
 public:
  static constexpr std::chrono::milliseconds coalesce{100};

  Windows(db::Store& store, MetricRegistry& metrics);
  ~Windows();
  Windows(const Windows&) = delete;
  Windows& operator=(const Windows&) = delete;

  /// The watcher gets a whole `window` soon, then `rows`. Ends when its `alive` is gone. Any thread.
  void watch(const WindowKey& key, Watcher watcher);
  /// Which windows these facts may have changed. Any thread.
  void on_batch(const live::Batch& batch);
  void stop();

 private:
  struct Row {
    std::string id;
    std::string json;
    friend bool operator==(const Row&, const Row&) = default;
  };
  struct Window {
    bool dirty = true;
    std::vector<Watcher> watchers;
    std::vector<Watcher> newcomers;
    std::vector<Row> rows;
    std::int64_t total = -1;
  };
  struct Work {
    WindowKey key;
    std::vector<Watcher> watchers;
    std::vector<Watcher> newcomers;
  };

  void run();
  [[nodiscard]] std::vector<Work> next_work();
  void evaluate(db::Session& session, Work work);
  [[nodiscard]] static std::string whole(const WindowKey& key, const std::vector<Row>& rows, std::int64_t total);
  [[nodiscard]] static std::string difference(const WindowKey& key, const std::vector<Row>& before, const std::vector<Row>& now,
                                              std::int64_t total);

  db::Store& store_;
  Histogram& evaluate_seconds_;
  std::mutex mutex_;
  std::condition_variable woken_;
  std::map<WindowKey, Window> windows_;
  bool newcomers_ = false;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace zhiyin::desk
