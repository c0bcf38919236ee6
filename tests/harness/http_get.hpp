// One GET, blocking: for /readyz and its like.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

namespace zhiyin::harness {

struct Answer {
  int status = 0;  ///< 0: no connection, or no answer in time
  std::string head;
  std::string body;
  /// First value of a header, name without case; empty when absent.
  [[nodiscard]] std::string header(std::string_view name) const;
};

/// From 127.0.0.1, on a connection of its own.
[[nodiscard]] Answer http_get(std::uint16_t port, std::string_view target, std::chrono::milliseconds within = std::chrono::seconds{5});
/// Any bytes as the request; the answer is read until the server closes.
[[nodiscard]] Answer http_raw(std::uint16_t port, std::string_view request, std::chrono::milliseconds within = std::chrono::seconds{5});

}  // namespace zhiyin::harness
