// Virtual time on one thread, and the server in it: the real modules, stepped; it crashes and comes back with nothing but its store.
#pragma once

#include <array>
#include <filesystem>
#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "platform/clock/clock.hpp"
#include "platform/db/store.hpp"
#include "platform/listener/stepper.hpp"
#include "platform/metric/metric.hpp"
#include "platform/timer/timer.hpp"
#include "platform/writer/lane.hpp"
#include "sim/auditor.hpp"
#include "sim/chronicle.hpp"
#include "sim/fault.hpp"
#include "sim/gateway.hpp"
#include "sim/robot.hpp"
#include "sim/vanishing.hpp"
#include "sim/witness.hpp"

namespace zhiyin::sim {

class World;

constexpr conversation::Settings world_settings{.idle_resolve = std::chrono::hours{12}};

/// One life of the server's process.
struct Server {
  explicit Server(World& world);

  db::Store store;
  std::unique_ptr<db::Session> reading;
  std::vector<timer::Kind> kinds;
  std::vector<listener::Listener> listeners;  // what there is to follow
  std::vector<std::unique_ptr<Gateway>> gateways;
  listener::Danger danger;  // of all, as they die together
  struct Follower {
    std::size_t number;
    std::unique_ptr<listener::Listener> listener;
    std::unique_ptr<listener::Stepper> stepper;  // uses it
  };
  std::vector<Follower> followers;     // on half of the seeds two of each listener, as two processes have them
  std::unique_ptr<writer::Lane> lane;  // its commands use the steppers

  [[nodiscard]] Follower follow(World& world, std::size_t number);
};

class World {
 public:
  World(std::uint64_t seed, Plant plant, std::filesystem::path folder);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Runs until `until`, or a promise is broken.
  void run(Millis until);
  /// No more faults; runs until `done` or the patience is over.
  /// Afterwards nothing is on its way, or a promise is broken.
  void settle(const std::function<bool()>& done);
  /// The checks that hold at any moment, on some conversations chosen by chance; at the end on all.
  void audit(bool all);

  [[nodiscard]] Millis since_start() const { return now_; }
  [[nodiscard]] Time time() const { return clock_.now(); }
  /// `act` runs so much later; events of one moment run in the order in which they were asked for.
  void after(Millis delay, std::function<void()> act);
  void submit(std::unique_ptr<writer::Command> command);
  /// Whether the server is there.
  [[nodiscard]] bool up() const { return server_ != nullptr && !plan.dead; }
  /// Changes with each life of the server: connections of another are gone.
  [[nodiscard]] int life() const { return life_; }
  [[nodiscard]] db::Session& reading() { return *server_->reading; }
  [[nodiscard]] const bot::Means& bot() const { return robot_.means(); }
  [[nodiscard]] std::size_t gateways() const { return server_->gateways.size(); }
  [[nodiscard]] Gateway& gateway(std::size_t number) { return *server_->gateways[number]; }
  /// The windows of this gateway take a turn soon.
  void wake_lists(std::size_t gateway);
  /// A reply that is heard only while the process lives that was asked.
  template <class T>
  [[nodiscard]] std::move_only_function<void(Result<T>)> heard(std::move_only_function<void(Result<T>)> reply) {
    return [this, life = life_, reply = std::move(reply)](Result<T> result) mutable {
      if (up() && life == life_) {
        note_answer(result.has_value() ? 0 : static_cast<int>(result.error().code) + 1);
        if (result.has_value() && plan.plants(Plant::swallow_answer, 8)) {
          return;
        }
        reply(std::move(result));
      }
    };
  }
  [[nodiscard]] Millis between(Millis least, Millis most) {
    return least + Millis{static_cast<std::int64_t>(chance.under(static_cast<std::uint64_t>((most - least).count()) + 1))};
  }

  SeededChance chance;  ///< of those who act
  Chronicle chronicle;
  FaultPlan plan;
  Auditor auditor{chronicle};
  Vanishing vanishing{chronicle.counts.vanished};

 private:
  friend struct Server;
  using Commands = std::vector<std::unique_ptr<writer::Command>>;
  struct Event {
    Millis at;
    std::uint64_t number;
    std::function<void()> act;
    friend bool operator<(const Event& a, const Event& b) { return std::tie(a.at, a.number) > std::tie(b.at, b.number); }
  };

  void step_event();
  void start_server();
  void crash();
  void step_lane();
  void wake_lane();
  void step_listeners();
  void wake_listeners(Millis delay);
  void replace_listener();
  void wake_gateway(std::size_t number, Millis delay);
  void step_gateway(std::size_t number);
  [[nodiscard]] bool listeners_done();
  [[nodiscard]] bool gateways_done();
  [[nodiscard]] bool timers_done();
  void look_for_timers();
  void fire(Commands commands);
  void tend();
  void move_clock();
  void fill_disk();
  void note_answer(int code);

  std::filesystem::path folder_;
  SeededChance store_chance_;  // of the store: ids, marks
  MetricRegistry metrics_;
  writer::LaneFigures lane_figures_;
  std::vector<std::pair<Gauge*, Counter*>> listener_figures_;
  SetClock clock_;
  Robot robot_{*this, metrics_, clock_};
  Millis now_{0};
  Millis skew_{0};
  std::uint64_t numbered_ = 0;
  std::priority_queue<Event> events_;
  std::unique_ptr<Server> server_;
  int life_ = 0;
  bool lane_waits_ = false;
  bool listeners_wait_ = false;
  std::array<bool, 2> gateways_wait_{};
  std::array<bool, 2> lists_wait_{};
  AlarmCheck alarms_;
};

}  // namespace zhiyin::sim
