// Insight follows the log; nobody calls it. Deleting it is deleting this folder, its migration and its wiring.
#pragma once

#include "insight/volume.hpp"
#include "platform/db/session.hpp"
#include "platform/listener/listener.hpp"
#include "platform/metric/metric.hpp"

namespace zhiyin::insight {

[[nodiscard]] listener::Listener volume_listener();

/// The totals of `volume` for /metrics. Gauges, for they are read from the store, where every process sees the same.
class VolumeFigures {
 public:
  explicit VolumeFigures(MetricRegistry& metrics);
  /// To be called every few seconds by a thread that may wait for the store.
  void refresh(db::Session& reading);

 private:
  Gauge& opened_;
  Gauge& visitor_messages_;
  Gauge& agent_messages_;
  Gauge& resolved_;
  Gauge& rated_;
  Gauge& rating_sum_;
};

}  // namespace zhiyin::insight
