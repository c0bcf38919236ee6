#include "credential/address_limit.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <utility>

namespace zhiyin::credential {

std::string network_of(std::string_view address) {
  const std::string text{address};
  in6_addr v6{};
  if (inet_pton(AF_INET6, text.c_str(), &v6) != 1) {
    return text;
  }
  std::array<char, INET6_ADDRSTRLEN> shown{};
  if (IN6_IS_ADDR_V4MAPPED(&v6)) {
    inet_ntop(AF_INET, &v6.s6_addr[12], shown.data(), shown.size());
    return shown.data();
  }
  std::fill(std::begin(v6.s6_addr) + 8, std::end(v6.s6_addr), std::uint8_t{0});
  inet_ntop(AF_INET6, &v6, shown.data(), shown.size());
  return std::string{shown.data()} + "/64";
}

Time& AddressLimit::theoretical_arrival(const std::string& network) {
  if (const auto found = newer_.find(network); found != newer_.end()) {
    return found->second;
  }
  if (newer_.size() >= networks_max / 2) {
    older_ = std::exchange(newer_, {});
  }
  const auto before = older_.find(network);
  return newer_[network] = before == older_.end() ? Time{} : before->second;
}

std::optional<Millis> AddressLimit::take(std::string_view address, Time now) {
  const auto network = network_of(address);
  const std::lock_guard lock(mutex_);
  auto& arrival = theoretical_arrival(network);
  const auto from = std::max(arrival, now);
  const auto tolerance = every_ * (burst_ - 1);
  if (from - now > tolerance) {
    return from - now - tolerance;
  }
  arrival = from + every_;
  return std::nullopt;
}

}  // namespace zhiyin::credential
