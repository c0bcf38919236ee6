// The simulation: virtual days of customers, agents, faults and crashes against the real modules, from a seed that a failure prints.
//
//   sim [--short] [--seed N] [--days N] [--planted]
//
// --short takes under a minute, otherwise about five. --planted only shows that each invariant catches its planted bug.
#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstring>
#include <optional>
#include <span>
#include <string_view>

#include "platform/logging/logging.hpp"
#include "sim/run.hpp"

namespace zhiyin::sim {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int planted_seeds_max = 6;
constexpr int planted_days = 4;

struct Options {
  bool is_short = false;
  bool only_planted = false;
  std::optional<std::uint64_t> seed;
  std::optional<int> days;
};

struct Sum {
  Counts counts;
  int runs = 0;
  int days = 0;
  int failures = 0;
  int caught = 0;
};

template <class T>
bool read_number(std::string_view text, std::optional<T>& into) {
  T value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  into = value;
  return error == std::errc{} && end == text.data() + text.size() && value > 0;
}

std::optional<Options> parse(std::span<char* const> arguments) {
  Options options;
  for (std::size_t i = 1; i < arguments.size(); ++i) {
    const std::string_view one = arguments[i];
    const auto value = [&]() -> std::string_view { return ++i < arguments.size() ? arguments[i] : ""; };
    if (one == "--short") {
      options.is_short = true;
    } else if (one == "--planted") {
      options.only_planted = true;
    } else if (!(one == "--seed" && read_number(value(), options.seed)) && !(one == "--days" && read_number(value(), options.days))) {
      return std::nullopt;
    }
  }
  return options;
}

void print_failure(const RunOptions& options, const Outcome& outcome) {
  fmt::print("seed {} ({} days) broke {}: {}\n", options.seed, options.days, outcome.violation->invariant, outcome.violation->what);
  fmt::print("  the last events:\n");
  for (const auto& event : outcome.last_events) {
    fmt::print("    {}\n", event);
  }
  fmt::print("  again: sim --seed {} --days {}\n", options.seed, options.days);
}

void one_seed(const RunOptions& options, bool twice, Sum& sum) {
  const auto outcome = run(options);
  ++sum.runs;
  sum.days += options.days;
  sum.counts += outcome.counts;
  if (outcome.violation) {
    ++sum.failures;
    print_failure(options, outcome);
    return;
  }
  fmt::print("seed {}: {} messages, {} facts, {} crashes, {} faults, digest {:016x}\n", options.seed, outcome.counts.messages,
             outcome.counts.facts, outcome.counts.crashes, outcome.counts.faults, outcome.digest);
  if (twice) {
    const auto again = run(options);
    ++sum.runs;
    sum.counts += again.counts;
    if (again.digest != outcome.digest) {
      ++sum.failures;
      fmt::print("seed {} ran otherwise the second time: digest {:016x}\n", options.seed, again.digest);
    }
  }
}

/// The bug must be caught by its invariant, and by no other before. A seed on which it never takes effect proves nothing: the next one may.
void one_plant(const PlantRow& row, std::uint64_t first_seed, Sum& sum) {
  for (std::uint64_t seed = first_seed; seed < first_seed + planted_seeds_max; ++seed) {
    const auto outcome = run({.seed = seed, .days = planted_days, .plant = row.plant});
    ++sum.runs;
    if (outcome.violation) {
      const bool caught = outcome.violation->invariant == row.invariant;
      fmt::print("planted: {}: {} {}: {}\n", row.what, caught ? "caught by" : "NOT caught by its own invariant but by",
                 outcome.violation->invariant, outcome.violation->what);
      ++(caught ? sum.caught : sum.failures);
      return;
    }
  }
  fmt::print("planted: {}: NOT caught\n", row.what);
  ++sum.failures;
}

int main(std::span<char* const> arguments) {
  const auto options = parse(arguments);
  if (!options) {
    fmt::print(stderr, "usage: sim [--short] [--seed N] [--days N] [--planted]\n");
    return 2;
  }
  logging::set_up(logging::Level::error, false);
  const auto began = Clock::now();
  const auto took = [began] { return std::chrono::duration<double>(Clock::now() - began).count(); };
  Sum sum;
  if (options->seed && !options->only_planted) {
    one_seed({.seed = *options->seed, .days = options->days.value_or(10)}, true, sum);
  } else if (!options->only_planted) {
    const double budget = options->is_short ? 20 : 240;
    for (std::uint64_t seed = 1; sum.failures == 0 && (seed <= 4 || took() < budget); ++seed) {
      one_seed({.seed = seed, .days = options->days.value_or(options->is_short ? 4 : 14)}, options->is_short || seed <= 4, sum);
    }
  }
  if (options->only_planted || !options->seed) {
    for (const auto& row : plants) {
      one_plant(row, options->seed.value_or(1), sum);
    }
  }
  fmt::print(
      "sim: {} runs of {} virtual days: {} commands, {} messages, {} facts, {} acknowledged, {} timers fired, {} facts parked, "
      "{} comparisons; {} faults, {} crashes; {} of {} planted bugs caught; {} failures; {:.1f} s\n",
      sum.runs, sum.days, sum.counts.commands, sum.counts.messages, sum.counts.facts, sum.counts.acknowledged, sum.counts.timers,
      sum.counts.parked, sum.counts.comparisons, sum.counts.faults, sum.counts.crashes, sum.caught, plants.size(), sum.failures, took());
  return sum.failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace zhiyin::sim

int main(int count, char** arguments) {
  return zhiyin::sim::main({arguments, static_cast<std::size_t>(count)});
}
