#include "app/door.hpp"

#include <array>

#include "credential/first.hpp"

namespace zhiyin::app {
namespace {

constexpr std::array<std::string_view, 3> secret_names{credential::sign_in_secret, credential::cursor_secret, credential::inbox_secret};

credential::Secrets load_secrets(db::Store& store, const credential::Settings& settings, Chance& chance) {
  const auto session = store.open_writing();
  return credential::Secrets::load(*session, secret_names, credential::read_key_file(settings.key_file), chance);
}

}  // namespace

Door::Door(db::Store& store, writer::Writer& writer, const Clock& clock, Chance& chance, const config::Settings& settings,
           MetricRegistry& metrics)
    : store_(store),
      clock_(clock),
      chance_(chance),
      settings_(credential::settings_from(settings)),
      secrets_(load_secrets(store, settings_, chance)),
      inbox_safe_(secrets_.key(credential::inbox_secret)),
      pool_({}, {.threads = settings_.hash_threads, .places_max = settings_.hash_places_max}, metrics),
      // The background's way, as a refused code is told to the audit log from the writer's own thread. The pool's places bound how many
      // wait.
      sign_in_([&writer](std::unique_ptr<writer::Command> command) { writer.submit_background(std::move(command)); }, pool_, clock,
               secrets_.key(credential::sign_in_secret), settings_) {
  inbox::seal_secrets(*store.open_writing(), inbox_safe_, chance);
}

std::optional<std::string> Door::first_code() {
  return credential::offer_first_code(*store_.open_writing(), clock_.now(), chance_);
}

}  // namespace zhiyin::app
