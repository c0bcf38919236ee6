// One run of the simulation: a cast of people in a world, for so many virtual days.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>

#include "sim/chronicle.hpp"
#include "sim/plant.hpp"

namespace zhiyin::sim {

struct RunOptions {
  std::uint64_t seed = 1;
  int days = 3;
  Plant plant = Plant::none;
};

struct Outcome {
  std::optional<Violation> violation;
  std::uint64_t digest = 0;
  Counts counts;
  std::deque<std::string> last_events;
};

[[nodiscard]] Outcome run(const RunOptions& options);

}  // namespace zhiyin::sim
