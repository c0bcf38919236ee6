// What this module counts. One Server per MetricRegistry, as each name exists once.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>

#include "platform/metric/metric.hpp"

namespace zhiyin::net {

struct Figures {
  explicit Figures(MetricRegistry& registry);
  void answered(int status, std::chrono::nanoseconds took);

  std::array<Counter*, 4> requests;  // 2xx to 5xx
  Histogram& request_seconds;
  Gauge& connections_open;
  Counter& refused_full;
  Counter& refused_address;
  Counter& handshakes_failed;
  Gauge& ws_open;
  Counter& ws_frames_in;
  Counter& ws_frames_out;
  Counter& ws_cut_slow;
  Counter& ws_cut_idle;
  Gauge& ws_queue_bytes;
};

}  // namespace zhiyin::net
