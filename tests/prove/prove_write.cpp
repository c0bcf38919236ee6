// Acknowledged means kept: 64 waiting producers write while their processes are killed, stopped and cut from the store, on SQLite in one
// process at a time, on PostgreSQL in four at once; readers follow the log all the while. At the end the whole store is compared with what
// the producers were told. `--planted` plants faults, one after the other, and succeeds only if the proof fails on each.
#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <numeric>

#include "harness/place.hpp"
#include "harness/postgres_server.hpp"
#include "harness/report.hpp"
#include "platform/clock/clock.hpp"
#include "platform/db/sqlite_session.hpp"
#include "platform/db/store.hpp"
#include "schema/migrations.hpp"
#include "store/core.hpp"
#include "write/follower.hpp"
#include "write/plan.hpp"
#include "write/slot.hpp"
#include "write/verdict.hpp"

namespace zhiyin::prove {
namespace {

using namespace std::chrono_literals;
using Steady = std::chrono::steady_clock;
using harness::Engine;
using harness::Report;
using writer::Moment;

constexpr std::size_t producers = 64;
constexpr std::size_t processes = 4;
constexpr std::size_t followers = 2;
constexpr std::int64_t stall_max_us = 3'000'000;
constexpr std::int64_t stall_max_short_us = 10'000'000;  // a machine shared with other tests stalls by itself

const std::vector<Fault> killing{{"kill", Cut::none, SIGKILL, {}},
                                 {"kill before COMMIT", Cut::none, SIGKILL, Moment::before_commit},
                                 {"kill after COMMIT", Cut::none, SIGKILL, Moment::after_commit}};

Fault cut_fault(Cut cut) {
  return {std::string{cut_name(cut)}, cut, 0, {}};
}

std::vector<Fault> quick_faults() {
  auto faults = killing;
  for (const auto cut : {Cut::all_at_once, Cut::before_commit, Cut::with_commit, Cut::after_commit}) {
    faults.push_back(cut_fault(cut));
  }
  return faults;
}

std::vector<Fault> lasting_faults() {
  std::vector<Fault> faults{{"stop before COMMIT", Cut::none, SIGSTOP, Moment::before_commit},
                            {"stop", Cut::none, SIGSTOP, {}},
                            {"stop after COMMIT", Cut::none, SIGSTOP, Moment::after_commit}};
  for (const auto cut : {Cut::late_commit, Cut::silent_after_commit, Cut::silent_before_commit, Cut::silence}) {
    faults.push_back(cut_fault(cut));
  }
  return faults;
}

/// Draws each once before any comes again.
class Deck {
 public:
  Deck(std::vector<Fault> faults, SeededChance& chance) : faults_(std::move(faults)), chance_(chance) {}
  const Fault& draw() {
    if (left_.empty()) {
      left_.resize(faults_.size());
      std::iota(left_.begin(), left_.end(), std::size_t{0});
    }
    const auto at = left_.begin() + static_cast<std::ptrdiff_t>(chance_.under(left_.size()));
    const auto drawn = *at;
    left_.erase(at);
    return faults_[drawn];
  }

 private:
  std::vector<Fault> faults_;
  SeededChance& chance_;
  std::vector<std::size_t> left_;
};

/// What one round found, and what it counted.
struct Round {
  std::vector<std::string> problems;
  Counts counts;
  std::size_t faults = 0;
  std::size_t reads = 0;
  Stall stall;

