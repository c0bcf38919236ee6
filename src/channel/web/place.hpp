// Tells visitors who wait in the queue how many wait before them, and how long it may take. The queue is looked at once for all, when
// something in it has changed, and only while somebody is there to be told.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

#include "access/directory.hpp"
#include "platform/clock/clock.hpp"
#include "platform/journal/journal.hpp"
#include "platform/net/reactor.hpp"
#include "platform/net/socket.hpp"
#include "platform/reading/reading_pool.hpp"
#include "routing/place.hpp"

namespace zhiyin::channel::web {

class Places;

struct Place {
  std::int64_t ahead = 0;
  std::optional<std::chrono::seconds> wait;  ///< nullopt: nobody knows
  friend bool operator==(const Place&, const Place&) = default;
};
/// What the live protocol says of it.
[[nodiscard]] std::string place_text(const Place& place);

/// The queue as of one look.
struct QueuePicture {
  std::int64_t change = 0;  ///< the number of the newest change that it holds
  std::unordered_map<ConversationId, Place> places;
};
using QueuePicturePtr = std::shared_ptr<const QueuePicture>;  // shared by the boards, which are done with it at different times

/// Somebody whose conversation waits. Calls come on the board's reactor.
class PlaceListener {
 public:
  PlaceListener() = default;
  virtual ~PlaceListener() = default;
  PlaceListener(const PlaceListener&) = delete;
  PlaceListener& operator=(const PlaceListener&) = delete;
  virtual void on_place(const net::Frame& frame) = 0;

 private:
  friend class PlaceBoard;
  ConversationId waits_;
  std::optional<Place> told_;
};

/// Of one reactor, touched only there.
class PlaceBoard {
 public:
  explicit PlaceBoard(Places& places) : places_(places) {}

  /// His conversation waits. He is told its place, at once if that is known.
  void follow(ConversationId conversation, PlaceListener& listener);
  void unfollow(PlaceListener& listener);
  void tell(QueuePicturePtr picture);

 private:
  void tell_one(PlaceListener& listener) const;

  Places& places_;
  QueuePicturePtr picture_;
  std::unordered_map<ConversationId, std::vector<PlaceListener*>> waiting_;
};

class Places {
 public:
  static constexpr std::chrono::seconds look_every{2};    ///< at most
  static constexpr std::chrono::seconds renew_every{30};  ///< what may still be waited for shrinks by the clock alone

  Places(net::Reactors& reactors, const Clock& clock, access::Directories& directories, reading::ReadingPool& reading);

  /// The board of the reactor that calls.
  [[nodiscard]] PlaceBoard& board(const net::Reactor& here) { return *boards_[here.index()]; }
  /// What the log's follower has read, on its thread. Asks the store once when somebody has come into the queue. Throws db::Failure.
  void publish(const std::vector<journal::Entry>& entries, db::Session& session);
  /// Looks at the queue if that is due. On the first reactor, every second or so.
  void tick();

 private:
  friend class PlaceBoard;
  [[nodiscard]] QueuePicture look(db::Session& session, std::int64_t change);
  void looked(Result<QueuePicture> picture);
  /// One more, or one fewer, is there to be told. Any thread.
  void count(int more) { listeners_ += more; }
  [[nodiscard]] std::int64_t change() const { return change_; }

  net::Reactors& reactors_;
  const Clock& clock_;
  access::Directories& directories_;
  reading::ReadingPool& reading_;
  std::vector<std::unique_ptr<PlaceBoard>> boards_;
  std::atomic<std::int64_t> change_{1};  // rises with each that may move somebody
  std::atomic<int> listeners_{0};
  // The first reactor's:
  bool looking_ = false;
  std::int64_t looked_at_change_ = 0;
  Time looked_at_;
  // Of the follower and of those who look:
  std::mutex mutex_;
  routing::Waits waits_;
};

}  // namespace zhiyin::channel::web
