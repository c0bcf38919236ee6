// What happened in a run: the last events for whoever reads a failure, a digest of all events, facts, answers and frames, what was checked
// how often, and the first broken promise.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "sim/fault.hpp"
#include "sim/invariant.hpp"

namespace zhiyin::sim {

struct Violation {
  Invariant invariant;
  std::string what;
};

struct Counts {
  std::uint64_t commands = 0;
  std::uint64_t facts = 0;
  std::uint64_t messages = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t refused = 0;
  std::uint64_t frames = 0;
  std::uint64_t timers = 0;
  std::uint64_t parked = 0;
  std::uint64_t accepted = 0;  ///< offers
  std::uint64_t vanished = 0;  ///< agents with all that they had in hand
  std::array<std::uint64_t, invariants.size()> checks{};
  FaultCounts faults{};

  Counts& operator+=(const Counts& other);
};

class Chronicle {
 public:
  static constexpr std::size_t kept_max = 30;

  void note(std::string event);
  void digest(std::string_view text);
  void digest(std::int64_t number);
  /// So many cases in which the invariant could have been found broken.
  void checked(Invariant invariant, std::uint64_t times = 1) { counts.checks[static_cast<std::size_t>(invariant)] += times; }
  /// The first one counts; later ones may be its consequences.
  void violate(Invariant invariant, std::string what);

  [[nodiscard]] const std::optional<Violation>& violation() const { return violation_; }
  [[nodiscard]] std::uint64_t digest() const { return digest_; }
  [[nodiscard]] const std::deque<std::string>& last_events() const { return last_; }

  Counts counts;

 private:
  std::deque<std::string> last_;
  std::uint64_t digest_ = 14695981039346656037ULL;
  std::optional<Violation> violation_;
};

}  // namespace zhiyin::sim
