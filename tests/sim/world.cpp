#include "sim/world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "access/directory.hpp"
#include "bot/store.hpp"
#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "conversation/listing.hpp"
#include "conversation/store.hpp"
#include "conversation/timers.hpp"
#include "insight/listener.hpp"
#include "insight/store.hpp"
#include "platform/listener/trim.hpp"
#include "routing/listener.hpp"
#include "routing/service.hpp"
#include "schema/migrations.hpp"
#include "sim/faulty_session.hpp"
#include "sim/staff.hpp"
#include "team/state.hpp"

namespace zhiyin::sim {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr Time beginning = from_millis(1'800'000'000'000);
constexpr std::int64_t log_kept_max = 3'000;
constexpr std::size_t conversations_per_audit = 8;
constexpr std::size_t timers_per_look = 20;
constexpr std::size_t processes_max = 2;
constexpr hours patience{6};

std::vector<db::ModuleStatements> statements_of_all() {
  std::vector<db::ModuleStatements> all{journal::statements(),
                                        writer::statements(),
                                        contact::statements(),
                                        contact::reading_statements(),
                                        conversation::statements(),
                                        conversation::reading_statements(),
                                        timer::statements(),
                                        listener::statements(),
                                        insight::statements(),
                                        witness_statements(),
                                        faulty_statements(),
                                        routing::statements(),
                                        conversation::listing_statements(),
                                        bot::statements(),
                                        judge_statements(),
                                        vanishing_statements()};
  const auto places = access::statements();
  all.insert(all.end(), places.begin(), places.end());
  return all;
}

std::vector<timer::Kind> all_kinds(const bot::Means& bot) {
  auto kinds = conversation::timer_kinds(world_settings);
  kinds.push_back(bot::answer_by_kind(bot));
  kinds.push_back(team::lease_kind());
  kinds.push_back(alarm_kind());
  for (auto& kind : routing::timer_kinds(world_routing)) {
    kinds.push_back(std::move(kind));
  }
  return kinds;
}

std::vector<listener::Listener> listeners_of(FaultPlan& plan, db::Store& store, bot::Asker& asker) {
  return {insight::volume_listener(), witness(), clumsy(plan),
          routing::offering_listener([&store] { return store.open_reading(); }, world_routing), bot::asking_listener(&asker)};
}

std::vector<EmbeddedText> schema_of_all() {
  std::vector<EmbeddedText> all{migrations().begin(), migrations().end()};
  all.push_back(witness_schema());
  return all;
}

}  // namespace

Server::Server(World& world)
    : store({.folder = world.folder_, .sync = false}, schema_of_all(), statements_of_all()),
      kinds{all_kinds(world.robot_.means())},
      listeners{listeners_of(world.plan, store, world.robot_.asker())} {
  {
    const auto session = store.open_writing();
    journal::found(*session, world.store_chance_);
    access::found(*session, world.store_chance_, world.time(), company_max, staff_lease.lease);
    if (world.life_ == 1) {
      found_company(*session);
    }
    listener::found(*session, listeners);
  }
  reading = store.open_reading();
  for (std::size_t process = 0; process < (world.plan.remote ? processes_max : 1); ++process) {
    gateways.push_back(std::make_unique<Gateway>(store, *reading, world.clock_, world.plan, world.chronicle));
    for (std::size_t i = 0; i < listeners.size(); ++i) {
      followers.push_back(follow(world, i));
    }
  }
  writer::LaneHooks hooks;
  hooks.early_ack = world.plan.plant == Plant::acknowledge_early;
  hooks.on_commit = [&world] {
    world.vanishing.look(world.reading(), world.since_start());
    world.wake_listeners(world.between(Millis{1}, Millis{800}));
    for (std::size_t i = 0; i < world.server_->gateways.size(); ++i) {
      world.wake_gateway(i, world.between(Millis{1}, Millis{800}));
    }
  };
  lane =
      std::make_unique<writer::Lane>([&world, this] { return faulty(store.open_writing(), world.plan); }, world.clock_, world.store_chance_,
                                     writer::LaneLimits{.batch_max = 24, .doubt_max = Millis{0}}, std::move(hooks), world.lane_figures_);
}

/// Nothing here may depend on how fast this machine is: for the simulation no batch takes any time. Each has a listener of its own, as each
/// process has: what one has prepared is not the others'.
Server::Follower Server::follow(World& world, std::size_t number) {
  const auto [behind, parked] = world.listener_figures_[number];
  auto own = std::make_unique<listener::Listener>(std::move(listeners_of(world.plan, store, world.robot_.asker()).at(number)));
  auto stepper = std::make_unique<listener::Stepper>(
      *own, listener::StepperLimits{}, [] { return std::chrono::nanoseconds{0}; }, listener::StepperFigures{*behind, *parked}, danger,
      [&world] { world.wake_listeners(Millis{1}); });
  return {number, std::move(own), std::move(stepper)};
}

