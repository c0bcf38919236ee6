// The core as the server puts it together: store, log and writer, without sockets.
#pragma once

#include <future>
#include <memory>
#include <vector>

#include "channel/intake.hpp"
#include "platform/clock/clock.hpp"
#include "platform/db/store.hpp"
#include "platform/metric/metric.hpp"
#include "platform/writer/writer.hpp"

namespace zhiyin::trial {

/// Statements of every module that writes conversations.
[[nodiscard]] std::vector<db::ModuleStatements> core_statements(std::vector<db::ModuleStatements> more = {});

struct CoreOptions {
  std::size_t lanes = 2;
  writer::LaneLimits limits;
  writer::LaneHooks hooks;
  std::int64_t demo_agents = 0;            ///< members of team 1, which serves inbox 1
  std::vector<db::ModuleStatements> more;  ///< a test's own
};

class Core {
 public:
  explicit Core(db::StoreOptions store, CoreOptions options = {});

  [[nodiscard]] db::Store& store() { return store_; }
  [[nodiscard]] writer::Writer& writer() { return writer_; }
  [[nodiscard]] SystemChance& chance() { return chance_; }
  [[nodiscard]] MetricRegistry& metrics() { return metrics_; }

  /// Submits and waits for the answer.
  Result<channel::Taken> intake(channel::Inbound inbound);
  template <class T>
  Result<T> run(writer::LaneKey lane, std::function<void(writer::Tx&)> want, std::function<Result<T>(writer::Tx&)> decide) {
    std::promise<Result<T>> promise;
    writer_.submit(writer::command<T>(lane, std::move(want), std::move(decide),
                                      [&promise](Result<T> result) { promise.set_value(std::move(result)); }));
    return promise.get_future().get();
  }

 private:
  SystemClock clock_;
  SystemChance chance_;
  MetricRegistry metrics_;
  db::Store store_;
  writer::Writer writer_;
};

}  // namespace zhiyin::trial
