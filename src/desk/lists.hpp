// The lists of all agents of this process: the roster, one window for all who watch the same view with the same sight, and who watches
// what. It knows no store, thread, socket or clock: rows, time and viewers come in, frames go out. Whoever calls takes turns.
//
// Sight is what of a viewer the rule of visibility looks at. Whose own part in a conversation shows him nothing that his inboxes and teams
// do not show him anyway sees what his colleagues see, and shares their windows; as soon as it does, his are his own.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "access/viewer.hpp"
#include "desk/window.hpp"
#include "platform/net/socket.hpp"

namespace zhiyin::desk {

/// A window of one socket.
using WatcherId = std::int64_t;

struct Wish {
  std::string name;  ///< the client's name for the view
  View view;
  std::size_t limit = 0;
};

struct ListFigures {
  std::size_t windows = 0;
  std::size_t watchers = 0;
  std::size_t rows = 0;
  std::uint64_t rows_refused = 0;
};

/// Faults for tests and proofs to notice; never on elsewhere. `unseen_rows`: a window does not ask who sees a row; `count_all`: its total
/// does not.
enum class ListPlant : std::uint8_t { none, forget_removal, forget_rekey, forget_ageing, unseen_rows, count_all };

class Lists {
 public:
  using Deliver = std::function<void(std::span<const WatcherId>, const net::Frame&)>;

  Lists(RosterLimits limits, Time now, ListPlant plant = ListPlant::none) : roster_(limits), now_(now), plant_(plant) {}

  /// Rows as they are now; all at once is cheaper than one by one. Those resolved long ago stay outside.
  void put(std::vector<Row> rows);
  void remove(ConversationId id);
  /// Time has come to `now`: what hangs on it alone comes and goes, and what was resolved long ago goes.
  void age(Time now);

  void watch(WatcherId watcher, Wish wish, const access::Viewer& viewer);
  void unwatch(WatcherId watcher);
  /// These watchers may see other things from now on; they are told the difference. All at once is cheaper than one by one.
  void viewers_changed(const std::vector<std::pair<WatcherId, access::Viewer>>& viewers);

  /// Tells newcomers the whole as it is now, and those whose window is another one now what is different there; nobody else.
  void welcome(const Deliver& deliver);
  /// Tells everybody what has changed since he was told last.
  void tell(const Deliver& deliver);

  [[nodiscard]] ListFigures figures() const;
  [[nodiscard]] const Roster& roster() const { return roster_; }
  [[nodiscard]] Time now() const { return now_; }

 private:
  /// Those who know the same of a window, by the same name.
  struct Group {
    ShownPtr knows;  // nullptr: nothing yet
    std::string name;
    bool arriving = false;  // not welcomed yet
    friend auto operator<=>(const Group&, const Group&) = default;
  };
  struct Watched {
    explicit Watched(Window w) : window(std::move(w)) {}
    Window window;
    std::map<Group, std::vector<WatcherId>> groups;
    bool arrivals = false;  // some group may be arriving
  };
  /// Everybody who may see exactly the same.
  struct Eye {
    access::Viewer viewer;
    std::int64_t own = 0;  // rows that only his part in them shows him
    std::set<WatcherId> watchers;
  };
  struct Watching {
    Wish wish;
    std::string eye;     // key of eyes_
    std::string window;  // key of windows_
  };

  void apply(std::span<const Change> changes);
  void drop_outdated();
  void apply_to(Window& window, const Change& change) const;
  void age_window(Window& window, Time to) const;
  [[nodiscard]] std::string join_eye(WatcherId watcher, const access::Viewer& viewer);
  void leave_eye(WatcherId watcher, const std::string& eye);
  /// Keeps `own` of those whom the row concerns; gives the eyes whose sight is another one by it.
  [[nodiscard]] std::set<std::string> count_own(const Change& change);
  struct Difference {
    Rows lost;
    Rows gained;
  };
  /// What one of two sights shows and the other does not, by the keys of both.
  using Differing = std::map<std::pair<std::string, std::string>, Difference>;
  [[nodiscard]] const Difference& differing(const access::Viewer& before, const access::Viewer& now, Differing& known) const;
  /// Into the window of his view and sight, which is made if need be: from `before`, when that is the same view.
  void sit(WatcherId watcher, Watching& watching, ShownPtr has, const Window* before, Differing& known);
  /// What he knows; nullptr: nothing. The window stays, with nobody there maybe.
  [[nodiscard]] ShownPtr stand_up(WatcherId watcher, const Watching& watching);
  void close_if_empty(const std::string& window);
  void reseat(std::span<const WatcherId> watchers);
  [[nodiscard]] ShownPtr shown_in(const Window& window) const;
  void tell_groups(Watched& watched, bool arriving_only, const Deliver& deliver) const;

  Roster roster_;
  Time now_;
  ListPlant plant_;
  std::map<std::string, Eye> eyes_;
  std::unordered_multimap<AgentId, std::string> eyes_of_;
  std::unordered_map<std::string, Watched> windows_;
  std::unordered_map<WatcherId, Watching> watchers_;
};

}  // namespace zhiyin::desk
