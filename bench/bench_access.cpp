// What rights cost: to read the picture of everybody and every place, and to ask whether it is still the newest.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <vector>

#include "access/directory.hpp"
#include "harness/report.hpp"
#include "identity/service.hpp"
#include "inbox/safe.hpp"
#include "inbox/service.hpp"
#include "store/core.hpp"
#include "store/place.hpp"
#include "team/service.hpp"

namespace zhiyin::bench {
namespace {

constexpr std::int64_t people = 1'000;
constexpr std::int64_t teams = 50;
constexpr std::int64_t inboxes = 100;
constexpr std::int64_t team_members = 40;
constexpr std::int64_t inbox_teams = 3;
constexpr int rounds = 15;

double median_us(int count, const std::function<void()>& act) {
  std::vector<double> took;
  for (int i = 0; i < count; ++i) {
    const auto began = std::chrono::steady_clock::now();
    act();
    took.push_back(std::chrono::duration<double, std::micro>(std::chrono::steady_clock::now() - began).count());
  }
  std::ranges::sort(took);
  return took[took.size() / 2];
}

template <class T>
T done(trial::Core& core, std::function<Result<T>(writer::Tx&)> act) {
  return core.run<T>({}, [](writer::Tx&) {}, std::move(act)).value();
}

void fill(trial::Core& core) {
  std::vector<TeamId> made;
  for (std::int64_t n = 0; n < teams; ++n) {
    made.push_back(done<team::Team>(core, [n](writer::Tx& tx) { return team::make(tx, fmt::format("Team {}", n), false); }).id);
    std::vector<AgentId> members;
    members.reserve(team_members);
    for (std::int64_t i = 0; i < team_members; ++i) {
      members.emplace_back(1 + (n * 17 + i * 23) % people);
    }
    done<team::Team>(core, [&](writer::Tx& tx) { return team::set_members(tx, made.back(), members); });
  }
  for (std::int64_t n = 0; n < inboxes; ++n) {
    const auto id = done<inbox::Inbox>(core, [n](writer::Tx& tx) {
                      return inbox::make(tx, fmt::format("Inbox {}", n), inbox::Kind::web, inbox::Safe{crypto::Key{}});
                    }).id;
    std::vector<TeamId> serving;
    serving.reserve(inbox_teams);
    for (std::int64_t i = 0; i < inbox_teams; ++i) {
      serving.push_back(made[static_cast<std::size_t>((n + i * 7) % teams)]);
    }
    done<inbox::Inbox>(core, [&](writer::Tx& tx) { return inbox::set_teams(tx, id, serving); });
  }
}

/// A batch of one command that decides and writes nothing, so that what it costs to ask is not lost in a sync.
double batch_us(trial::Core& core, bool asks) {
  return median_us(400, [&] {
    (void)core.run<int>(
        {},
        [asks](writer::Tx& tx) {
          if (asks) {
            access::want(tx);
          }
        },
        [asks](writer::Tx& tx) -> Result<int> { return asks && access::directory(tx).members.empty() ? 1 : 0; });
  });
}

void bench(harness::Report& report, db::Engine engine) {
  const trial::StorePlace place{engine};
  trial::Core core{place.options(), {.lanes = 1, .demo_agents = people}};
  fill(core);
  const auto reading = core.store().open_reading();
  const std::string name{db::engine_name(engine)};
  report.figure(name + "_load_ms", median_us(rounds, [&] { (void)access::load(*reading); }) / 1'000, 2);
  access::Directories directories;
  (void)directories.current(*reading);
  report.figure(name + "_current_us", median_us(400, [&] { (void)directories.current(*reading); }), 1);
  const auto plain = std::min(batch_us(core, false), batch_us(core, false));
  const auto asking = std::min(batch_us(core, true), batch_us(core, true));
  report.figure(name + "_empty_batch_us", plain, 1);
  report.figure(name + "_asking_batch_us", asking, 1);
  report.figure(name + "_change_ms",
                median_us(50,
                          [&, flip = false]() mutable {
                            flip = !flip;
                            done<identity::Member>(
                                core, [flip](writer::Tx& tx) { return identity::change(tx, AgentId{7}, {.capacity = flip ? 5 : 6}); });
                          }) /
                    1'000,
                2);
  const auto directory = access::load(*reading);
  if (directory->members.size() != people || directory->teams.size() != teams + 1 || directory->inboxes.size() != inboxes + 1) {
    report.fail("the store holds what was put into it");
  }
}

}  // namespace
}  // namespace zhiyin::bench

int main(int count, char** words) {
  const auto options = zhiyin::harness::read_options(count, words);
  zhiyin::harness::Report report("bench", "access", options);
  return zhiyin::harness::reported(report, [&] {
    for (const auto engine : options.engines) {
      zhiyin::bench::bench(report, engine == zhiyin::harness::Engine::sqlite ? zhiyin::db::Engine::sqlite : zhiyin::db::Engine::postgres);
    }
  });
}
