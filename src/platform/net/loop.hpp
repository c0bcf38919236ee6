// Asio's side of a reactor, for the sources of this module only.
#pragma once

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <memory>
#include <thread>
#include <vector>

#include "platform/net/reactor.hpp"

namespace zhiyin::net {

namespace asio = boost::asio;

class Loop final : public Reactor, public std::enable_shared_from_this<Loop> {
 public:
  explicit Loop(std::size_t index);
  ~Loop() override;
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  void post(Task task) override;
  void after(std::chrono::milliseconds delay, Task task) override;
  [[nodiscard]] bool here() const override;
  [[nodiscard]] std::size_t index() const override { return index_; }

  [[nodiscard]] asio::io_context& context() { return context_; }
  /// Runs `task` on the loop and returns when it has run; when the loop has ended already, runs it on this thread. Not on the loop.
  void run_and_wait(Task task);
  void stop();

 private:
  void run();

  std::size_t index_;
  asio::io_context context_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::atomic<bool> stopping_{false};
  std::atomic<bool> ended_{false};
  std::thread thread_;
};

struct Reactors::Impl {
  std::vector<std::shared_ptr<Loop>> loops;  // shared with nobody for long: an answer from another thread holds its loop while posting
};

}  // namespace zhiyin::net
