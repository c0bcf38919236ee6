#include "app/background.hpp"

#include "api/idempotency.hpp"
#include "bot/timers.hpp"
#include "conversation/timers.hpp"
#include "routing/service.hpp"
#include "team/state.hpp"

namespace zhiyin::app {
namespace {

std::vector<timer::Kind> all_kinds(const conversation::Settings& conversations, const routing::Settings& routing, const bot::Means& bot) {
  auto kinds = conversation::timer_kinds(conversations);
  kinds.push_back(bot::answer_by_kind(bot));
  kinds.push_back(team::lease_kind());
  kinds.push_back(api::idempotency::sweep_kind());
  for (auto& kind : routing::timer_kinds(routing)) {
    kinds.push_back(std::move(kind));
  }
  return kinds;
}

}  // namespace

std::vector<listener::Listener> all_listeners(routing::Open open, const routing::Settings& routing, bot::Asker* asker) {
  return {insight::volume_listener(), routing::offering_listener(std::move(open), routing), bot::asking_listener(asker)};
}

Background::Background(db::Store& store, writer::Writer& writer, const Clock& clock, const conversation::Settings& conversations,
                       const routing::Settings& routing, bot::Asker& asker, const bot::Means& bot, std::int64_t log_kept_max,
                       MetricRegistry& metrics)
    : timers_([&store] { return store.open_reading(); },
              [&writer](std::unique_ptr<writer::Command> command) { writer.submit_background(std::move(command)); }, clock,
              all_kinds(conversations, routing, bot), {}, metrics),
      listeners_([&store] { return store.open_reading(); },
                 [&writer](std::unique_ptr<writer::Command> command) { writer.submit_background(std::move(command)); },
                 all_listeners([&store] { return store.open_reading(); }, routing, &asker), {.log_kept_max = log_kept_max}, metrics),
      volume_(metrics) {}

void Background::stop() {
  timers_.stop();
  listeners_.stop();
}

}  // namespace zhiyin::app
