// What a worker does besides sockets: timers and listeners.
#pragma once

#include <memory>

#include "conversation/settings.hpp"
#include "insight/listener.hpp"
#include "platform/clock/clock.hpp"
#include "platform/db/store.hpp"
#include "platform/listener/runner.hpp"
#include "platform/metric/metric.hpp"
#include "platform/timer/runner.hpp"
#include "platform/writer/writer.hpp"

namespace zhiyin::app {

/// All listeners of the program.
[[nodiscard]] std::vector<listener::Listener> all_listeners();

class Background {
 public:
  /// The cursors were founded. `log_kept_max` is a count of facts.
  Background(db::Store& store, writer::Writer& writer, const Clock& clock, const conversation::Settings& conversations,
             std::int64_t log_kept_max, MetricRegistry& metrics);

  void wake() { listeners_.wake(); }
  /// While the writer still runs.
  void stop();

 private:
  timer::Runner timers_;
  listener::Runner listeners_;
};

}  // namespace zhiyin::app
