// What happened in a run: the last events for whoever reads a failure, a digest of all facts and answers, and the first broken promise.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

namespace zhiyin::sim {

struct Violation {
  std::string invariant;  ///< "I1" …; "snapshot" for snapshot + facts == fresh snapshot; "end" for what never came to an end
  std::string what;
};

struct Counts {
  std::uint64_t events = 0;
  std::uint64_t commands = 0;
  std::uint64_t facts = 0;
  std::uint64_t messages = 0;
  std::uint64_t acknowledged = 0;
  std::uint64_t refused = 0;
  std::uint64_t faults = 0;
  std::uint64_t crashes = 0;
  std::uint64_t timers = 0;
  std::uint64_t parked = 0;
  std::uint64_t comparisons = 0;

  Counts& operator+=(const Counts& other);
};

class Chronicle {
 public:
  static constexpr std::size_t kept_max = 30;

  void note(std::string event);
  void digest(std::string_view text);
  void digest(std::int64_t number);
  /// The first one counts; later ones may be its consequences.
  void violate(std::string_view invariant, std::string what);

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
