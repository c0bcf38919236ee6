// The simulation: virtual days of customers, agents, faults and crashes against the real modules, from a seed that a failure prints.
//
//   sim [--short] [--seed N] [--days N] [--planted] [--log]
//
// Without --short at least a thousand virtual days. --seed runs that one seed, twice; --planted only shows that each invariant catches its
// planted bugs; --log lets the server's log through (stderr).
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/logging/logging.hpp"
#include "sim/run.hpp"

namespace zhiyin::sim {
namespace {

using Clock = std::chrono::steady_clock;

/// Above every level there is: nothing is logged.
constexpr auto silent = static_cast<logging::Level>(255);
constexpr std::uint64_t planted_seeds_max = 6;
constexpr int planted_days = 2;

struct Plan {
  std::uint64_t first_seed;
  std::uint64_t seeds;
  int days;
  std::uint64_t twice;  ///< so many of the seeds are run a second time
};
constexpr Plan short_plan{1, 4, 4, 2};
constexpr Plan long_plan{1, 84, 12, 4};

struct Options {
  bool is_short = false;
  bool only_planted = false;
  bool log = false;
  std::optional<std::uint64_t> seed;
  std::optional<int> days;
};

struct Sum {
  Counts counts;
  int runs = 0;
  int days = 0;
  int twice = 0;
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
    } else if (one == "--log") {
      options.log = true;
    } else if (!(one == "--seed" && read_number(value(), options.seed)) && !(one == "--days" && read_number(value(), options.days))) {
      return std::nullopt;
    }
  }
  return options;
}

void print_failure(const RunOptions& options, const Outcome& outcome) {
  const auto& broken = row_of(outcome.violation->invariant);
  fmt::print("seed {} ({} days) broke {} ({}):\n  {}\n", options.seed, options.days, broken.name, broken.what, outcome.violation->what);
  fmt::print("  the last events:\n");
  for (const auto& event : outcome.last_events) {
    fmt::print("    {}\n", event);
  }
  fmt::print("  again: sim --seed {} --days {}\n", options.seed, options.days);
}

std::uint64_t total(std::span<const std::uint64_t> counts) {
  std::uint64_t sum = 0;
  for (const auto count : counts) {
    sum += count;
  }
  return sum;
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
  fmt::print("seed {}: {} messages, {} facts, {} faults, digest {:016x}\n", options.seed, outcome.counts.messages, outcome.counts.facts,
             total(outcome.counts.faults), outcome.digest);
  if (twice) {
    const auto again = run(options);
    ++sum.twice;
    if (again.digest != outcome.digest) {
      ++sum.failures;
      fmt::print("seed {} ran otherwise the second time: digest {:016x}\n", options.seed, again.digest);
    }
  }
  std::fflush(stdout);
}

/// The bug must be caught by its invariant, and by no other before, on a seed that is clean without it. A seed on which it never takes
/// effect proves nothing: the next one may.
void one_plant(const PlantRow& row, std::uint64_t first_seed, std::set<std::uint64_t>& clean, Sum& sum) {
  const auto& by = row_of(row.invariant);
  for (std::uint64_t seed = first_seed; seed < first_seed + planted_seeds_max; ++seed) {
    if (clean.insert(seed).second) {
      one_seed({.seed = seed, .days = planted_days}, false, sum);
    }
    const auto outcome = run({.seed = seed, .days = planted_days, .plant = row.plant});
    if (outcome.violation) {
      const bool caught = outcome.violation->invariant == row.invariant;
      fmt::print("planted: {}: {} {}: {}\n", row.what, caught ? "caught by" : fmt::format("NOT caught by {} but by", by.name),
                 row_of(outcome.violation->invariant).name, outcome.violation->what);
      ++(caught ? sum.caught : sum.failures);
      return;
    }
  }
  fmt::print("planted: {}: NOT caught by {}\n", row.what, by.name);
  ++sum.failures;
}

