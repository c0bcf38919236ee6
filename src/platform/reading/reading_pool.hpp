// Threads that answer questions to the store for sockets, so that no reactor ever waits for a disk.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "platform/base/result.hpp"
#include "platform/db/store.hpp"
#include "platform/net/reactor.hpp"

namespace zhiyin::reading {

class ReadingPool {
 public:
  static constexpr std::size_t waiting_max = 20'000;

  ReadingPool(db::Store& store, std::size_t threads);
  ~ReadingPool();
  ReadingPool(const ReadingPool&) = delete;
  ReadingPool& operator=(const ReadingPool&) = delete;

  /// Runs `question` in one read transaction, then `then` on `home` with its answer, or with `unavailable` when the store could not be
  /// asked. Any thread.
  template <class T>
  void ask(net::Reactor& home, std::function<T(db::Session&)> question, std::move_only_function<void(Result<T>)> then) {
    // The answer travels with `then`, which must be called whatever happens: shared by the two ways it can come.
    auto shared = std::make_shared<std::move_only_function<void(Result<T>)>>(std::move(then));
    const auto give = [&home, shared](Result<T> answer) {
      home.post([shared, answer = std::move(answer)]() mutable { (*shared)(std::move(answer)); });
    };
    add({[question = std::move(question), give](db::Session& session) -> Deliver {
           return [give, answer = question(session)]() mutable { give(std::move(answer)); };
         },
         [give](Error error) { give(std::unexpected(std::move(error))); }});
  }

  void stop();

 private:
  using Deliver = std::move_only_function<void()>;
  struct Job {
    std::function<Deliver(db::Session&)> work;
    std::function<void(Error)> fail;
  };
  void add(Job job);
  void run();
  static void work_on(Job& job, db::Store& store, std::unique_ptr<db::Session>& session);

  db::Store& store_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Job> waiting_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace zhiyin::reading
