// One event loop on one thread; sockets live on exactly one and are touched nowhere else. Asio stays behind this header.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

namespace zhiyin::net {

using Task = std::move_only_function<void()>;

class Reactor {
 public:
  virtual ~Reactor() = default;
  /// Runs `task` on this loop's thread, after the call returns. Any thread. After stop() the task is destroyed unrun.
  virtual void post(Task task) = 0;
  /// Like post, not before `delay` has passed. Any thread.
  virtual void after(std::chrono::milliseconds delay, Task task) = 0;
  /// True on this loop's own thread.
  [[nodiscard]] virtual bool here() const = 0;
  [[nodiscard]] virtual std::size_t index() const = 0;
};

/// A fixed number of loops, each with its thread. stop() lets queued tasks run out, then joins; the destructor stops.
class Reactors {
 public:
  explicit Reactors(std::size_t count);
  ~Reactors();
  Reactors(const Reactors&) = delete;
  Reactors& operator=(const Reactors&) = delete;

  void stop();
  [[nodiscard]] std::size_t count() const;
  [[nodiscard]] Reactor& at(std::size_t index);

  struct Impl;  // Asio's side, for the sources of this module
  [[nodiscard]] Impl& impl() { return *impl_; }

 private:
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhiyin::net
