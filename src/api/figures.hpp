// What the API tells /metrics: requests of each route by status, how long they took, and why some were refused before their route decided.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "api/route.hpp"
#include "platform/metric/metric.hpp"

namespace zhiyin::api {

/// rate: too many requests. auth: nobody, an ended credential, a missing right. body: what was sent cannot be read, or is not allowed.
/// idempotency: the key stands for another request, or for an answer that is told once.
enum class Refused : std::uint8_t { rate, auth, body, idempotency };
constexpr std::size_t refused_count = 4;

/// Any thread.
class Figures {
 public:
  /// Once for a registry: figures are made by name. `routes` outlives this.
  Figures(MetricRegistry& registry, std::span<const Route> routes);

  /// `why` only for what the framework refused.
  void answered(const Route& route, int status, std::optional<Refused> why, std::chrono::nanoseconds took);

 private:
  struct OfRoute {
    std::array<Counter*, 3> by_class;  // 2xx, 4xx, 5xx: there is nothing else
    Histogram* seconds;                // of its kind: reading or writing the store, or neither
  };
  std::map<const Route*, OfRoute> routes_;
  std::array<Counter*, refused_count> refused_;
};

}  // namespace zhiyin::api