  void fail(const std::string& what) {
    problems.push_back(what);
    if (problems.size() <= 10) {
      Report::say("found: " + what);
    }
  }
};

using Slots = std::vector<std::unique_ptr<Slot>>;

/// Ends everything in order and compares.
void conclude(Round& round, Slots& slots, std::vector<std::unique_ptr<Follower>>& readers, const Follower::Open& open,
              const ReadAfter& read, bool tokens_in_log) {
  for (auto& slot : slots) {
    if (!slot->stop()) {
      round.fail(fmt::format("the process of slot {} did not end in order", slot->process().slot));
    }
  }
  std::vector<Record> records;
  for (auto& slot : slots) {
    const auto more = read_records(slot->process().record_file());
    std::ranges::copy_if(more, std::back_inserter(records),
                         [&](const Record& record) { return tokens_in_log || !turn_of(record.key).token(); });
    round.faults += slot->windows().size();
  }
  const auto fail = [&round](const std::string& what) { round.fail(what); };
  const auto session = open();
  round.counts = judge(*session, records, fail);
  const auto whole = read_whole(*session, read);
  for (auto& reader : readers) {
    reader->stop();
    judge_follower(reader->seen(), whole, fail);
    round.reads += reader->reads();
  }
  round.stall = longest_stall(slots);
}

std::vector<std::unique_ptr<Follower>> follow(const Follower::Open& open, const ReadAfter& read) {
  std::vector<std::unique_ptr<Follower>> readers;
  readers.reserve(followers);
  for (std::size_t i = 0; i < followers; ++i) {
    readers.push_back(std::make_unique<Follower>(open, read));
  }
  return readers;
}

Round on_sqlite(const std::string& planted, std::chrono::seconds duration, SeededChance& chance) {
  Round round;
  const harness::TempDir dir("prove-write");
  db::StoreOptions options;
  options.folder = dir.path() / "data";
  {
    const trial::Core core{options};
  }
  Slots slots;
  slots.push_back(std::make_unique<Slot>(WritingProcess{"", options.folder.string(), dir.path().string(), 0, producers, planted}, 0, ""));
  slots[0]->start();
  const Follower::Open open = [file = options.folder / "zhiyin.sqlite"] {
    const std::vector<db::ModuleStatements> modules{journal::statements(), verdict_statements()};
    return db::open_sqlite({file, false, true}, modules);
  };
  auto readers = follow(open, read_log);
  Deck deck(killing, chance);
  const auto until = Steady::now() + duration;
  while (Steady::now() < until) {
    std::this_thread::sleep_for(std::chrono::milliseconds{50 + chance.under(700)});
    slots[0]->inject(deck.draw());
    if (!slots[0]->recover()) {
      round.fail("the store did not take commands again after: " + slots[0]->windows().back().what);
      break;
    }
  }
  conclude(round, slots, readers, open, read_log, true);
  return round;
}

/// One lasting fault at a time, and quick ones elsewhere while it lasts, so that two processes at least are well at any time.
void hurt(Round& round, Slots& slots, std::chrono::seconds duration, SeededChance& chance) {
  Deck lasting(lasting_faults(), chance);
  Deck quick(quick_faults(), chance);
  const auto recover = [&round](Slot& slot) {
    if (!slot.recover()) {
      round.fail(fmt::format("slot {} did not answer again after: {}", slot.process().slot, slot.windows().back().what));
      return false;
    }
    return true;
  };
  const auto until = Steady::now() + duration;
  while (Steady::now() < until) {
    const auto hurt_slot = chance.under(slots.size());
    slots[hurt_slot]->inject(lasting.draw());
    const auto lasting_until = Steady::now() + 5s;
    while (Steady::now() < lasting_until) {
      auto& other = *slots[(hurt_slot + 1 + chance.under(slots.size() - 1)) % slots.size()];
      std::this_thread::sleep_for(std::chrono::milliseconds{100 + chance.under(500)});
      other.inject(quick.draw());
      if (!recover(other)) {
        return;
      }
    }
    if (!recover(*slots[hurt_slot])) {
      return;
    }
  }
}

Round on_postgres(harness::PostgresServer& server, const std::string& planted, std::chrono::seconds duration, SeededChance& chance) {
  Round round;
  const harness::TempDir dir("prove-write");
  static int databases = 0;
  const auto database = fmt::format("write_{}", ++databases);
  server.create_database(database);
  db::StoreOptions options;
  options.url = server.url(database);
  {
    const trial::Core core{options};
  }
  const bool early_positions = planted_by(planted).early_positions;
  if (early_positions) {
    server.query(database, "CREATE TABLE early_log (pos BIGSERIAL PRIMARY KEY, token BIGINT NOT NULL)");
  }
  auto modules = trial::core_statements({verdict_statements()});
  if (early_positions) {
    modules.push_back(planted_log_statements());
  }
  db::Store store(options, migrations(), modules);
  Slots slots;
  const auto server_port = static_cast<std::uint16_t>(std::stoul(options.url.substr(options.url.rfind(':') + 1)));
  for (std::size_t i = 0; i < processes; ++i) {
    slots.push_back(
        std::make_unique<Slot>(WritingProcess{"", "", dir.path().string(), static_cast<std::int64_t>(i), producers / processes, planted},
                               server_port, "postgresql://zhiyin@127.0.0.1:{}/" + database));
    slots.back()->start();
  }
  const Follower::Open open = [&store] { return store.open_reading(); };
  const ReadAfter read = early_positions ? read_planted_log : read_log;
  auto readers = follow(open, read);
  std::this_thread::sleep_for(1s);
  hurt(round, slots, duration, chance);
  conclude(round, slots, readers, open, read, !early_positions);
  return round;
}

void report_round(Report& report, const std::string& engine, const Round& round, bool short_run) {
  for (const auto& problem : round.problems) {
    report.fail(fmt::format("{}: {}", engine, problem));
  }
  const auto limit = short_run ? stall_max_short_us : stall_max_us;
  if (engine == "postgres" && round.stall.us > limit) {
    report.fail(fmt::format("slot {} stalled for {:.1f} s ({})", round.stall.slot, static_cast<double>(round.stall.us) / 1e6,
                            round.stall.meanwhile));
  }
  const auto figure = [&](const std::string& name, std::size_t value) {
    report.figure(engine + "_" + name, static_cast<std::int64_t>(value));
  };
  figure("faults", round.faults);
  figure("facts", round.counts.facts);
  figure("acknowledged", round.counts.told_stored + round.counts.told_recorded);
  figure("in_doubt", round.counts.unknown);
  figure("addresses", round.counts.addresses);
  figure("reads", round.reads);
  if (engine == "postgres") {
    report.figure("postgres_longest_stall_s", static_cast<double>(round.stall.us) / 1e6, 2);
    Report::say(fmt::format("the longest stall was slot {}'s, meanwhile {}", round.stall.slot, round.stall.meanwhile));
  }
}

bool asked_for(const harness::Options& options, Engine engine) {
  return std::ranges::find(options.engines, engine) != options.engines.end();
}

struct Plant {
  std::string name;
  Engine engine;
};

/// Succeeds (for --planted: by a failure) only if every planted fault was caught.
void prove_planted(Report& report, harness::PostgresServer* server, const harness::Options& options, SeededChance& chance) {
  const std::vector<Plant> plants{{"early_ack", Engine::sqlite},
                                  {"early_ack", Engine::postgres},
                                  {"rerun_in_doubt", Engine::postgres},
                                  {"early_positions", Engine::postgres}};
  std::size_t planted = 0;
  std::size_t caught = 0;
  for (const auto& plant : plants) {
    if (!asked_for(options, plant.engine) || (!options.plant.empty() && options.plant != plant.name)) {
      continue;
    }
    ++planted;
    const auto round = plant.engine == Engine::sqlite ? on_sqlite(plant.name, 8s, chance) : on_postgres(*server, plant.name, 12s, chance);
    Report::say(fmt::format("{} on {}: {}", plant.name, name_of(plant.engine), round.problems.empty() ? "NOT caught" : "caught"));
    caught += round.problems.empty() ? 0 : 1;
  }
  report.figure("planted", static_cast<std::int64_t>(planted));
  report.figure("caught", static_cast<std::int64_t>(caught));
  if (caught == planted) {
    report.fail("each planted fault made the proof fail");
  }
}

void prove(Report& report, const harness::Options& options) {
  SeededChance chance{options.seed};
  std::unique_ptr<harness::PostgresServer> server;
  if (asked_for(options, Engine::postgres)) {
    server = std::make_unique<harness::PostgresServer>();
  }
  if (options.planted) {
    prove_planted(report, server.get(), options, chance);
    return;
  }
  for (const auto engine : options.engines) {
    const auto round = engine == Engine::sqlite ? on_sqlite(options.plant, options.short_run ? 16s : 120s, chance)
                                                : on_postgres(*server, options.plant, options.short_run ? 24s : 300s, chance);
    report_round(report, name_of(engine), round, options.short_run);
  }
}

}  // namespace
}  // namespace zhiyin::prove

int main(int count, char** words) {
  if (const int code = zhiyin::prove::run_if_asked(count, words); code >= 0) {
    return code;
  }
  const auto options = zhiyin::harness::read_options(count, words);
  zhiyin::harness::Report report("prove", "write", options);
  return zhiyin::harness::reported(report, [&] { zhiyin::prove::prove(report, options); });
}
