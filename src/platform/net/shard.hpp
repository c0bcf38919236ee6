// The part of a Server that lives on one reactor: its acceptor, its connections, and the one timer that looks after all of them.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "platform/net/connection.hpp"

namespace zhiyin::net {

/// All calls on its loop, except the constructor and port(). Shared with its pending events, which find it closed after close_all().
class Shard : public std::enable_shared_from_this<Shard> {
 public:
  using Acceptor = asio::basic_socket_acceptor<asio::ip::tcp, asio::io_context::executor_type>;

  Shard(Loop& loop, Site& site, const asio::ip::tcp::endpoint& endpoint);  // binds and listens; throws boost::system::system_error

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
  void start();
  /// Stops accepting and asks the others to end, WebSockets spread until `spread_until`.
  void drain(SteadyTime spread_until);
  /// Cuts what is left; every handler has been told when it returns.
  void close_all();

  // For its connections.
  [[nodiscard]] Site& site() { return site_; }
  [[nodiscard]] Loop& loop() { return loop_; }
  /// Room for one read; its content is over with the event.
  [[nodiscard]] std::span<char> scratch() { return scratch_; }
  void settle_later(std::shared_ptr<Connection> connection);
  /// With the address to take out of the census, if it was counted.
  void remove(const Connection& connection, const asio::ip::address* counted);

 private:
  using Timer =
      asio::basic_waitable_timer<std::chrono::steady_clock, asio::wait_traits<std::chrono::steady_clock>, asio::io_context::executor_type>;

  void accept();
  void admit(Tcp socket);
  void add(Tcp socket, const asio::ip::address& peer, Admission admission);
  void sweep();
  void sweep_slice();
  void drain_slice();

  Loop& loop_;
  Site& site_;
  Acceptor acceptor_;
  Timer timer_;
  std::vector<std::shared_ptr<Connection>> connections_;  // shared with their own pending events
  std::vector<std::shared_ptr<Connection>> dirty_;
  std::vector<char> scratch_;
  std::chrono::milliseconds tick_;
  SteadyTime spread_until_;
  std::size_t sweep_at_ = 0;  // connections below it are still to be looked at in this pass
  std::size_t drain_at_ = 0;
  std::size_t refusals_ = 0;  // connections that are only being told no
  bool draining_ = false;
  bool closed_ = false;
};

}  // namespace zhiyin::net
