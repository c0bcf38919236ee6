// What signing in needs, put together: the installation's secrets, the threads for passwords, the commands' way to the writer.
#pragma once

#include <optional>
#include <string>

#include "credential/secret.hpp"
#include "credential/sign_in.hpp"
#include "inbox/safe.hpp"
#include "platform/clock/clock.hpp"
#include "platform/config/setting.hpp"
#include "platform/db/store.hpp"
#include "platform/metric/metric.hpp"
#include "platform/password/pool.hpp"
#include "platform/writer/writer.hpp"

namespace zhiyin::app {

class Door {
 public:
  /// Reads the secrets from the store, makes those that are missing, and seals the inboxes' that lie in clear. Throws std::runtime_error.
  Door(db::Store& store, writer::Writer& writer, const Clock& clock, Chance& chance, const config::Settings& settings,
       MetricRegistry& metrics);

  [[nodiscard]] credential::SignIn& sign_in() { return sign_in_; }
  [[nodiscard]] const credential::Settings& settings() const { return settings_; }
  [[nodiscard]] const credential::Secrets& secrets() const { return secrets_; }
  [[nodiscard]] const inbox::Safe& inbox_safe() const { return inbox_safe_; }
  /// While nobody administers: a code for whoever reads the program's output.
  [[nodiscard]] std::optional<std::string> first_code();
  /// After the writer's: what it still answers may ask for a password's hash, and is then told that the server stops.
  void stop() { pool_.stop(); }

 private:
  db::Store& store_;
  const Clock& clock_;
  Chance& chance_;
  credential::Settings settings_;
  credential::Secrets secrets_;
  inbox::Safe inbox_safe_;
  password::Pool pool_;
  credential::SignIn sign_in_;
};

}  // namespace zhiyin::app
