// Acknowledged means kept, power loss included: 64 waiting producers write through the real store, and files through platform/files, on a
// disk that forgets every byte and every name that was not synced, tears sectors, and once refuses a sync with EIO (power/shim.hpp). The
// power fails at chosen calls, processes die before it does, and after each end the store is opened again and compared with what was
// acknowledged. Every run plants each fault of power/faults.hpp too and fails unless the comparison notices it; `--planted` does nothing
// else, `--plant NAME` runs the proof with one fault, to see it fail. `--seed N` draws the same moments and losses again; which call the
// n-th is, is up to the threads.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <numeric>

#include "harness/report.hpp"
#include "power/faults.hpp"
#include "power/life.hpp"
#include "power/rounds.hpp"

namespace zhiyin::power {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using harness::Report;

constexpr std::uint64_t lives_min = 4;
constexpr std::uint64_t lives_spread = 5;
constexpr std::int64_t rounds_to_be_caught_max = 40;

std::int64_t sum(const std::map<std::string, std::int64_t>& counts) {
  return std::accumulate(counts.begin(), counts.end(), std::int64_t{0}, [](auto all, const auto& entry) { return all + entry.second; });
}

std::int64_t lives_of_a_round(Cards& cards) {
  return static_cast<std::int64_t>(lives_min + cards.chance().under(lives_spread));
}

/// What a proof is about that has not happened yet.
std::vector<std::string> never_happened(const Findings& found) {
  std::vector<std::string> never;
  const auto demand = [&](const std::string& what, std::int64_t times) {
    if (times == 0) {
      never.push_back(what);
    }
  };
  const auto count = [](const std::map<std::string, std::int64_t>& counts, const std::string& what) {
    const auto at = counts.find(what);
    return at == counts.end() ? 0 : at->second;
  };
  for (const auto& moment : all_moments()) {
    demand("power lost " + moment, count(found.power_losses, moment));
  }
  for (const auto* kind : {"wal", "database", "folder", "file"}) {
    demand(fmt::format("EIO for a sync of {}", kind), count(found.eio, kind));
  }
  demand("power lost when a process ended itself after EIO", count(found.power_losses, "own end"));
  demand("a process ended itself after EIO, and the power stayed", count(found.deaths, "own end"));
  demand("a process outlived EIO", found.eio_outlived);
  demand("a process died and the power stayed", sum(found.deaths) - count(found.deaths, "own end"));
  for (const auto* what : {"kept", "lost", "torn", "names_lost"}) {
    demand(fmt::format("an unsynced change was {}", what), count(found.counts, what));
  }
  demand("the write-ahead log was begun anew", count(found.counts, "wal_begun") - found.rounds);
  demand("a command was acknowledged", found.acknowledged);
  demand("a file was acknowledged", found.files_kept);
  return never;
}

void report_findings(Report& report, const Findings& found) {
  for (const auto& problem : found.problems) {
    report.fail(problem);
  }
  for (const auto& [moment, times] : found.power_losses) {
    Report::say(fmt::format("power lost {}: {}", moment, times));
  }
  for (const auto& [moment, times] : found.deaths) {
    Report::say(fmt::format("died {}: {}", moment, times));
  }
  for (const auto& [kind, times] : found.eio) {
    Report::say(fmt::format("EIO for a sync of {}: {}", kind, times));
  }
  report.figure("rounds", found.rounds);
  report.figure("acknowledged", found.acknowledged);
  report.figure("files_acknowledged", found.files_kept);
  report.figure("power_losses", sum(found.power_losses));
  report.figure("moments", static_cast<std::int64_t>(found.power_losses.size()));
  report.figure("deaths", sum(found.deaths));
  report.figure("eio", sum(found.eio));
  report.figure("eio_ended_itself", found.own_ends);
  for (const auto& [name, count] : found.counts) {
    report.figure(name, count);
  }
  report.figure("reopened", found.reopened);
  report.figure("missing", found.missing);
  report.figure("twice", found.twice);
}

/// How many rounds it took; 0: not caught.
std::int64_t rounds_until_caught(const std::string& fault, std::uint64_t seed) {
  Cards cards(seed);
  Findings found;
  while (found.rounds < rounds_to_be_caught_max) {
    run_round(cards, lives_of_a_round(cards), fault, found);
    if (!found.problems.empty()) {
      return found.rounds;
    }
  }
  return 0;
}

/// Whether each planted fault was noticed.
bool plant_all(Report& report, const harness::Options& options) {
  std::int64_t planted = 0;
  std::int64_t caught = 0;
  for (const auto name : fault_names) {
    if (!options.plant.empty() && options.plant != name) {
      continue;
    }
    ++planted;
    const auto rounds = rounds_until_caught(std::string{name}, options.seed);
    caught += rounds > 0 ? 1 : 0;
    Report::say(rounds > 0 ? fmt::format("{}: caught in round {}", name, rounds) : fmt::format("{}: NOT caught", name));
  }
  report.figure("planted", planted);
  report.figure("caught", caught);
  return planted > 0 && caught == planted;
}

void prove(Report& report, const harness::Options& options) {
  if (options.planted) {
    if (plant_all(report, options)) {
      report.fail("each planted fault made the proof fail");
    }
    return;
  }
  Cards cards(options.seed);
  Findings found;
  for (const auto& lives : cards.old_losses()) {
    run_round(cards, lives, options.plant, found);
  }
  const auto until = Steady::now() + (options.short_run ? 15s : 240s);
  const std::size_t times_through = options.short_run ? 1 : 4;
  const auto latest = until + 30s;
  while (cards.times_through() < times_through || Steady::now() < until || (!never_happened(found).empty() && Steady::now() < latest)) {
    run_round(cards, lives_of_a_round(cards), options.plant, found);
  }
  report_findings(report, found);
  if (options.plant.empty()) {
    for (const auto& what : never_happened(found)) {
      report.fail("this never happened: " + what);
    }
    if (!plant_all(report, options)) {
      report.fail("a planted fault was not noticed");
    }
  }
}

}  // namespace
}  // namespace zhiyin::power

int main(int count, char** words) {
  zhiyin::power::live_if_asked(count, words);
  const auto options = zhiyin::harness::read_options(count, words);
  zhiyin::harness::Report report("prove", "power", options);
  return zhiyin::harness::reported(report, [&] { zhiyin::power::prove(report, options); });
}
