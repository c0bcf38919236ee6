// What all connections of one Server share.
#pragma once

#include <atomic>
#include <memory>
#include <utility>
#include <vector>

#include "platform/net/census.hpp"
#include "platform/net/figures.hpp"
#include "platform/net/forwarded.hpp"
#include "platform/net/router.hpp"
#include "platform/net/server.hpp"
#include "platform/net/wire.hpp"

namespace zhiyin::net {

struct Site {
  Site(const Limits& bounds, TrustedProxies trusted, std::vector<Route> routes, std::vector<SocketRoute> sockets, MetricRegistry& metrics)
      : limits(bounds),
        proxies(std::move(trusted)),
        router(std::move(routes), std::move(sockets)),
        figures(metrics),
        census(bounds.connections_max, bounds.connections_per_address_max) {}

  const Limits limits;
  const TrustedProxies proxies;
  const Router router;
  Figures figures;
  Census census;
  std::unique_ptr<TlsContext> tls;  // null: plain
  std::atomic<bool> draining{false};
};

}  // namespace zhiyin::net
