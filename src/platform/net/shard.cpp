#include "platform/net/shard.hpp"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <utility>

#include "platform/logging/logging.hpp"
#include "platform/net/answer.hpp"

namespace zhiyin::net {
namespace {

constexpr std::size_t read_bytes = 64 * 1024;
constexpr std::size_t slices_per_pass = 10;
constexpr std::size_t refusals_max = 256;     // told no at the same time; more are reset without a word
constexpr int unsent_max_bytes = 128 * 1024;  // that the system takes from us: more would hide a slow reader from our queue
constexpr std::chrono::milliseconds accept_again{100};
constexpr std::chrono::milliseconds tick_min{2};
constexpr std::chrono::milliseconds tick_max{100};
constexpr std::chrono::milliseconds drain_tick{5};

/// A pass over all connections takes a quarter of the shortest time that it looks after, at most a second.
std::chrono::milliseconds tick_of(const Limits& limits) {
  const auto shortest = std::min({limits.header_timeout, limits.body_timeout, limits.write_timeout, limits.keep_alive_timeout,
                                  limits.socket_idle_timeout / 2, limits.linger_timeout});
  return std::clamp(shortest / (4 * static_cast<int>(slices_per_pass)), tick_min, tick_max);
}

Response refusal_of(Admission admission) {
  auto response = problem(admission == Admission::full ? Error{ErrorCode::unavailable, "This server has as many connections as it takes.",
                                                               "connection", "Try again later.", ""}
                                                       : Error{ErrorCode::too_many, "This address has as many connections as it may.",
                                                               "connection", "Use fewer connections, or try again later.", ""});
  response.headers.emplace_back("Retry-After", "1");
  return response;
}

}  // namespace

Shard::Shard(Loop& loop, Site& site, const asio::ip::tcp::endpoint& endpoint)
    : loop_(loop), site_(site), acceptor_(loop.context()), timer_(loop.context()), scratch_(read_bytes), tick_(tick_of(site.limits)) {
  using ReusePort = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(asio::socket_base::reuse_address{true});
  acceptor_.set_option(ReusePort{true});
  acceptor_.bind(endpoint);
  acceptor_.listen();
}

void Shard::start() {
  if (!closed_ && !draining_) {
    accept();
  }
  if (!closed_) {
    sweep();
  }
}

void Shard::accept() {
  acceptor_.async_accept([self = shared_from_this()](const boost::system::error_code& failed, Tcp socket) {
    if (self->closed_ || self->draining_) {
      return;
    }
    if (!failed) {
      self->admit(std::move(socket));
      self->accept();
      return;
    }
    if (failed == asio::error::connection_aborted) {
      self->accept();
      return;
    }
    // Mostly: no descriptor is left. The connection stays in the system's queue, so trying at once would only burn the processor.
    logging::warning("net", "cannot accept reason=\"{}\"", failed.message());
    self->loop_.after(accept_again, [self] {
      if (!self->closed_ && !self->draining_) {
        self->accept();
      }
    });
  });
}

void Shard::admit(Tcp socket) {
  boost::system::error_code failed;
  const auto endpoint = socket.remote_endpoint(failed);
  if (failed) {
    return;  // it left again
  }
  socket.set_option(asio::ip::tcp::no_delay{true}, failed);
  socket.set_option(asio::detail::socket_option::integer<IPPROTO_TCP, TCP_NOTSENT_LOWAT>{unsent_max_bytes}, failed);
  const auto peer = plain_address(endpoint.address());
  const auto admission = site_.census.enter(peer, site_.proxies.have(peer));
  if (admission == Admission::admitted || refusals_ < refusals_max) {
    add(std::move(socket), peer, admission);
    return;
  }
  (admission == Admission::full ? site_.figures.refused_full : site_.figures.refused_address).add();
  socket.set_option(asio::socket_base::linger{true, 0}, failed);
}

void Shard::add(Tcp socket, const asio::ip::address& peer, Admission admission) {
  const bool admitted = admission == Admission::admitted;
  auto connection = std::make_shared<Connection>(*this, std::move(socket), peer, admitted);
  connection->place_ = connections_.size();
  connections_.push_back(connection);
  site_.figures.connections_open.add(1);
  if (admitted) {
    connection->start(std::nullopt);
    return;
  }
  ++refusals_;
  (admission == Admission::full ? site_.figures.refused_full : site_.figures.refused_address).add();
  connection->start(refusal_of(admission));
}

void Shard::remove(const Connection& connection, const asio::ip::address* counted) {
  site_.figures.connections_open.add(-1);
  if (counted == nullptr) {
    --refusals_;
  }
  const auto place = connection.place_;
  if (place + 1 != connections_.size()) {
    std::swap(connections_[place], connections_.back());
    connections_[place]->place_ = place;
  }
  connections_.pop_back();
  if (counted != nullptr) {
    site_.census.leave(*counted);  // last: a drain that waits for it may go on at once
  }
}

void Shard::settle_later(std::shared_ptr<Connection> connection) {
  dirty_.push_back(std::move(connection));
  if (dirty_.size() > 1) {
    return;
  }
  loop_.post([self = shared_from_this()] {
    for (const auto& each : std::exchange(self->dirty_, {})) {
      each->dirty_ = false;
      each->enter([] {});
    }
  });
}

void Shard::sweep() {
  timer_.expires_after(draining_ ? std::min(tick_, drain_tick) : tick_);
  timer_.async_wait([self = shared_from_this()](const boost::system::error_code& failed) {
    if (self->closed_) {
      return;
    }
    if (!failed) {
      self->sweep_slice();
      if (self->draining_) {
        self->drain_slice();
      }
    }
    self->sweep();
  });
}

/// Downwards, because remove() fills a gap with the last one, which has been looked at by then.
void Shard::sweep_slice() {
  const auto now = std::chrono::steady_clock::now();
  if (sweep_at_ == 0) {
    sweep_at_ = connections_.size();
  }
  for (auto left = connections_.size() / slices_per_pass + 1; left > 0 && sweep_at_ > 0; --left) {
    sweep_at_ = std::min(sweep_at_, connections_.size());
    if (sweep_at_ > 0) {
      const auto connection = connections_[--sweep_at_];
      connection->sweep(now);
    }
  }
}

void Shard::drain(SteadyTime spread_until) {
  if (closed_ || std::exchange(draining_, true)) {
    return;
  }
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  spread_until_ = spread_until;
  const auto all = connections_;
  for (const auto& connection : all) {
    if (!connection->long_lived()) {
      connection->drain();
    }
  }
  timer_.cancel();  // its ticks are shorter from now on
}

void Shard::drain_slice() {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(spread_until_ - std::chrono::steady_clock::now());
  const auto ticks = static_cast<std::size_t>(std::max<std::int64_t>(left / drain_tick, 1));
  for (auto count = connections_.size() / ticks + 1; count > 0 && !connections_.empty(); --count) {
    if (drain_at_ == 0 || drain_at_ > connections_.size()) {
      drain_at_ = connections_.size();
    }
    const auto connection = connections_[--drain_at_];
    if (connection->long_lived()) {
      connection->drain();
    }
  }
}

void Shard::close_all() {
  if (std::exchange(closed_, true)) {
    return;
  }
  boost::system::error_code ignored;
  acceptor_.close(ignored);
  timer_.cancel();
  while (!connections_.empty()) {
    const auto connection = connections_.back();
    connection->cut();
  }
  dirty_.clear();
}

}  // namespace zhiyin::net
