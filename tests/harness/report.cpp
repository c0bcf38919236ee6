#include "harness/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

namespace zhiyin::harness {
namespace {

constexpr std::size_t printed_max = 40;
const auto began = std::chrono::steady_clock::now();

double seconds_so_far() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace

Report::Report(std::string kind, std::string name, const Options& options)
    : kind_(std::move(kind)), name_(std::move(name)), options_(options) {
  say(fmt::format("{} {}, seed {}", kind_, name_, options_.seed));
}

void Report::figure(std::string name, std::int64_t value) {
  figures_.push_back({std::move(name), fmt::format("{}", value), false});
}

void Report::figure(std::string name, double value, int decimals) {
  figures_.push_back({std::move(name), fmt::format("{:.{}f}", value, decimals), false});
}

void Report::figure(std::string name, std::string value) {
  figures_.push_back({std::move(name), std::move(value), true});
}

void Report::fail(std::string_view what) {
  if (++failures_ <= printed_max) {
    say(fmt::format("FAILED: {}", what));
  }
}

void Report::goal(std::string_view what, bool met) {
  goals_.emplace_back(what, met);
}

void Report::say(std::string_view what) {
  fmt::print(stderr, "{:7.2f} s  {}\n", seconds_so_far(), what);
}

int Report::finish() {
  const bool goal_met = std::ranges::all_of(goals_, [](const auto& goal) { return goal.second; });
  const bool caught = options_.planted && failures_ > 0;
  const bool good = options_.planted ? caught : failures_ == 0;
  figure("seed", static_cast<std::int64_t>(options_.seed));
  figure("seconds", seconds_so_far(), 1);
  std::string line;
  std::string json;
  for (const auto& [name, text, quoted] : figures_) {
    line += fmt::format(" {}={}", name, text);
    json += quoted ? fmt::format(", \"{}\": \"{}\"", name, text) : fmt::format(", \"{}\": {}", name, text);
  }
  if (options_.json) {
    fmt::print("{{\"{}\": \"{}\", \"good\": {}, \"failures\": {}", kind_, name_, good, failures_);
    if (kind_ == "bench") {
      fmt::print(", \"goal_met\": {}", goal_met && failures_ == 0);
    }
    fmt::print("{}}}\n", json);
  }
  for (const auto& [what, met] : goals_) {
    line += fmt::format(" [{}: {}]", what, met ? "met" : "NOT met");
  }
  const char* verdict = good ? "ok" : "FAILED";
  if (options_.planted) {
    verdict = caught ? "ok, the planted fault was caught" : "FAILED, the planted fault was NOT caught";
  }
  fmt::print("{} {}: {}, {} failures{}\n", kind_, name_, verdict, failures_, line);
  std::fflush(stdout);
  return good ? 0 : 1;
}

}  // namespace zhiyin::harness
