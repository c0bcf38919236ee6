// One connection from accept to its end: moves bytes between its wire and its side, and owns the order in which things end.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "platform/net/http.hpp"
#include "platform/net/loop.hpp"
#include "platform/net/site.hpp"
#include "platform/net/wire.hpp"

namespace zhiyin::net {

class Shard;
using SteadyTime = std::chrono::steady_clock::time_point;
using Tcp = asio::basic_stream_socket<asio::ip::tcp, asio::io_context::executor_type>;

/// What speaks on a connection: HTTP, then perhaps WebSocket. Called on its loop only. It changes its own state; after every event the
/// connection asks what there is to send and whether to read on.
class Side {
 public:
  virtual ~Side() = default;
  /// Once, when it takes over.
  virtual void begin() {}
  virtual void take(std::span<char> bytes) = 0;
  [[nodiscard]] virtual bool wants_input() const = 0;
  /// The next bytes to send; 0 when there are none.
  [[nodiscard]] virtual std::size_t gather(std::span<iovec> into) = 0;
  virtual void sent(std::size_t bytes) = 0;
  /// Everything gathered is sent. True when there is more to do now.
  [[nodiscard]] virtual bool drained() { return false; }
  /// After every event, with nobody else's call on the stack.
  virtual void settled() {}
  /// The peer sends no more.
  virtual void peer_ended() = 0;
  /// The peer took nothing for Limits::write_timeout.
  virtual void stalled() = 0;
  virtual void sweep(SteadyTime now) = 0;
  /// The server drains: end as soon as it is polite.
  virtual void drain() = 0;
  /// A drain spreads these over its time instead of asking them all at once.
  [[nodiscard]] virtual bool long_lived() const { return false; }
  /// The answer to the request of that number; ignored by whoever does not wait for it.
  virtual void give(std::uint64_t number, Response response) = 0;
  /// The connection is gone. Called once.
  virtual void ended() {}
};

class Connection final : public std::enable_shared_from_this<Connection> {
 public:
  /// `counted`: it is in the census and leaves it when it ends.
  Connection(Shard& shard, Tcp socket, asio::ip::address peer, bool counted);

  /// With a refusal it is sent without waiting for a request.
  void start(std::optional<Response> refusal);
  void sweep(SteadyTime now);
  void drain();
  /// At once, without a word.
  void cut();
  /// An answer from within an event of this connection goes out with it; any other is an event of its own.
  void give(std::uint64_t number, Response response);
  [[nodiscard]] bool long_lived() const { return side_->long_lived(); }

  // For its side.
  [[nodiscard]] Shard& shard() { return *shard_; }
  [[nodiscard]] std::string peer_text() const { return peer_.to_string(); }
  /// Runs `event`, then does what it left to do. Nothing runs once the connection is gone.
  template <class Event>
  void enter(Event event);
  [[nodiscard]] bool inside() const { return inside_; }
  /// Something was queued outside of an event: send it at the end of this turn of the loop, together with what else comes until then.
  void settle_soon();
  /// Sends what goes without waiting; false when the connection is broken.
  [[nodiscard]] bool push_out();
  /// Another side takes over after this event; `rest` is its first input.
  void become(std::unique_ptr<Side> side, std::string rest);
  /// No more comes from us after what is queued. What the peer still sends is thrown away, until it ends too or Limits::linger_timeout
  /// is over; then the connection is closed, or reset if that was asked or if something could not be sent.
  void finish(bool reset_at_last);

 private:
  friend class Shard;

  void settle();
  void step_handshake();
  void read_some();
  void on_writable();
  void peer_ended();
  void arm();
  void wait_readable();
  void wait_writable();
  void vanish(bool reset);

  Shard* shard_;
  Tcp socket_;
  std::unique_ptr<Wire> wire_;
  std::unique_ptr<Side> side_;
  std::unique_ptr<Side> next_side_;
  std::string rest_;
  std::size_t place_ = 0;   // in the shard's list
  SteadyTime progress_at_;  // accepted, or last sent something
  SteadyTime linger_until_;
  asio::ip::address peer_;
  bool counted_;
  bool inside_ = false;
  bool dirty_ = false;  // waits in the shard's list of those to settle
  bool shaking_hands_ = true;
  bool waits_readable_ = false;
  bool waits_writable_ = false;
  bool read_wants_writable_ = false;
  bool blocked_ = false;  // there is more to send than goes now
  bool ending_ = false;
  bool reset_at_last_ = false;
  bool said_end_ = false;
  bool peer_ended_ = false;
  bool gone_ = false;
};

template <class Event>
void Connection::enter(Event event) {
  if (gone_) {
    return;
  }
  const auto self = shared_from_this();
  inside_ = true;
  event();
  settle();
  inside_ = false;
}

}  // namespace zhiyin::net
