// Whose request a proxy passes on, and how he came. A header says so, and anybody may write a header: it is believed only from the proxies
// that the operator names, and only as far to the left as it was written by one of them. No sockets here.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <string_view>
#include <vector>

#include "platform/base/result.hpp"
#include "platform/net/server.hpp"

namespace zhiyin::net {

/// An address, or all that begin with the same bits.
struct Network {
  boost::asio::ip::address address;
  unsigned bits = 0;
  [[nodiscard]] bool has(const boost::asio::ip::address& one) const;
};

struct TrustedProxies {
  std::vector<Network> networks = {};
  ForwardedBy header = ForwardedBy::x_forwarded_for;

  [[nodiscard]] bool have(const boost::asio::ip::address& one) const;
  /// `values`: all lines of the header, in their order. From `peer` and then from right to left: the first address that is no trusted
  /// proxy's; when all are, the leftmost. What is not written as it should be tells nothing: then `peer`. IPv4 addresses are never given
  /// in IPv6's clothes.
  [[nodiscard]] boost::asio::ip::address client(const boost::asio::ip::address& peer, const std::vector<std::string_view>& values) const;
  /// Whether the client came to them by TLS. `values`: all lines of tls_header(), which is believed from `peer` only if that is one of
  /// them. X-Forwarded-Proto says it for the whole way and once; said twice, the client wrote one of the two.
  [[nodiscard]] bool tls(const boost::asio::ip::address& peer, const std::vector<std::string_view>& values) const;
  [[nodiscard]] const char* client_header() const { return header == ForwardedBy::forwarded ? "Forwarded" : "X-Forwarded-For"; }
  [[nodiscard]] const char* tls_header() const { return header == ForwardedBy::forwarded ? "Forwarded" : "X-Forwarded-Proto"; }
};

/// IPv4 as itself, though it be written as IPv6 (::ffff:1.2.3.4).
[[nodiscard]] boost::asio::ip::address plain_address(const boost::asio::ip::address& address);

/// "10.0.0.0/8, ::1, 192.168.1.5"; empty: none. The Error names the part that is neither an address nor a network.
[[nodiscard]] Result<std::vector<Network>> read_networks(std::string_view text);

}  // namespace zhiyin::net
