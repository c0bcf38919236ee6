// One epoll loop on the calling thread: thousands of sockets and timers for a load that must leave the processors to the server.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <utility>
#include <vector>

namespace zhiyin::client {

using Steady = std::chrono::steady_clock;

class Loop {
 public:
  /// Told of the descriptor it was added with. May remove itself or others, and be destroyed after its removal, inside on_ready too.
  class Watcher {
   public:
    virtual ~Watcher() = default;
    virtual void on_ready(std::uint32_t events) = 0;
  };
  using Task = std::move_only_function<void()>;
  struct Timer {
    Steady::time_point due;
    std::uint64_t number = 0;
    friend auto operator<=>(const Timer&, const Timer&) = default;
  };

  Loop();
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void add(int fd, std::uint32_t events, Watcher& watcher);
  void change(int fd, std::uint32_t events);
  void remove(int fd);

  Timer after(std::chrono::microseconds delay, Task task);
  /// Does nothing when it has fired.
  void cancel(const Timer& timer) { tasks_.erase(timer); }

  /// One round: waits at most `at_most` for sockets, then fires what is due.
  void turn(std::chrono::milliseconds at_most);
  /// Turns until done() holds, asked after each round; false when the time is over first.
  bool run_until(const std::function<bool()>& done, std::chrono::milliseconds within);
  void run_for(std::chrono::milliseconds time);

 private:
  struct Slot {
    Watcher* watcher = nullptr;
    std::uint32_t generation = 0;
  };
  int epoll_;
  std::vector<Slot> slots_;
  std::map<Timer, Task> tasks_;
  std::uint64_t timers_made_ = 0;
};

}  // namespace zhiyin::client
