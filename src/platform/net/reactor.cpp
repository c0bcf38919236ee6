#include "platform/net/reactor.hpp"

#include <pthread.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <future>
#include <string>

#include "platform/base/require.hpp"
#include "platform/net/loop.hpp"

namespace zhiyin::net {
namespace {

thread_local const Loop* current_loop = nullptr;

}  // namespace

Loop::Loop(std::size_t index) : index_(index), work_(asio::make_work_guard(context_)), thread_([this] { run(); }) {}

Loop::~Loop() {
  stop();
}

void Loop::run() {
  current_loop = this;
  ::pthread_setname_np(::pthread_self(), ("net-" + std::to_string(index_)).c_str());
  context_.run();
  current_loop = nullptr;
  ended_.store(true);
}

void Loop::post(Task task) {
  if (!stopping_.load()) {
    asio::post(context_, [task = std::move(task)]() mutable { task(); });
  }
}

void Loop::after(std::chrono::milliseconds delay, Task task) {
  if (stopping_.load()) {
    return;
  }
  auto timer = std::make_unique<asio::steady_timer>(context_, delay);
  auto& waiting = *timer;
  waiting.async_wait([timer = std::move(timer), task = std::move(task)](const boost::system::error_code& failed) mutable {
    if (!failed) {
      task();
    }
  });
}

bool Loop::here() const {
  return current_loop == this;
}

void Loop::run_and_wait(Task task) {
  require(!here(), "a loop does not wait for itself");
  const auto shared = std::make_shared<Task>(std::move(task));  // shared with the loop, which may end without running it
  const auto done = std::make_shared<std::promise<void>>();     // likewise
  auto waiting = done->get_future();
  post([shared, done] {
    (*shared)();
    done->set_value();
  });
  constexpr std::chrono::milliseconds look_again{10};
  while (waiting.wait_for(look_again) != std::future_status::ready) {
    if (ended_.load()) {
      if (waiting.wait_for(std::chrono::seconds{0}) != std::future_status::ready) {
        (*shared)();  // nobody else runs it any more: the thread is gone
      }
      return;
    }
  }
}

void Loop::stop() {
  require(!here(), "a loop does not stop itself");
  if (!stopping_.exchange(true)) {
    asio::post(context_, [this] { context_.stop(); });
    work_.reset();
  }
  if (thread_.joinable()) {
    thread_.join();
  }
}

Reactors::Reactors(std::size_t count) : impl_(std::make_unique<Impl>()) {
  require(count > 0, "there is at least one reactor");
  for (std::size_t i = 0; i < count; ++i) {
    impl_->loops.push_back(std::make_shared<Loop>(i));
  }
}

Reactors::~Reactors() {
  stop();
}

void Reactors::stop() {
  for (const auto& loop : impl_->loops) {
    loop->stop();
  }
}

std::size_t Reactors::count() const {
  return impl_->loops.size();
}

Reactor& Reactors::at(std::size_t index) {
  return *impl_->loops.at(index);
}

}  // namespace zhiyin::net