/// What never happened was not simulated, and what was never checked does not hold.
void refuse_zeros(Sum& sum) {
  for (std::size_t i = 0; i < fault_names.size(); ++i) {
    if (sum.counts.faults[i] == 0) {
      fmt::print("never happened: {}\n", fault_names[i]);
      ++sum.failures;
    }
  }
  for (const auto& row : invariants) {
    if (sum.counts.checks[static_cast<std::size_t>(row.invariant)] == 0) {
      fmt::print("never checked: {} ({})\n", row.name, row.what);
      ++sum.failures;
    }
  }
}

/// Median, p99 and maximum, in seconds.
std::string spread(std::vector<std::int64_t> ms) {
  if (ms.empty()) {
    return "never";
  }
  std::ranges::sort(ms);
  const auto at = [&ms](std::size_t percent) { return static_cast<double>(ms[(ms.size() - 1) * percent / 100]) / 1'000; };
  return fmt::format("median {:.1f} s, p99 {:.1f} s, max {:.1f} s", at(50), at(99), at(100));
}

/// What became of what agents had in hand who vanished.
std::string words_of(const Vanished& vanished) {
  return fmt::format(
      "{} agents vanished, {} of them with {} conversations and {} offers in hand: a conversation had a queue or an owner again after {} "
      "({} times), an offered one was free again after {} ({} times), {} were kept by who came back",
      vanished.agents, vanished.agents_with_work, vanished.conversations, vanished.offers, spread(vanished.conversation_ms),
      vanished.conversation_ms.size(), spread(vanished.offer_ms), vanished.offer_ms.size(), vanished.kept);
}

void print_figures(const Sum& sum, double seconds) {
  const auto& counts = sum.counts;
  std::string checks;
  for (const auto& row : invariants) {
    checks += fmt::format(" {} {},", row.name, counts.checks[static_cast<std::size_t>(row.invariant)]);
  }
  std::string faults;
  for (std::size_t i = 0; i < fault_names.size(); ++i) {
    faults += fmt::format(" {} {},", fault_names[i], counts.faults[i]);
  }
  checks.back() = ';';
  faults.back() = ';';
  fmt::print(
      "sim: {} failures in {} virtual days of {} seeds; {} of {} planted bugs caught; {} seeds run twice; {:.0f} s; {} commands, {} "
      "messages, {} facts, {} acknowledged, {} refused, {} frames, {} frames of lists, {} timers fired, {} facts parked, "
      "{} offers accepted; {}; checks:{} faults:{} in all {}\n",
      sum.failures, sum.days, sum.runs, sum.caught, plants.size(), sum.twice, seconds, counts.commands, counts.messages, counts.facts,
      counts.acknowledged, counts.refused, counts.frames, counts.list_frames, counts.timers, counts.parked, counts.accepted,
      words_of(counts.vanished), checks, faults, total(counts.faults));
}

int main(std::span<char* const> arguments) {
  const auto options = parse(arguments);
  if (!options) {
    fmt::print(stderr, "usage: sim [--short] [--seed N] [--days N] [--planted] [--log]\n");
    return 2;
  }
  logging::set_up(options->log ? logging::Level::info : silent, false);
  const auto began = Clock::now();
  Sum sum;
  std::set<std::uint64_t> clean;
  const auto& plan = options->is_short ? short_plan : long_plan;
  if (options->seed && !options->only_planted) {
    one_seed({.seed = *options->seed, .days = options->days.value_or(plan.days)}, true, sum);
  } else {
    if (!options->only_planted) {
      for (auto seed = plan.first_seed; seed < plan.first_seed + plan.seeds && sum.failures == 0; ++seed) {
        one_seed({.seed = seed, .days = options->days.value_or(plan.days)}, seed < plan.first_seed + plan.twice, sum);
      }
      refuse_zeros(sum);
    }
    for (const auto& row : plants) {
      one_plant(row, options->seed.value_or(1), clean, sum);
    }
  }
  print_figures(sum, std::chrono::duration<double>(Clock::now() - began).count());
  return sum.failures == 0 ? 0 : 1;
}

}  // namespace
}  // namespace zhiyin::sim

int main(int count, char** arguments) {
  return zhiyin::sim::main({arguments, static_cast<std::size_t>(count)});
}
