#include "power/rounds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <utility>

#include "harness/child.hpp"
#include "harness/place.hpp"
#include "harness/report.hpp"
#include "power/below.hpp"
#include "power/fate.hpp"
#include "power/faults.hpp"
#include "power/keeper.hpp"
#include "power/life.hpp"
#include "schema/migrations.hpp"
#include "store/core.hpp"
#include "write/plan.hpp"
#include "write/record.hpp"
#include "write/verdict.hpp"

namespace zhiyin::power {
namespace {

namespace fs = std::filesystem;
using harness::Report;

constexpr std::chrono::seconds life_max{60};
constexpr std::size_t shown_max = 6;
constexpr std::size_t log_shown = 600;

std::string end_of_log(const Plan& plan) {
  const auto log = below::content(log_file(plan));
  return log.substr(log.size() - std::min(log.size(), log_shown));
}

class Round {
 public:
  Round(Cards& cards, const std::string& planted, Findings& findings) : cards_(cards), planted_(planted), findings_(findings) {
    fs::create_directory(dir_ / "disk");
    fs::create_directory(dir_ / "notes");
  }

  ~Round() {
    ++findings_.rounds;
    count_acknowledged();
  }
  Round(const Round&) = delete;
  Round& operator=(const Round&) = delete;

  Plan next_plan(bool first) {
    auto& chance = cards_.chance();
    if (first && chance.once_in(2)) {
      return cards_.draw_creation();
    }
    return !power_lost_ && !chance.once_in(3) ? cards_.draw_soon() : cards_.draw();
  }

  /// Whether all was well.
  bool live(Plan plan) {
    plan.folder = dir_ / "disk";
    plan.notes = dir_ / "notes";
    plan.planted = planted_;
    plan_ = plan;
    fs::remove(fate_file(plan));
    fs::remove(log_file(plan));
    harness::Child child({words_of_life("/proc/self/exe", plan), log_file(plan), {}, {}});
    const auto exit = child.wait(life_max);
    ++findings_.lives;
    if (!exit || exit->signal != 0 || !fs::exists(fate_file(plan))) {
      fail(fmt::format("a process ended as none should: {} {}: {}", exit ? exit->status : -1, exit ? exit->signal : -1, end_of_log(plan)));
      return false;
    }
    const auto fate = fate_from(below::content(fate_file(plan)));
    take_down(fate, exit->status);
    note_first_tokens();
    power_lost_ = fate.power_lost;
    judge();
    return shown_ == 0;
  }

 private:
  void take_down(const Fate& fate, int status) {
    if (!fate.bypassed.empty()) {
      fail("a file was changed behind the shim's back");
    }
    if (fate.moment == "own end") {
      ++findings_.own_ends;
      if (fate.eio.empty()) {
        fail(fmt::format("a process ended itself with {} though no sync was refused: {}", status, end_of_log(plan_)));
      }
    } else if (!fate.eio.empty()) {
      ++findings_.eio_outlived;
    }
    if (!fate.eio.empty()) {
      ++findings_.eio[fate.eio];
    }
    ++(fate.power_lost ? findings_.power_losses : findings_.deaths)[fate.moment];
    for (const auto& [name, count] : fate.counts) {
      findings_.counts[name] += count;
    }
    before_ = std::exchange(last_, fmt::format("{} {}{}", fate.power_lost ? "power lost" : "died", fate.moment,
                                               fate.eio.empty() ? "" : ", EIO of " + fate.eio));
  }

  /// Producers leave out a token that their predecessor may have sent; that it had sent its very first turn they cannot know.
  void note_first_tokens() const {
    std::set<std::int64_t> known;
    for (const auto& record : prove::read_records(record_file(plan_))) {
      known.insert(record.key >> 40);
    }
    const prove::Recorder recorder(record_file(plan_));
    for (std::int64_t producer = 0; producer < producers; ++producer) {
      const prove::Turn first{0, producer, 1};
      if (first.token() && !known.contains(first.key() >> 40)) {
        recorder.add({prove::Told::unknown, first.key(), 0, 0, 0});
      }
    }
  }

  /// On a copy: to open a store changes its files.
  void judge() {
    const auto copy = dir_ / "copy";
    fs::remove_all(copy);
    fs::create_directory(copy);
    for (const auto& entry : fs::recursive_directory_iterator(plan_.folder)) {
      const auto to = copy / fs::relative(entry.path(), plan_.folder);
      if (entry.is_directory()) {
        fs::create_directory(to);
      } else if (!entry.path().native().ends_with("-shm")) {
        fs::copy_file(entry.path(), to);
      }
    }
    const auto fail_here = [this](const std::string& what) { fail(what); };
    (void)judge_files(data_folder(copy) + std::string{keys_folder}, file_record_file(plan_), fail_here);
    try {
      db::StoreOptions options;
      options.folder = data_folder(copy);
      options.sync = false;  // the copy is thrown away, and a round would wait for little else
      db::Store store(options, migrations(), trial::core_statements({prove::verdict_statements()}));
      trial_found(store);
      (void)prove::judge(*store.open_reading(), prove::read_records(record_file(plan_)), fail_here);
      ++findings_.reopened;
    } catch (const std::exception& e) {
      fail(fmt::format("the store cannot be opened again: {}", e.what()));
    }
  }

  static void trial_found(db::Store& store) {
    SystemChance chance;
    journal::found(*store.open_writing(), chance);
  }

  void count_acknowledged() {
    for (const auto& record : prove::read_records(record_file(plan_))) {
      findings_.acknowledged += record.told == prove::Told::stored || record.told == prove::Told::recorded ? 1 : 0;
    }
    findings_.files_kept += judge_files("", file_record_file(plan_), [](const std::string&) {}).acknowledged;
  }

  void fail(const std::string& what) {
    findings_.missing += what.starts_with("LOST") ? 1 : 0;
    findings_.twice += what.starts_with("TWICE") || what.ends_with("stored twice") ? 1 : 0;
    findings_.problems.push_back(what);
    if (++shown_ <= shown_max) {
      Report::say(fmt::format("found after {} ({} before it): {}", last_, before_, what));
    }
  }

  harness::TempDir dir_{"power"};
  Cards& cards_;
  const std::string& planted_;
  Findings& findings_;
  Plan plan_;
  std::string last_;
  std::string before_;
  std::size_t shown_ = 0;
  bool power_lost_ = true;
};

}  // namespace

void run_round(Cards& cards, const std::vector<Plan>& lives, const std::string& planted, Findings& findings) {
  Round round(cards, planted, findings);
  if (std::ranges::all_of(lives, [&](const Plan& plan) { return round.live(plan); })) {
    round.live(cards.in_order());
  }
}

void run_round(Cards& cards, std::int64_t lives, const std::string& planted, Findings& findings) {
  Round round(cards, planted, findings);
  bool well = true;
  for (std::int64_t i = 1; i < lives && well; ++i) {
    well = round.live(round.next_plan(i == 1));
  }
  if (well) {
    round.live(cards.in_order());
  }
}

}  // namespace zhiyin::power
