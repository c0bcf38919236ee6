#include "platform/rate/callers.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <array>

namespace zhiyin::rate {

Arrival Callers::arrive(const std::string& who, Time now, const Pace& pace) {
  const std::scoped_lock lock{mutex_};
  auto* known = tats_.find(who);
  auto arrival = rate::arrive(known == nullptr ? Micros{0} : *known, now, pace);
  if (known != nullptr) {
    *known = arrival.tat;
  } else {
    tats_.put(who, arrival.tat);
  }
  return arrival;
}

std::string network_of(std::string_view address) {
  std::string text{address};
  in6_addr v6{};
  if (inet_pton(AF_INET6, text.c_str(), &v6) != 1 || IN6_IS_ADDR_LOOPBACK(&v6)) {
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

}  // namespace zhiyin::rate
