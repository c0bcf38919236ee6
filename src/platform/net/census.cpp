#include "platform/net/census.hpp"

#include <algorithm>

namespace zhiyin::net {
namespace {

namespace ip = boost::asio::ip;

ip::address counted_as(const ip::address& address) {
  if (!address.is_v6() || address.is_loopback()) {
    return address;
  }
  auto bytes = address.to_v6().to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
  return ip::address_v6{bytes};
}

}  // namespace

Admission Census::enter(const ip::address& address, bool for_others) {
  const auto key = counted_as(address);
  const std::scoped_lock lock{mutex_};
  if (open_ >= connections_max_) {
    return Admission::full;
  }
  auto& of_address = by_address_[key];
  if (per_address_max_ > 0 && !for_others && of_address >= per_address_max_) {
    return Admission::too_many_of_address;
  }
  ++of_address;
  ++open_;
  return Admission::admitted;
}

void Census::leave(const ip::address& address) {
  const std::scoped_lock lock{mutex_};
  const auto found = by_address_.find(counted_as(address));
  if (--found->second == 0) {
    by_address_.erase(found);
  }
  if (--open_ == 0) {
    left_.notify_all();
  }
}

bool Census::wait_until_empty(std::chrono::steady_clock::time_point until) {
  std::unique_lock lock{mutex_};
  return left_.wait_until(lock, until, [this] { return open_ == 0; });
}

}  // namespace zhiyin::net
