// The listener: plain or TLS, HTTP and WebSocket, with named limits.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "platform/net/http.hpp"
#include "platform/net/reactor.hpp"
#include "platform/net/socket.hpp"

namespace zhiyin {
class MetricRegistry;
}

namespace zhiyin::net {

struct Limits {
  std::size_t header_max_bytes = std::size_t{16} * 1024;          // more: 431
  std::size_t body_max_bytes = std::size_t{1024} * 1024;          // more: 413
  std::size_t message_max_bytes = std::size_t{64} * 1024;         // one WebSocket message; more: close 1009
  std::size_t socket_queue_max_bytes = std::size_t{1024} * 1024;  // unsent frames of one socket; more: close 4008
  std::size_t connections_max = 50'000;                           // open connections; more: 503 and close
  std::size_t connections_per_address_max = 100;     // of one address, IPv6: of one /64 (loopback too; 0: no limit); more: 429 and close
  std::chrono::milliseconds header_timeout{10'000};  // from accept (or the first byte of a later request) to the whole header
  std::chrono::milliseconds body_timeout{30'000};    // from the header to the whole body
  std::chrono::milliseconds write_timeout{30'000};   // a response or frame that makes no progress
  std::chrono::milliseconds keep_alive_timeout{60'000};   // between requests
  std::chrono::milliseconds socket_idle_timeout{60'000};  // a WebSocket is pinged at half of it, and closed after it without any answer
  std::chrono::milliseconds linger_timeout{2'000};        // for a peer to take our last words and to end too; then it is closed or reset
};

/// Which of the two headers the trusted proxies write. Only one: a proxy passes the other on as whoever asked wrote it.
enum class ForwardedBy : std::uint8_t { x_forwarded_for, forwarded };

struct Listen {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8080;         // 0: any free one, see Server::port()
  std::string tls_certificate_file;  // PEM chain; empty: plain
  std::string tls_key_file;
  // Addresses and networks, "10.0.0.0/8, ::1". Their word on whose request it is counts, and connections_per_address_max does not.
  std::string trusted_proxies = {};
  ForwardedBy forwarded_by = ForwardedBy::x_forwarded_for;
};

/// Path and what answers it. `path` is exact, or a prefix when it ends in "/*". The longest match wins; a wrong method is 405 with Allow.
/// A HEAD goes to the GET handler and OPTIONS is answered with Allow, unless they have routes of their own; after a HEAD no body is sent.
struct Route {
  Method method = Method::get;
  std::string path;
  Handler handler;
};
struct SocketRoute {
  std::string path;
  SocketFactory factory;
};

class Server {
 public:
  /// Binds at once: throws std::runtime_error with the address, the port and the reason when it cannot, and for proxies that are none.
  /// One acceptor per reactor (SO_REUSEPORT), so connections spread over them. `metrics` gets http_*, ws_* and connections_*
  /// figures, each once: so it serves one Server. Timeouts are looked at a few times each: they end up to a quarter late.
  Server(Reactors& reactors, Listen listen, Limits limits, std::vector<Route> routes, std::vector<SocketRoute> sockets,
         MetricRegistry& metrics);
  ~Server();  // stops at once if drain was not called
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  void start();
  [[nodiscard]] std::uint16_t port() const;
  /// Stops accepting, lets requests under way finish, closes sockets with 1001, spread over the time given; returns when all are gone
  /// or the time is over (then the rest is cut). Blocks; not on a reactor. When it returns, no handler is called any more.
  void drain(std::chrono::milliseconds within);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace zhiyin::net
