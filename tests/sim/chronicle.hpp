// What happened in a run: the last events for whoever reads a failure, a digest of all events, facts, answers and frames, what was checked
// how often, and the first broken promise.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/fault.hpp"
#include "sim/invariant.hpp"

namespace zhiyin::sim {

struct Violation {
  Invariant invariant;
  std::string what;
};

/// Agents who vanished, what they had in hand, and how long each was in nobody's hands then.
struct Vanished {
  std::uint64_t agents = 0;
  std::uint64_t agents_with_work = 0;
  std::uint64_t conversations = 0;
  std::uint64_t offers = 0;
  std::uint64_t kept = 0;                     ///< of both, still his when he came back
  std::vector<std::int64_t> conversation_ms;  ///< of those that slept: since they woke
  std::vector<std::int64_t> offer_ms;

  Vanished& operator+=(const Vanished& other);
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
  std::uint64_t list_frames = 0;
  Vanished vanished;
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
