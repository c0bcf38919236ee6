// Who is connected: counts over all reactors, for the limits and for the drain. Any thread.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>

namespace zhiyin::net {

enum class Admission : std::uint8_t { admitted, full, too_many_of_address };

class Census {
 public:
  Census(std::size_t connections_max, std::size_t per_address_max) : connections_max_(connections_max), per_address_max_(per_address_max) {}

  /// Whoever is admitted must leave. `for_others`: it stands for many, and only the limit of all together holds.
  [[nodiscard]] Admission enter(const boost::asio::ip::address& address, bool for_others = false);
  void leave(const boost::asio::ip::address& address);
  /// False when somebody was still there at `until`.
  bool wait_until_empty(std::chrono::steady_clock::time_point until);

 private:
  const std::size_t connections_max_;
  const std::size_t per_address_max_;
  std::mutex mutex_;
  std::condition_variable left_;
  std::size_t open_ = 0;
  std::map<boost::asio::ip::address, std::size_t> by_address_;  // IPv6 by its /64: a household or a server owns that many
};

}  // namespace zhiyin::net
