// What a proof or a bench has to say at its end: one line of figures, or JSON, and its exit code.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "harness/options.hpp"

namespace zhiyin::harness {

class Report {
 public:
  /// `kind` is "prove" or "bench".
  Report(std::string kind, std::string name, const Options& options);

  void figure(std::string name, std::int64_t value);
  void figure(std::string name, double value, int decimals);
  void figure(std::string name, std::string value);

  /// What was to be proven does not hold, or data were lost; the first ones are printed at once, all are counted.
  void fail(std::string_view what);
  /// A bench's goal; all of them together are `goal_met`.
  void goal(std::string_view what, bool met);
  [[nodiscard]] std::size_t failures() const { return failures_; }

  /// Progress, on stderr.
  static void say(std::string_view what);

  /// Prints the line (and with --json the object before it) and gives the exit code: not zero if anything failed; for --planted the
  /// other way round.
  [[nodiscard]] int finish();

 private:
  struct Figure {
    std::string name;
    std::string text;
    bool quoted;
  };

  std::string kind_;
  std::string name_;
  const Options& options_;
  std::vector<Figure> figures_;
  std::vector<std::pair<std::string, bool>> goals_;
  std::size_t failures_ = 0;
};

/// Runs `body` and turns an exception into a failure, so that the last line is printed whatever happens.
template <class Body>
int reported(Report& report, Body&& body) {
  try {
    body();
  } catch (const std::exception& e) {
    report.fail(std::string("ended early: ") + e.what());
  }
  return report.finish();
}

}  // namespace zhiyin::harness
