#include "platform/writer/writer.hpp"

#include "platform/base/require.hpp"

namespace zhiyin::writer {
namespace {

thread_local bool on_writer_thread = false;

}  // namespace

Writer::Writer(db::Store& store, const Clock& clock, Chance& chance, std::size_t lanes, LaneLimits limits, const LaneHooks& hooks,
               MetricRegistry& metrics) {
  const LaneFigures figures{metrics.counter("writer_commands_total", "Commands committed"),
                            metrics.counter("writer_commits_total", "Transactions committed"),
                            metrics.counter("writer_retries_total", "Batches done again one by one"),
                            metrics.counter("writer_failures_total", "Commands that the store could not take"),
                            metrics.gauge("writer_waiting", "Commands in the queue"),
                            metrics.histogram("writer_commit_seconds", "From the first statement of a batch to its COMMIT")};
  const std::size_t count = store.engine() == db::Engine::sqlite ? 1 : std::max<std::size_t>(lanes, 1);
  for (std::size_t i = 0; i < count; ++i) {
    lanes_.push_back(std::make_unique<Lane>([&store] { return store.open_writing(); }, clock, chance, limits, hooks, figures));
  }
  for (auto& lane : lanes_) {
    threads_.emplace_back([&lane = *lane] { run(lane); });
  }
}

Writer::~Writer() {
  stop();
}

void Writer::run(Lane& lane) {
  on_writer_thread = true;
  while (true) {
    lane.gather();
    const bool last = lane.closed();  // asked before the step: what was accepted until then is in it
    if (!lane.step()) {
      if (last) {
        return;
      }
      lane.wait(std::chrono::milliseconds{1'000});
    }
  }
}

Lane& Writer::lane_of(const Command& command) {
  auto key = command.lane().value;
  key ^= key >> 33U;
  key *= 0xff51afd7ed558ccdULL;
  key ^= key >> 33U;
  return *lanes_[key % lanes_.size()];
}

void Writer::submit(std::unique_ptr<Command> command) {
  require(!on_writer_thread, "submit() is for callers outside the writer");
  auto& lane = lane_of(*command);
  lane.submit(std::move(command));
}

void Writer::submit_background(std::unique_ptr<Command> command) {
  auto& lane = lane_of(*command);
  lane.submit_background(std::move(command));
}

Health Writer::health() const {
  auto worst = Health::well;
  for (const auto& lane : lanes_) {
    worst = std::max(worst, lane->health());
  }
  return worst;
}

void Writer::stop() {
  for (auto& lane : lanes_) {
    lane->close();
  }
  for (auto& thread : threads_) {
    if (thread.joinable()) {
      thread.join();
    }
  }
}

}  // namespace zhiyin::writer
