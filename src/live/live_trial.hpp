// For tests around sockets: a reactor that runs when told, in set time, and a socket that keeps what it was sent.
#pragma once

#include <gtest/gtest.h>

#include <functional>
#include <iterator>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "live/hub.hpp"
#include "platform/net/reactor.hpp"
#include "platform/net/socket.hpp"

namespace zhiyin::live {

class SteppedReactor final : public net::Reactor {
 public:
  void post(net::Task task) override { after(std::chrono::milliseconds{0}, std::move(task)); }
  void after(std::chrono::milliseconds delay, net::Task task) override {
    const std::lock_guard lock(mutex_);
    waiting_.push_back({now_ + delay, std::move(task)});
  }
  [[nodiscard]] bool here() const override { return true; }
  [[nodiscard]] std::size_t index() const override { return 0; }

  /// Runs what is due by now, and what that posts.
  void run() {
    while (auto task = next()) {
      task();
    }
  }
  /// Runs what `posts` posts here, before what waits already.
  void run_first(const std::function<void()>& posts) {
    std::vector<Waiting> before;
    {
      const std::lock_guard lock(mutex_);
      before.swap(waiting_);
    }
    posts();
    run();
    const std::lock_guard lock(mutex_);
    waiting_.insert(waiting_.begin(), std::move_iterator{before.begin()}, std::move_iterator{before.end()});
  }
  /// Runs what waits now, the last that came first: as answers from several threads may come.
  void run_backwards() {
    std::vector<Waiting> all;
    {
      const std::lock_guard lock(mutex_);
      all.swap(waiting_);
    }
    for (auto at = all.rbegin(); at != all.rend(); ++at) {
      at->task();
    }
  }
  void advance(std::chrono::milliseconds by) {
    {
      const std::lock_guard lock(mutex_);
      now_ += by;
    }
    run();
  }

 private:
  struct Waiting {
    std::chrono::milliseconds due;
    net::Task task;
  };
  [[nodiscard]] net::Task next() {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find_if(waiting_, [this](const Waiting& one) { return one.due <= now_; });
    if (found == waiting_.end()) {
      return {};
    }
    auto task = std::move(found->task);
    waiting_.erase(found);
    return task;
  }

  std::mutex mutex_;
  std::chrono::milliseconds now_{0};
  std::vector<Waiting> waiting_;
};

class KeepingSocket final : public net::Socket {
 public:
  explicit KeepingSocket(net::Reactor& reactor) : reactor_(reactor) {}
  void send(net::Frame frame) override { sent.push_back(*frame); }
  void close(net::CloseCode, std::string_view) override {}
  [[nodiscard]] std::size_t queued_bytes() const override { return 0; }
  [[nodiscard]] net::Reactor& reactor() override { return reactor_; }

  std::vector<std::string> sent;

 private:
  net::Reactor& reactor_;
};

/// Facts of a conversation, each with a frame that names it: "7@3" is revision 3 of conversation 7.
[[nodiscard]] inline Batch batch_of(std::initializer_list<std::pair<std::int64_t, std::int64_t>> facts) {
  auto batch = std::make_shared<std::vector<Relayed>>();
  for (const auto& [conversation, revision] : facts) {
    batch->push_back({{.conversation = ConversationId{conversation},
                       .revision = revision,
                       .at = {},
                       .contact = ContactId{5},
                       .change = event::ReceiptMoved{PersonKind::agent, 9, 1, 1}},
                      net::frame(std::to_string(conversation) + "@" + std::to_string(revision))});
  }
  return batch;
}

}  // namespace zhiyin::live
