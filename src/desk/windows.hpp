// Windows on lists, evaluated by the server in memory: keeps the roster by the facts that come by, and tells watchers what changed. It has
// no thread of its own: whoever steps it takes the turns (windows_thread.hpp, ten times a second; a simulation in its own time).
//
// The roster is filled when somebody first watches. From the moment before its first read, every conversation that a fact names is read
// again: what was committed before a read is in it, what comes later is named by a fact that is yet to come. So nothing falls between.
//
// Whoever begins to watch gets a window with everything that was committed before he asked: it waits until the facts that came by have
// reached where the log's end was then.
//
// Rights are changed in one place for all windows: adopt(), on the follower's own thread between what was committed before and after.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "access/directory.hpp"
#include "desk/lists.hpp"
#include "desk/settings.hpp"
#include "live/hub.hpp"
#include "platform/clock/clock.hpp"
#include "platform/db/store.hpp"
#include "platform/journal/journal.hpp"
#include "platform/metric/metric.hpp"

namespace zhiyin::desk {

/// One window of a socket. It says itself, on its reactor, whether it still wants frames.
struct Watcher {
  net::Reactor* home = nullptr;
  /// Called on `home`; must look whether its socket is still there.
  std::function<void(const net::Frame&)> deliver;
  std::weak_ptr<void> alive;
};

/// Who watches, as his connection knew him when he asked.
struct Onlooker {
  access::Viewer viewer;
  std::optional<identity::Rights> scopes;  ///< of the token that he came with
  std::int64_t generation = 0;             ///< of the directory that `viewer` is from
};

class Windows {
 public:
  static constexpr std::chrono::milliseconds age_every{1'000};
  static constexpr std::size_t chunk_rows = 5'000;  ///< read by one statement

  Windows(db::Store& store, const Clock& clock, RosterLimits limits, MetricRegistry& metrics, ListPlant plant = ListPlant::none);
  ~Windows() = default;
  Windows(const Windows&) = delete;
  Windows& operator=(const Windows&) = delete;

  /// The watcher gets a whole `window` soon, then `rows`. Ends when its `alive` is gone. Any thread.
  void watch(Wish wish, Onlooker onlooker, Watcher watcher);
  /// Everybody as he is from now on. When this returns, every window of whoever may see other things than before was evaluated anew, and
  /// what is different is on its way to his reactor: rows that he may see no more are gone, totals count what he sees. Call it before
  /// on_batch with later facts, and before any board is told of them. Any thread; waits for no store.
  void adopt(const access::DirectoryPtr& directory);
  /// Which rows these facts may have changed; all facts up to `pos` have come by. In order of position; any thread.
  void on_batch(const live::Batch& batch, std::int64_t pos);
  /// The same for inner facts, among entries of all kinds; before on_batch with their position. Any thread.
  void on_inner(const std::vector<journal::Entry>& entries);

  // For the one who takes the turns, on one thread.

  /// Takes in what came by and lets in who has come. On a `beat` everybody is told what has changed; between beats newcomers alone. False:
  /// the store could not be read; nothing is lost, and the next turn tries again.
  [[nodiscard]] bool step(bool beat);
  /// Until `moment`, or somebody need not wait so long. False once stop() was called.
  [[nodiscard]] bool wait_until(std::chrono::steady_clock::time_point moment);
  /// Until `moment`, or stop().
  void rest_until(std::chrono::steady_clock::time_point moment);
  /// Ends waiting, and a step that takes long. Any thread.
  void stop();
  /// The time that rows are looked at for; never goes back. Any thread.
  [[nodiscard]] Time as_of();

 private:
  struct Newcomer {
    Wish wish;
    Onlooker onlooker;
    Watcher watcher;
    std::int64_t pos = -1;  // waits for the facts up to here; below 0: not known yet
  };
  struct Held {
    AgentId person;
    std::optional<identity::Rights> scopes;
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

  /// The rest of a step after its requests were taken.
  [[nodiscard]] bool turn(Changed changed, std::int64_t followed, bool beat);
  /// Says of those who have just come for which position they wait.
  void place_newcomers();
  /// Lets those in whose facts have come by; says for which position the next one waits. With the lists held.
  void admit(std::int64_t followed);
  void fill();
  [[nodiscard]] bool fill_from(bool open);
  [[nodiscard]] bool anybody();
  /// Takes rows in that were named, but none that is newer than the facts that came by: those wait for theirs.
  void refresh(Changed changed);
  /// Takes what it has done out of `changed`.
  void read_again(std::span<const ConversationId> ids, Changed& changed);
  /// With the lists held, as all below.
  void take_row(conversation::Listed listed, const Told& told, std::vector<Row>& into);
  void sweep();
  void send_out();
  [[nodiscard]] Lists::Deliver gathering();
  void show_figures();

  [[nodiscard]] db::Session& session();
  [[nodiscard]] bool stopped();

  db::Store& store_;
  const Clock& clock_;
  RosterLimits limits_;
  Histogram& turn_seconds_;
  Histogram& adopt_seconds_;
  Counter& frames_;
  Gauge& windows_gauge_;
  Gauge& watchers_gauge_;
  Gauge& rows_gauge_;
  Gauge& refused_gauge_;

  std::mutex mutex_;
  std::condition_variable woken_;
  std::vector<Newcomer> arrived_;
  Changed changed_;  // those not looked at yet
  bool collecting_ = false;
  std::int64_t followed_ = 0;
  std::int64_t awaited_ = INT64_MAX;  // the position that the next newcomer waits for
  bool stopped_ = false;

  // Held from a change of the lists until what it tells was posted, so that a watcher's frames keep their order; never while the store is
  // read. Taken before mutex_.
  std::mutex lists_mutex_;
  Lists lists_;
  access::DirectoryPtr directory_;  // the newest adopted, shared with the boards; nullptr: nothing has changed since the start
  std::deque<Newcomer> newcomers_;
  std::unordered_map<WatcherId, Held> watchers_;
  WatcherId next_watcher_ = 1;
  std::unordered_map<net::Reactor*, std::vector<Delivery>> outgoing_;

  // Of the thread that takes the turns.
  bool filled_ = false;
  std::unique_ptr<db::Session> session_;
  std::unordered_map<ConversationId, Ahead> ahead_;
};

}  // namespace zhiyin::desk
