// Tells waiting visitors whether anybody is on duty, and all of an inbox when it is switched off. What is told is found once, when
// something has changed; sockets share its bytes.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>
#include <vector>

#include "access/directory.hpp"
#include "platform/clock/clock.hpp"
#include "platform/journal/journal.hpp"
#include "platform/net/reactor.hpp"
#include "platform/net/socket.hpp"
#include "routing/rules.hpp"
#include "team/model.hpp"

namespace zhiyin::channel::web {

class Duties;

/// Somebody who came to an inbox, and waits at one place of it or at none. Calls come on the board's reactor.
class DutyListener {
 public:
  DutyListener() = default;
  virtual ~DutyListener() = default;
  DutyListener(const DutyListener&) = delete;
  DutyListener& operator=(const DutyListener&) = delete;
  virtual void on_duty(const net::Frame& frame) = 0;
  /// His inbox takes nothing new any more.
  virtual void on_inbox_closed(const net::Frame& frame) = 0;

 private:
  friend class DutyBoard;
  struct DutyPlace* place_ = nullptr;
  std::uint32_t seat_ = 0;  // in its place's list
  std::vector<DutyListener*>* guests_ = nullptr;
  std::uint32_t guest_ = 0;  // in his inbox's list
};

/// What is told at one place, and to whom.
struct DutyTold {
  std::int64_t version = 0;  ///< of two the higher is the newer
  net::Frame frame;
};
struct DutyPlace {
  DutyTold told;
  std::vector<DutyListener*> listeners;
};

using DutySpot = std::pair<InboxId, TeamId>;
using DutyNews = std::vector<std::pair<DutySpot, DutyTold>>;

/// Of one reactor, touched only there.
class DutyBoard {
 public:
  explicit DutyBoard(Duties& duties) : duties_(duties) {}

  /// He waits here from now on, and nowhere else. Gives what holds now; nothing when he has been waiting here before.
  [[nodiscard]] net::Frame follow(const routing::Spot& at, DutyListener& listener);
  void unfollow(DutyListener& listener);
  void tell(const DutyNews& news);
  /// He came to this inbox. Gives what he is told if it is switched off already.
  [[nodiscard]] net::Frame come(InboxId inbox, DutyListener& listener);
  void go(DutyListener& listener);
  void tell_closed(const std::vector<InboxId>& closed);

 private:
  Duties& duties_;
  std::map<DutySpot, DutyPlace> places_;                  // those where somebody waits have been asked for; few
  std::map<InboxId, std::vector<DutyListener*>> guests_;  // everybody who is there, waiting or not
};

class Duties {
 public:
  Duties(net::Reactors& reactors, const Clock& clock, access::Directories& directories);

  /// The board of the reactor that calls.
  [[nodiscard]] DutyBoard& board(const net::Reactor& here) { return *boards_[here.index()]; }
  /// Reads who is there. At first, and then by publish(). Throws db::Failure.
  void refresh(db::Session& session);
  /// What the log's follower has read, on its thread: looks again when somebody's state or place is among it. Throws db::Failure.
  void publish(const std::vector<journal::Entry>& entries, db::Session& session);
  /// Looks at the clock: inboxes open and close by it. Costs next to nothing in between. Any thread.
  void tick();
  /// For the boards. Any thread.
  [[nodiscard]] DutyTold told_at(const DutySpot& spot);
  [[nodiscard]] bool closed(InboxId inbox);

 private:
  struct Known {
    routing::Duty duty;
    DutyTold told;
  };
  /// Under the mutex: finds what holds, and tells the boards what has changed.
  void look(Time now);
  void tell_closed(const access::Directory* before);
  [[nodiscard]] Known found(const DutySpot& spot, Time now);

  net::Reactors& reactors_;
  const Clock& clock_;
  access::Directories& directories_;
  std::vector<std::unique_ptr<DutyBoard>> boards_;
  std::mutex mutex_;
  access::DirectoryPtr directory_;  // shared with whoever decides on it
  std::vector<team::AgentState> states_;
  std::map<DutySpot, Known> known_;  // places where somebody has ever waited: at most inboxes times teams
  std::int64_t version_ = 0;
  Time looked_at_;
  Time look_again_;
};

}  // namespace zhiyin::channel::web
