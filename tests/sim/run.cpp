#include "sim/run.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "sim/agent.hpp"
#include "sim/chief.hpp"
#include "sim/customer.hpp"
#include "sim/desk.hpp"
#include "sim/observer.hpp"
#include "sim/people.hpp"
#include "sim/staff.hpp"
#include "sim/world.hpp"

namespace zhiyin::sim {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr int customers_max = 24;
constexpr std::int64_t agents_max = 4;
constexpr int observers_max = 5;
constexpr std::uint64_t alarms_max = 60;

/// In memory where there is such a place; gone with the run.
class Folder {
 public:
  Folder() {
    const std::filesystem::path base = std::filesystem::is_directory("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
    static int made = 0;
    path_ = base / fmt::format("zhiyin-sim-{}-{}", ::getpid(), ++made);
    std::filesystem::remove_all(path_);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Arms, moves and takes away timers whose every step is written down.
class Alarmist {
 public:
  explicit Alarmist(World& world) : world_(world) { live(); }
  void stop() { stopped_ = true; }

 private:
  void live() {
    if (world_.up() && !stopped_) {
      const auto subject = static_cast<std::int64_t>(1 + world_.chance.under(alarms_max));
      const bool away = world_.chance.once_in(6);
      const auto in = world_.between(Millis{0}, hours{5});
      world_.submit(writer::command<int>(
          {static_cast<std::uint64_t>(subject)}, [](writer::Tx&) {},
          [subject, away, in](writer::Tx& tx) {
            if (away) {
              disarm_alarm(tx, subject);
            } else {
              arm_alarm(tx, subject, tx.now() + in);
            }
            return 0;
          },
          world_.heard<int>([](Result<int>) {})));
    }
    world_.after(world_.between(minutes{1}, minutes{15}), [this] { live(); });
  }

  World& world_;
  bool stopped_ = false;
};

}  // namespace

Outcome run(const RunOptions& options) {
  const Folder folder;
  World world(options.seed, options.plant, folder.path());
  std::vector<std::unique_ptr<Customer>> customers;
  customers.reserve(customers_max);
  for (int i = 0; i < customers_max; ++i) {
    customers.push_back(std::make_unique<Customer>(world, i));
  }
  std::vector<std::unique_ptr<SimAgent>> agents;
  agents.reserve(agents_max);
  for (std::int64_t i = 0; i < agents_max; ++i) {
    agents.push_back(std::make_unique<SimAgent>(world, i));
  }
  std::vector<std::unique_ptr<Staff>> staff;
  staff.reserve(staff_max);
  for (std::int64_t i = 1; i <= staff_max; ++i) {
    staff.push_back(std::make_unique<Staff>(world, i));
  }
  std::vector<std::unique_ptr<Observer>> observers;
  observers.reserve(observers_max);
  for (int i = 0; i < observers_max; ++i) {
    observers.push_back(std::make_unique<Observer>(world, i));
  }
  std::vector<std::unique_ptr<Desk>> onlookers;  // besides those that agents act from; the first is of the staff
  for (const auto id : {std::int64_t{1}, first_agent + agents_max, first_agent + agents_max + 1}) {
    onlookers.push_back(std::make_unique<Desk>(world, AgentId{id}));
  }
  Chief chief(world);
  Alarmist alarmist(world);

  world.run(days{options.days});
  for (const auto& customer : customers) {
    customer->stop();
  }
  for (const auto& agent : agents) {
    agent->stop();
  }
  for (const auto& one : staff) {
    one->stop();
  }
  chief.stop();
  alarmist.stop();
  world.settle([&] {
    return std::ranges::all_of(customers, [](const auto& c) { return c->settled(); }) &&
           std::ranges::all_of(agents, [](const auto& a) { return a->settled(); });
  });
  auto& chronicle = world.chronicle;
  if (!chronicle.violation()) {
    world.audit(true);
    for (const auto& observer : observers) {
      observer->finish();
    }
    for (const auto& agent : agents) {
      agent->finish();
    }
    for (const auto& desk : onlookers) {
      desk->finish();
    }
  }
  chronicle.counts.faults = world.plan.counts;
  return {chronicle.violation(), chronicle.digest(), chronicle.counts, chronicle.last_events()};
}

}  // namespace zhiyin::sim
