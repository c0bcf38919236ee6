// How soon it is there: from exec to the first 200 of /readyz with many conversations stored, and what it needs when idle.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <thread>

#include "harness/http_get.hpp"
#include "harness/installation.hpp"
#include "harness/report.hpp"

namespace zhiyin::bench {
namespace {

using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr double start_max_s = 0.5;
constexpr double idle_max_mb = 60;
constexpr int starts = 7;
constexpr auto ready_max = seconds{60};
constexpr auto fill_max = seconds{1200};
constexpr auto look_every = std::chrono::microseconds{500};

double seconds_to_ready(harness::Gateway& gateway) {
  const auto began = Steady::now();
  gateway.launch();
  while (harness::http_get(gateway.port(), "/readyz", milliseconds{1000}).status != 200) {
    if (Steady::now() - began > ready_max || !gateway.running()) {
      throw std::runtime_error("it does not get ready; log:\n" + gateway.log_tail());
    }
    std::this_thread::sleep_for(look_every);
  }
  return std::chrono::duration<double>(Steady::now() - began).count();
}

void fill(const harness::Installation& site, std::int64_t conversations) {
  std::vector<std::string> words{harness::zhiyin_binary(),      "demo",   "fill",     "--conversations",
                                 std::to_string(conversations), "--data", site.data()};
  if (!site.db_url().empty()) {
    words.insert(words.end(), {"--db.url", site.db_url()});
  }
  harness::run({words, {}, {}, {}}, fill_max);
}

void measure(harness::Engine engine, harness::PostgresServer* postgres, const harness::Options& options, harness::Report& report) {
  const std::int64_t conversations = options.short_run ? 10'000 : 100'000;
  const auto name = harness::name_of(engine);
  harness::Installation site(engine, 1, postgres, options);
  const auto began = Steady::now();
  fill(site, conversations);
  harness::Report::say(fmt::format("{}: filled in {:.1f} s", name, std::chrono::duration<double>(Steady::now() - began).count()));
  auto& gateway = site.gateway(0);
  std::vector<double> took;
  double idle_mb = 0;
  for (int i = 0; i < starts; ++i) {
    took.push_back(seconds_to_ready(gateway));
    if (i + 1 == starts) {
      std::this_thread::sleep_for(seconds{3});
      idle_mb = static_cast<double>(gateway.child().resident_bytes()) / 1e6;
    }
    if (!gateway.stop()) {
      report.fail(name + ": it does not stop in order");
    }
  }
  std::ranges::sort(took);
  report.figure(name + "_conversations", conversations);
  report.figure(name + "_start_median_s", took[took.size() / 2], 3);
  report.figure(name + "_start_worst_s", took.back(), 3);
  report.figure(name + "_idle_mb", idle_mb, 1);
  report.goal(name + " up in under 0.5 s", took.back() < start_max_s);
  report.goal(name + " idle under 60 MB", idle_mb < idle_max_mb);
}

}  // namespace
}  // namespace zhiyin::bench

int main(int count, char** words) {
  using namespace zhiyin;
  const auto options = harness::read_options(count, words);
  harness::Report report("bench", "start", options);
  return harness::reported(report, [&] {
    for (const auto engine : options.engines) {
      std::unique_ptr<harness::PostgresServer> postgres;
      if (engine == harness::Engine::postgres) {
        postgres = std::make_unique<harness::PostgresServer>();
      }
      bench::measure(engine, postgres.get(), options, report);
    }
  });
}
