// Follows the log and tells the hub. It is the only way in which a fact reaches a socket, on both engines and on every gateway, so what is
// shown was committed, and in one order.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "live/hub.hpp"
#include "platform/db/store.hpp"
#include "platform/journal/journal.hpp"
#include "platform/metric/metric.hpp"

namespace zhiyin::live {

/// The log in the pieces that are told one after the other: each begins with what is not for everybody, and what is follows. Both kinds go
/// their own ways to a socket; in pieces nothing overtakes what was committed before it: not a note the loss of the conversation, nor words
/// the loss of a right.
[[nodiscard]] std::vector<std::vector<journal::Entry>> pieces(std::vector<journal::Entry> entries);

class Follower {
 public:
  /// Called on the follower's thread with the facts of each piece and the position that it has come to, before the hub is told; and once
  /// at first, with none and the position where it begins.
  using Listen = std::function<void(const Batch&, std::int64_t pos)>;
  /// Called on the follower's thread with each piece, whoever published what is in it, before anything of it is told. What is not for
  /// everybody (inner facts, changes of rights) goes this way, to those alone who may have it. `session` is for questions that must be
  /// answered before; when one throws db::Failure, nothing of these facts is told, and they are read again.
  using ListenToAll = std::function<void(const std::vector<journal::Entry>&, db::Session& session)>;

  /// Begins at the log's end. Throws db::Failure when the store cannot be read.
  Follower(db::Store& store, Hub& hub, Listen listen, std::function<void()> before_relay, MetricRegistry& metrics,
           ListenToAll listen_to_all = {});
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  /// Something was committed; without a hint the log is looked at every 100 ms. Any thread.
  void hint();
  [[nodiscard]] const std::string& log_id() const { return log_id_; }
  void stop();

 private:
  void run();
  /// Relays what is new; false when there was nothing.
  bool relay_some();
  void relay(const std::vector<journal::Entry>& piece);

  db::Store& store_;
  Hub& hub_;
  Listen listen_;
  ListenToAll listen_to_all_;
  std::function<void()> before_relay_;
  Counter& relayed_;
  std::unique_ptr<db::Session> session_;
  std::string log_id_;
  std::int64_t pos_ = 0;

  std::mutex mutex_;
  std::condition_variable woken_;
  bool hinted_ = false;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace zhiyin::live
