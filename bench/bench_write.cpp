// How many commands a second are stored and acknowledged, beside what the engine gives when it is written to by hand.
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>

#include "harness/report.hpp"
#include "store/place.hpp"
#include "write_floor.hpp"
#include "write_load.hpp"

namespace zhiyin::bench {
namespace {

constexpr double goal_share = 0.6;
constexpr db::Statement text_sizes{"text_sizes",
                                   "SELECT cast(avg(length(envelope)) AS bigint), cast(avg(length(body)) AS bigint) FROM fact WHERE kind = "
                                   "'message_sent'"};
constexpr std::array<const db::Statement*, 1> own_statements{&text_sizes};

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values.at(values.size() / 2);
}

struct Ours {
  LoadFigures figures;
  RowTexts texts;
};

/// One round with the writer as the server has it, and somebody who tends the store.
Ours measure(const trial::StorePlace& place, std::size_t lanes, std::chrono::milliseconds duration, std::uint64_t seed) {
  std::atomic<std::uint64_t> commits = 0;
  trial::Core core{place.options(), {.lanes = lanes, .hooks = {.on_commit = [&commits] { ++commits; }}, .more = {{own_statements, {}}}}};
  const std::jthread tending([&core](const std::stop_token& stop) {
    while (!stop.stop_requested()) {
      core.store().tend();
      std::this_thread::sleep_for(std::chrono::milliseconds{500});
    }
  });
  WriteLoad load(core, commits, seed);
  Ours ours{load.run(duration), {}};
  const auto sizes = core.store().open_reading()->query(text_sizes, {});
  ours.texts = {std::string(static_cast<std::size_t>(sizes.number(0, 0)), 'e'),
                std::string(static_cast<std::size_t>(sizes.number(0, 1)), 'b')};
  return ours;
}

/// A fresh store with the conversations in it, for a floor.
void prepare(const trial::StorePlace& place) {
  const std::atomic<std::uint64_t> commits = 0;
  trial::Core core{place.options()};
  const WriteLoad load(core, commits, 1);
}

void bench_sqlite(harness::Report& report, int rounds, std::chrono::milliseconds duration, std::uint64_t seed) {
  std::vector<double> per_second;
  std::vector<double> floors;
  Ours ours;
  for (int i = 0; i < rounds; ++i) {
    ours = measure(trial::StorePlace{db::Engine::sqlite}, 1, duration, seed);
    const trial::StorePlace place{db::Engine::sqlite};
    prepare(place);
    const auto batch = static_cast<std::size_t>(std::lround(ours.figures.per_batch));
    per_second.push_back(ours.figures.per_second);
    floors.push_back(sqlite_floor(place.options().folder / "zhiyin.sqlite", batch, {ours.texts, duration, seed}));
    harness::Report::say(fmt::format("sqlite: {:.0f}/s in batches of {:.0f} (p50 {:.1f} ms, p99 {:.1f} ms), by hand {:.0f}/s",
                                     per_second.back(), ours.figures.per_batch, ours.figures.p50_ms, ours.figures.p99_ms, floors.back()));
    if (ours.figures.refused > 0) {
      report.fail(fmt::format("{} commands were refused", ours.figures.refused));
    }
  }
  const double share = median(per_second) / median(floors);
  report.figure("sqlite_per_s", median(per_second), 0);
  report.figure("sqlite_batch", ours.figures.per_batch, 1);
  report.figure("sqlite_p99_ms", ours.figures.p99_ms, 1);
  report.figure("sqlite_floor_per_s", median(floors), 0);
  report.figure("sqlite_share", share, 2);
  report.goal("sqlite 60% of raw group commit", share >= goal_share);
}

void bench_postgres(harness::Report& report, int rounds, std::chrono::milliseconds duration, std::uint64_t seed) {
  std::vector<double> per_second;
  std::vector<double> plain;
  std::vector<double> batched;
  Ours ours;
  // NOLINTNEXTLINE(concurrency-mt-unsafe): nobody in this program sets the environment
  const char* wish = std::getenv("ZHIYIN_BENCH_LANES");
  const std::size_t lanes = wish != nullptr ? std::strtoul(wish, nullptr, 10) : trial::CoreOptions{}.lanes;
  for (int i = 0; i < rounds; ++i) {
    ours = measure(trial::StorePlace{db::Engine::postgres}, lanes, duration, seed);
    const trial::StorePlace place{db::Engine::postgres};
    prepare(place);
    per_second.push_back(ours.figures.per_second);
    plain.push_back(postgres_plain_floor(place.options().url, {ours.texts, duration, seed}));
    batched.push_back(postgres_batch_floor(place.options().url, lanes, {ours.texts, duration, seed}));
    harness::Report::say(
        fmt::format("postgres: {:.0f}/s in batches of {:.0f} (p50 {:.1f} ms, p99 {:.1f} ms), 64 plain connections {:.0f}/s, "
                    "batches of 32 {:.0f}/s",
                    per_second.back(), ours.figures.per_batch, ours.figures.p50_ms, ours.figures.p99_ms, plain.back(), batched.back()));
    if (ours.figures.refused > 0) {
      report.fail(fmt::format("{} commands were refused", ours.figures.refused));
    }
  }
  const double share_of_plain = median(per_second) / median(plain);
  const double share_of_batched = median(per_second) / median(batched);
  report.figure("postgres_per_s", median(per_second), 0);
  report.figure("postgres_lanes", static_cast<std::int64_t>(lanes));
  report.figure("postgres_batch", ours.figures.per_batch, 1);
  report.figure("postgres_p99_ms", ours.figures.p99_ms, 1);
  report.figure("postgres_plain_per_s", median(plain), 0);
  report.figure("postgres_share_of_plain", share_of_plain, 2);
  report.figure("postgres_batched_per_s", median(batched), 0);
  report.figure("postgres_share_of_batched", share_of_batched, 2);
  report.goal("postgres 60% of 64 plain connections", share_of_plain >= goal_share);
  report.goal("postgres 60% of batches of 32", share_of_batched >= goal_share);
}

}  // namespace
}  // namespace zhiyin::bench

int main(int count, char** words) {
  const auto options = zhiyin::harness::read_options(count, words);
  zhiyin::harness::Report report("bench", "write", options);
  return zhiyin::harness::reported(report, [&] {
    const int rounds = options.short_run ? 1 : 5;
    const auto duration = std::chrono::milliseconds{options.short_run ? 3'000 : 5'000};
    for (const auto engine : options.engines) {
      if (engine == zhiyin::harness::Engine::sqlite) {
        zhiyin::bench::bench_sqlite(report, rounds, duration, options.seed);
      } else {
        zhiyin::bench::bench_postgres(report, rounds, duration, options.seed);
      }
    }
  });
}
