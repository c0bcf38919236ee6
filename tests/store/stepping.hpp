// One lane of a writer that runs only when told, in set time: what happens in which order is then the test's to say.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <utility>
#include <vector>

#include "platform/clock/clock.hpp"
#include "platform/db/store.hpp"
#include "platform/journal/journal.hpp"
#include "platform/metric/metric.hpp"
#include "platform/writer/lane.hpp"
#include "schema/migrations.hpp"
#include "store/place.hpp"

namespace zhiyin::trial {

class Stepping {
 public:
  /// The schema's migrations and `more` after them.
  Stepping(db::Engine engine, std::vector<db::ModuleStatements> modules, std::vector<EmbeddedText> more = {})
      : place_(engine), store_(place_.options(), with_schema(std::move(more)), with_log(std::move(modules))) {
    journal::found(*store_.open_writing(), chance);
    reading_ = store_.open_reading();
    lane = make_lane();
  }

  /// Another lane, as another process has it.
  [[nodiscard]] std::unique_ptr<writer::Lane> make_lane() {
    return std::make_unique<writer::Lane>([this] { return store_.open_writing(); }, clock, chance, writer::LaneLimits{},
                                          writer::LaneHooks{}, figures_);
  }
  [[nodiscard]] db::Store& store() { return store_; }
  [[nodiscard]] db::Session& reading() { return *reading_; }

  /// Runs one command alone and gives its answer.
  template <class T = int>
  Result<T> run(std::function<Result<T>(writer::Tx&)> decide, std::function<void(writer::Tx&)> want = [](writer::Tx&) {}) {
    Result<T> answer = refuse(ErrorCode::unavailable, "not answered");
    lane->submit(writer::command<T>({}, std::move(want), std::move(decide), [&answer](Result<T> result) { answer = std::move(result); }));
    while (lane->step()) {
    }
    return answer;
  }

  SetClock clock{from_millis(1'800'000'000'000)};
  SystemChance chance;
  MetricRegistry metrics;

 private:
  static std::vector<EmbeddedText> with_schema(std::vector<EmbeddedText> more) {
    more.insert(more.begin(), migrations().begin(), migrations().end());
    return more;
  }
  static std::vector<db::ModuleStatements> with_log(std::vector<db::ModuleStatements> modules) {
    modules.push_back(journal::statements());
    modules.push_back(writer::statements());
    return modules;
  }

  StorePlace place_;
  db::Store store_;
  std::unique_ptr<db::Session> reading_;
  writer::LaneFigures figures_{metrics.counter("commands_total", "."), metrics.counter("commits_total", "."),
                               metrics.counter("retries_total", "."),  metrics.counter("failures_total", "."),
                               metrics.gauge("waiting", "."),          metrics.histogram("commit_seconds", ".")};

 public:
  std::unique_ptr<writer::Lane> lane;
};

/// For TestWithParam<db::Engine>.
inline auto both_engines() {
  return testing::Values(db::Engine::sqlite, db::Engine::postgres);
}
inline std::string engine_label(const testing::TestParamInfo<db::Engine>& info) {
  return std::string{db::engine_name(info.param)};
}

}  // namespace zhiyin::trial