World::World(std::uint64_t seed, Plant plant, std::filesystem::path folder)
    : chance(seed * 3 + 1),
      plan{.chance = SeededChance{seed * 5 + 2}, .remote = seed % 2 == 1, .plant = plant, .note = {}},
      folder_(std::move(folder)),
      store_chance_(seed * 7 + 3),
      lane_figures_{metrics_.counter("commands_total", "."), metrics_.counter("commits_total", "."),
                    metrics_.counter("retries_total", "."),  metrics_.counter("failures_total", "."),
                    metrics_.gauge("waiting", "."),          metrics_.histogram("commit_seconds", ".")},
      clock_(beginning) {
  plan.note = [this](const std::string& text) { chronicle.note(fmt::format("{} {}", iso_text(time()), text)); };
  for (const auto* name : {"volume", "witness", "clumsy", "routing", "bot"}) {
    listener_figures_.emplace_back(&metrics_.gauge("behind", ".", metric_label("listener", name)),
                                   &metrics_.counter("parked_total", ".", metric_label("listener", name)));
  }
  start_server();
  look_for_timers();
  tend();
  move_clock();
  fill_disk();
}

World::~World() {
  plan.dead = true;  // what still waits is answered to nobody
  server_.reset();
}

void World::after(Millis delay, std::function<void()> act) {
  events_.push({now_ + delay, ++numbered_, std::move(act)});
}

void World::step_event() {
  auto event = events_.top();
  events_.pop();
  now_ = event.at;
  clock_.set(beginning + now_ + skew_);
  event.act();
}

void World::run(Millis until) {
  while (!events_.empty() && events_.top().at <= until && !chronicle.violation()) {
    step_event();
  }
}

bool World::listeners_done() {
  const auto head = journal::head(reading()).pos;
  return std::ranges::none_of(server_->followers, [](const auto& one) { return one.stepper->under_way(); }) &&
         std::ranges::all_of(server_->listeners, [&](const auto& one) { return listener::cursor(reading(), one.name).pos == head; });
}

bool World::gateways_done() {
  const auto head = journal::head(reading()).pos;
  return std::ranges::all_of(server_->gateways, [head](const auto& one) { return one->pos() == head; });
}

bool World::timers_done() {
  return timer::due(reading(), time(), server_->kinds, 1).empty();
}

void World::settle(const std::function<bool()>& done) {
  plan.calm = true;
  plan.full = false;
  const auto until = now_ + patience;
  auto listeners_rested = now_;  // when they were last seen with nothing to do
  auto timers_rested = now_;
  while (!chronicle.violation() && now_ <= until) {
    for (int i = 0; i < 100; ++i) {
      step_event();
    }
    if (!up()) {
      continue;
    }
    listeners_rested = listeners_done() ? now_ : listeners_rested;
    timers_rested = timers_done() ? now_ : timers_rested;
    if (done() && gateways_done() && listeners_rested == now_ && timers_rested == now_) {
      chronicle.checked(Invariant::end);
      return;
    }
  }
  const auto late = listeners_rested < now_ - hours{1} ? Invariant::listeners
                    : timers_rested < now_ - hours{1}  ? Invariant::timers
                                                       : Invariant::end;
  chronicle.violate(late, fmt::format("{} hours without faults were not enough for everything to come to an end", patience.count()));
}

void World::audit(bool all) {
  if (!up()) {
    return;
  }
  auto& session = reading();
  session.begin();
  auditor.catch_up(session);
  check_nobody_waits_in_vain(session, chronicle);
  alarms_.look(session, time(), all, chronicle);
  const auto& known = auditor.conversations();
  if (all) {
    auditor.check_everything(session);
    check_listeners(session, auditor.pos(), chronicle);
  } else if (!known.empty()) {
    for (std::size_t i = 0; i < conversations_per_audit; ++i) {
      // The younger half is where things happen.
      const auto half = known.size() / 2;
      const auto at = chance.once_in(4) ? chance.under(known.size()) : half + chance.under(known.size() - half);
      auditor.check_rows(session, known[at]);
    }
  }
  session.rollback();
}

void World::submit(std::unique_ptr<writer::Command> command) {
  ++chronicle.counts.commands;
  if (up()) {
    server_->lane->submit(std::move(command));
    wake_lane();
  }
}

void World::note_answer(int code) {
  chronicle.digest(code);
  if (code != 0) {
    ++chronicle.counts.refused;
  }
}

void World::start_server() {
  plan.dead = false;
  ++life_;
  server_ = std::make_unique<Server>(*this);
  chronicle.note(fmt::format("{} the server starts, life {}", iso_text(time()), life_));
  wake_listeners(Millis{5});
  for (std::size_t i = 0; i < server_->gateways.size(); ++i) {
    wake_gateway(i, Millis{5});
  }
}

/// Whatever the process knew is gone; what it would still say is not heard.
void World::crash() {
  plan.dead = true;
  server_.reset();
  after(between(Millis{50}, seconds{90}), [this] {
    start_server();
    audit(false);
  });
}

