// The store's writers: one lane on SQLite, a few on PostgreSQL, each with its thread.
#pragma once

#include <memory>
#include <thread>
#include <vector>

#include "platform/db/store.hpp"
#include "platform/writer/lane.hpp"

namespace zhiyin::writer {

class Writer {
 public:
  /// `lanes` is taken as 1 on SQLite. Starts its threads at once.
  Writer(db::Store& store, const Clock& clock, Chance& chance, std::size_t lanes, LaneLimits limits, const LaneHooks& hooks,
         MetricRegistry& metrics);
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  /// Any thread but a writer's own: a listener or timer runs inside its batch already.
  void submit(std::unique_ptr<Command> command);
  void submit_background(std::unique_ptr<Command> command);
  [[nodiscard]] Health health() const;
  /// Takes no more, finishes what waits, ends the threads.
  void stop();

 private:
  [[nodiscard]] Lane& lane_of(const Command& command);
  static void run(Lane& lane);

  std::vector<std::unique_ptr<Lane>> lanes_;
  std::vector<std::thread> threads_;
};

}  // namespace zhiyin::writer
