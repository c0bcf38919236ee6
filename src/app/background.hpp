// What a worker does besides sockets: timers and listeners.
#pragma once

#include <functional>
#include <memory>

#include "bot/asker.hpp"
#include "conversation/settings.hpp"
#include "insight/listener.hpp"
#include "platform/clock/clock.hpp"
#include "platform/db/store.hpp"
#include "platform/listener/runner.hpp"
#include "platform/metric/metric.hpp"
#include "platform/timer/runner.hpp"
#include "platform/writer/writer.hpp"
#include "routing/listener.hpp"

namespace zhiyin::app {

/// All listeners of the program. `open` gives a reading session to those that look at the store before they act; `asker`
/// as for its listener.
[[nodiscard]] std::vector<listener::Listener> all_listeners(routing::Open open, const routing::Settings& routing, bot::Asker* asker);

class Background {
 public:
  /// The cursors were founded. `log_kept_max` is a count of facts.
  Background(db::Store& store, writer::Writer& writer, const Clock& clock, const conversation::Settings& conversations,
             const routing::Settings& routing, bot::Asker& asker, const bot::Means& bot, std::int64_t log_kept_max,
             MetricRegistry& metrics);

  void wake() { listeners_.wake(); }
  /// Reads what the listeners counted into the metrics. On one thread at a time; valid as long as this is.
  [[nodiscard]] std::function<void(db::Session&)> measure() {
    return [this](db::Session& reading) { volume_.refresh(reading); };
  }
  /// While the writer still runs.
  void stop();

 private:
  timer::Runner timers_;
  listener::Runner listeners_;
  insight::VolumeFigures volume_;
};

}  // namespace zhiyin::app
