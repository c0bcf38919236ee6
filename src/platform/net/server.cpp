#include "platform/net/server.hpp"

#include <fmt/format.h>

#include <boost/asio/ip/tcp.hpp>
#include <stdexcept>
#include <utility>

#include "platform/logging/logging.hpp"
#include "platform/net/loop.hpp"
#include "platform/net/shard.hpp"
#include "platform/net/site.hpp"

namespace zhiyin::net {
namespace {

using Endpoint = asio::ip::tcp::endpoint;

Endpoint endpoint_of(asio::io_context& context, const Listen& listen) {
  boost::system::error_code failed;
  const auto address = asio::ip::make_address(listen.address, failed);
  if (!failed) {
    return {address, listen.port};
  }
  const auto found = asio::ip::tcp::resolver{context}.resolve(listen.address, "");
  return {found.begin()->endpoint().address(), listen.port};
}

/// SO_REUSEPORT would let a second server of the same user share the port in silence. So a named port is taken once without it, which
/// fails when anyone listens there.
void refuse_taken(asio::io_context& context, const Endpoint& wanted) {
  asio::ip::tcp::acceptor probe{context};
  probe.open(wanted.protocol());
  probe.set_option(asio::socket_base::reuse_address{true});
  probe.bind(wanted);
  probe.listen();
}

TrustedProxies proxies_of(const Listen& listen) {
  auto networks = read_networks(listen.trusted_proxies);
  if (!networks) {
    throw std::runtime_error(fmt::format("the trusted proxies: {}; {}", networks.error().what, networks.error().mend));
  }
  return {std::move(*networks), listen.forwarded_by};
}

}  // namespace

struct Server::Impl {
  Impl(Reactors& on, const Limits& limits, TrustedProxies proxies, std::vector<Route> routes, std::vector<SocketRoute> sockets,
       MetricRegistry& metrics)
      : reactors(on), site(limits, std::move(proxies), std::move(routes), std::move(sockets), metrics) {}

  void bind(const Listen& listen) {
    auto& loops = reactors.impl().loops;
    try {
      auto endpoint = endpoint_of(loops.front()->context(), listen);
      if (listen.port != 0) {
        refuse_taken(loops.front()->context(), endpoint);
      }
      for (const auto& loop : loops) {
        shards.push_back(std::make_shared<Shard>(*loop, site, endpoint));
        endpoint.port(shards.front()->port());  // when none was named the first one finds a free one for all
      }
      port = endpoint.port();
    } catch (const boost::system::system_error& failed) {
      throw std::runtime_error(fmt::format("cannot listen on {} port {}: {}", listen.address, listen.port, failed.code().message()));
    }
  }

  template <class Call>
  void on_each(Call call) {
    for (const auto& shard : shards) {
      shard->loop().run_and_wait([&] { call(*shard); });
    }
  }

  Reactors& reactors;
  Site site;
  std::vector<std::shared_ptr<Shard>> shards;  // shared with their pending events
  std::uint16_t port = 0;
};

Server::Server(Reactors& reactors, Listen listen, Limits limits, std::vector<Route> routes, std::vector<SocketRoute> sockets,
               MetricRegistry& metrics)
    : impl_(std::make_unique<Impl>(reactors, limits, proxies_of(listen), std::move(routes), std::move(sockets), metrics)) {
  if (!listen.tls_certificate_file.empty()) {
    impl_->site.tls = std::make_unique<TlsContext>(listen.tls_certificate_file, listen.tls_key_file);
  }
  impl_->bind(listen);
  logging::info("net", "listening address={} port={} tls={} reactors={}", listen.address, impl_->port, impl_->site.tls != nullptr,
                reactors.count());
}

Server::~Server() {
  impl_->on_each([](Shard& shard) { shard.close_all(); });
}

void Server::start() {
  impl_->on_each([](Shard& shard) { shard.start(); });
}

std::uint16_t Server::port() const {
  return impl_->port;
}

void Server::drain(std::chrono::milliseconds within) {
  const auto now = std::chrono::steady_clock::now();
  const auto spread = within * 7 / 10;  // the rest of the time is for the last ones to close
  impl_->site.draining = true;
  impl_->on_each([&](Shard& shard) { shard.drain(now + spread); });
  impl_->site.census.wait_until_empty(now + within);
  impl_->on_each([](Shard& shard) { shard.close_all(); });
}

}  // namespace zhiyin::net
