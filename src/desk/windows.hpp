// Windows on lists, evaluated by the server in memory: a thread that keeps the roster by the facts that come by, and tells watchers what
// changed, at most ten times a second.
//
// The roster is filled when somebody first watches. From the moment before its first read, every conversation that a fact names is read
// again: what was committed before a read is in it, what comes later is named by a fact that is yet to come. So nothing falls between.
//
// Whoever begins to watch gets a window with everything that was committed before he asked: it waits until the facts that came by have
// reached where the log's end was then.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <variant>
#include <vector>

#include "desk/lists.hpp"
#include "desk/settings.hpp"
#include "live/hub.hpp"
#include "platform/clock/clock.hpp"
#include "platform/db/store.hpp"
#include "platform/journal/journal.hpp"
#include "platform/metric/metric.hpp"

namespace zhiyin::desk {

/// One socket that watches, all its windows together.
using SocketId = std::int64_t;

/// One window of a socket. It says itself, on its reactor, whether it still wants frames.
struct Watcher {
  net::Reactor* home = nullptr;
  /// Called on `home`; must look whether its socket is still there.
  std::function<void(const net::Frame&)> deliver;
  std::weak_ptr<void> alive;
};

class Windows {
 public:
  static constexpr std::chrono::milliseconds coalesce{100};
  static constexpr std::chrono::milliseconds age_every{1'000};
  static constexpr std::size_t chunk_rows = 5'000;  ///< read by one statement

  Windows(db::Store& store, const Clock& clock, RosterLimits limits, MetricRegistry& metrics);
  ~Windows();
  Windows(const Windows&) = delete;
  Windows& operator=(const Windows&) = delete;

  [[nodiscard]] SocketId new_socket() { return next_socket_.fetch_add(1); }
  /// The watcher gets a whole `window` soon, then `rows`. Ends when its `alive` is gone. Any thread.
  void watch(SocketId socket, Wish wish, access::Viewer viewer, Watcher watcher);
  /// What the socket's person may see is another set from now on: what he may see no more is taken from his windows, before anything
  /// that was committed later is shown there. Call it before on_batch with later facts. Any thread.
  void viewer_changed(SocketId socket, access::Viewer viewer);
  /// Which rows these facts may have changed; all facts up to `pos` have come by. In order of position; any thread.
  void on_batch(const live::Batch& batch, std::int64_t pos);
  /// The same for inner facts, among entries of all kinds; before on_batch with their position. Any thread.
  void on_inner(const std::vector<journal::Entry>& entries);
  void stop();

 private:
  struct NewWatcher {
    SocketId socket = 0;
    Wish wish;
    access::Viewer viewer;
    Watcher watcher;
  };
  struct NewViewer {
    SocketId socket = 0;
    access::Viewer viewer;
  };
  using Request = std::variant<NewWatcher, NewViewer>;
  struct Newcomer {
    NewWatcher asked;
    std::int64_t pos = -1;  // waits for the facts up to here; below 0: not known yet
  };
  struct Held {
    SocketId socket = 0;
    std::shared_ptr<const Watcher> watcher;  // shared with frames on their way to its reactor
  };
  struct Delivery {
    std::shared_ptr<const Watcher> watcher;
    net::Frame frame;
  };
  /// How far the facts of a conversation have come by, and its inner facts; 0: none of late.
  struct Told {
    std::int64_t revision = 0;
    std::int64_t inner = 0;
    void raise(const Told& to) {
      revision = std::max(revision, to.revision);
      inner = std::max(inner, to.inner);
    }
  };
  using Changed = std::unordered_map<ConversationId, Told>;
  /// A row that is newer than the facts that came by.
  struct Ahead {
    conversation::Listed listed;
    Told told;
  };

  void run();
  void obey(Request request);
  /// One turn after its requests were taken.
  void turn(Changed changed, std::int64_t followed, bool beat);
  /// Lets those in whose facts have come by; says for which position the next one waits.
  void admit(std::int64_t followed);
  void fill();
  [[nodiscard]] bool fill_from(bool open);
  /// Takes rows in that were named, but none that is newer than the facts that came by: those wait for theirs.
  void refresh(Changed changed);
  /// Takes what it has done out of `changed`.
  void read_again(std::span<const ConversationId> ids, Changed& changed);
  void take_row(conversation::Listed listed, const Told& told, std::vector<Row>& into);
  void sweep();
  void send_out();
  [[nodiscard]] db::Session& session();
  [[nodiscard]] bool stopped();
  [[nodiscard]] Lists::Deliver gathering();
  void show_figures();

  db::Store& store_;
  const Clock& clock_;
  RosterLimits limits_;
  Histogram& turn_seconds_;
  Counter& frames_;
  Gauge& windows_gauge_;
  Gauge& watchers_gauge_;
  Gauge& rows_gauge_;
  Gauge& refused_gauge_;
  std::atomic<SocketId> next_socket_{1};

  std::mutex mutex_;
  std::condition_variable woken_;
  std::vector<Request> requests_;
  Changed changed_;  // those not looked at yet
  bool collecting_ = false;
  std::int64_t followed_ = 0;
  std::int64_t awaited_ = INT64_MAX;  // the position that the next newcomer waits for
  bool stopped_ = false;

  // The thread's own.
  Lists lists_;
  bool filled_ = false;
  std::unique_ptr<db::Session> session_;
  std::deque<Newcomer> newcomers_;
  std::unordered_map<WatcherId, Held> watchers_;
  WatcherId next_watcher_ = 1;
  std::unordered_map<ConversationId, Ahead> ahead_;
  std::unordered_map<net::Reactor*, std::vector<Delivery>> outgoing_;
  std::thread thread_;
};

}  // namespace zhiyin::desk