void World::wake_lane() {
  if (!std::exchange(lane_waits_, true)) {
    after(between(Millis{1}, Millis{40}), [this] { step_lane(); });
  }
}

void World::step_lane() {
  lane_waits_ = false;
  if (!up()) {
    return;
  }
  try {
    if (server_->lane->step()) {
      wake_lane();
    }
  } catch (const Crash&) {
    crash();
  }
}

void World::wake_listeners(Millis delay) {
  if (!std::exchange(listeners_wait_, true)) {
    after(delay, [this] { step_listeners(); });
  }
}

/// Of two processes the second is slow, so that they meet now and then and not always.
void World::step_listeners() {
  listeners_wait_ = false;
  if (up()) {
    const auto first = server_->listeners.size();
    const auto last = server_->followers.size() > first && !chance.once_in(5) ? first : server_->followers.size();
    for (std::size_t i = 0; i < last; ++i) {
      auto command = server_->followers[i].stepper->next(reading());
      if (!command) {
        continue;
      }
      if (last > first && server_->followers[(i + first) % last].stepper->under_way()) {
        plan.count(Fault::listeners_rivalled);
      }
      server_->lane->submit_background(std::move(command));
      wake_lane();
    }
  }
  wake_listeners(seconds{30});
}

/// As if its thread, or the other process, had ended and begun again.
void World::replace_listener() {
  auto& one = server_->followers[chance.under(server_->followers.size())];
  if (!plan.calm && !one.stepper->under_way()) {
    plan.count(Fault::listener_replaced);
    auto next = server_->follow(*this, one.number);
    one.stepper = std::move(next.stepper);  // before what the old one uses goes
    one.listener = std::move(next.listener);
    wake_listeners(Millis{5});
  }
}

void World::wake_gateway(std::size_t number, Millis delay) {
  if (!std::exchange(gateways_wait_[number], true)) {
    after(delay, [this, number] { step_gateway(number); });
  }
}

void World::step_gateway(std::size_t number) {
  gateways_wait_[number] = false;
  Millis pause = seconds{30};
  if (up() && number < server_->gateways.size() && gateway(number).relay(reading(), static_cast<std::int64_t>(1 + chance.under(30)))) {
    pause = between(Millis{1}, Millis{300});
  }
  if (up() && number < server_->gateways.size()) {
    wake_lists(number);
  }
  wake_gateway(number, pause);
}

void World::wake_lists(std::size_t gateway) {
  if (!std::exchange(lists_wait_[gateway], true)) {
    after(between(Millis{1}, Millis{100}), [this, gateway] {
      lists_wait_[gateway] = false;
      if (up() && gateway < server_->gateways.size()) {
        server_->gateways[gateway]->turn(reading());
      }
    });
  }
}

/// Some looks come hours late, and now and then a second process looks at the same moment and is slow to act on what it saw.
void World::look_for_timers() {
  if (up()) {
    fire(timer::due_commands(reading(), time(), server_->kinds, timers_per_look));
    if (!plan.calm && chance.once_in(3)) {
      auto seen = std::make_shared<Commands>(timer::due_commands(reading(), time(), server_->kinds, timers_per_look));
      plan.counts[static_cast<std::size_t>(Fault::timer_seen_twice)] += seen->size();
      // Shared because an event is copyable; they die with the life that made them.
      after(chance.once_in(2) ? Millis{0} : between(Millis{1}, minutes{10}), [this, seen, life = life_] {
        if (up() && life == life_) {
          fire(std::move(*seen));
        }
      });
    }
  }
  const bool late = !plan.calm && chance.once_in(300);
  if (late) {
    plan.count(Fault::timers_late);
  }
  after(late ? between(hours{1}, hours{6}) : between(seconds{1}, seconds{240}), [this] { look_for_timers(); });
}

void World::fire(Commands commands) {
  for (auto& command : commands) {
    server_->lane->submit_background(std::move(command));
    wake_lane();
  }
}

void World::tend() {
  if (up()) {
    (void)server_->store.tend();
    audit(false);
    replace_listener();
    if (auto command = listener::trim_command(reading(), log_kept_max)) {
      server_->lane->submit_background(std::move(command));
      wake_lane();
    }
  }
  after(minutes{20}, [this] { tend(); });
}

void World::move_clock() {
  if (!plan.calm && chance.once_in(4)) {
    plan.count(Fault::clock_moved);
    skew_ = between(-hours{1}, hours{2});
    chronicle.note(fmt::format("{} the clock is set {} s off", iso_text(time()), skew_.count() / 1'000));
  }
  after(between(hours{1}, hours{12}), [this] { move_clock(); });
}

void World::fill_disk() {
  plan.full = !plan.calm && !plan.full && chance.once_in(3);
  if (plan.full) {
    chronicle.note(fmt::format("{} the disk is full", iso_text(time())));
  }
  after(plan.full ? between(seconds{1}, minutes{10}) : between(hours{1}, hours{10}), [this] { fill_disk(); });
}

}  // namespace zhiyin::sim
