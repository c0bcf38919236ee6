// Who looks at which conversation at this moment. Never stored: each process knows its own desks, and hears of the others' by the side
// channel, again and again, so that what was lost mends itself and what died is forgotten.
//
// It is told to desks that have the conversation open, and to nobody else: a visitor's socket cannot be added here.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "event/ids.hpp"
#include "platform/clock/clock.hpp"
#include "platform/json/reader.hpp"
#include "platform/net/reactor.hpp"
#include "platform/net/socket.hpp"

namespace zhiyin::desk {

/// One desk's socket that has a conversation open.
struct Looker {
  Person who;
  net::Reactor* home = nullptr;
  std::function<void(const net::Frame&)> deliver;  ///< called on `home`; must look whether its socket is still there
};

class Presence {
 public:
  static constexpr std::chrono::milliseconds renew_every{10'000};
  static constexpr std::chrono::milliseconds forget_after{30'000};
  static constexpr std::size_t whispered_max = 100;  ///< conversations in one whisper

  /// `whisper` brings a text to the other processes; may be empty. It is called with a lock held, so that whispers leave in order: it only
  /// hands over, and never calls back. `process` names this one among them.
  Presence(const Clock& clock, std::string process, std::function<void(std::string)> whisper)
      : clock_(clock), process_(std::move(process)), whisper_(std::move(whisper)) {}

  /// A number for a socket of this process. Any thread, as all below.
  [[nodiscard]] std::int64_t new_socket() { return next_socket_.fetch_add(1); }
  void look(ConversationId conversation, std::int64_t socket, Looker looker);
  void look_away(ConversationId conversation, std::int64_t socket);
  /// Each person once, ascending by id.
  [[nodiscard]] std::vector<Person> looking(ConversationId conversation) const;

  /// Another process's whisper; false when it is about something else.
  bool hear(const json::Object& whisper);
  /// To be called every renew_every: says again who looks here, and forgets processes that have said nothing for forget_after.
  void renew();

 private:
  struct Elsewhere {
    Time heard;
    std::vector<Person> who;
  };
  struct Watched {
    std::map<std::int64_t, Looker> here;         // by socket
    std::map<std::string, Elsewhere> elsewhere;  // by process
    std::vector<std::int64_t> told;              // ids of persons, as told last
  };

  [[nodiscard]] static std::vector<Person> persons(const Watched& watched, bool here_only);
  /// Tells the desks here when the persons are others than told last; drops what nobody looks at.
  void settle(ConversationId conversation);
  void say(const std::vector<ConversationId>& conversations) const;
  void forget_silent(Watched& watched) const;

  const Clock& clock_;
  std::string process_;
  std::function<void(std::string)> whisper_;
  std::atomic<std::int64_t> next_socket_{1};
  mutable std::mutex mutex_;
  std::unordered_map<ConversationId, Watched> watched_;
};

}  // namespace zhiyin::desk
