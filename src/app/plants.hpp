// Faults that a proof plants, to show that it would find them. The program that is shipped has none and refuses their settings as unknown:
// its plants.cpp is empty. tests/prove/planted.cpp defines these functions again for build/<preset>/proofs/zhiyin_planted.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "api/route.hpp"
#include "bot/readings.hpp"
#include "desk/agent.hpp"
#include "platform/config/setting.hpp"

namespace zhiyin::app {

struct Plants {
  bool early_ack = false;                                     ///< answers before COMMIT
  std::function<void(std::vector<api::Route>&)> routes = {};  ///< changes what the API does; empty: as it is
  desk::ListPlant lists = desk::ListPlant::none;
  desk::DeskPlant desk = desk::DeskPlant::none;
  bool deaf_lists = false;  ///< windows do not hear that rights have changed
  /// Tells what was read of the log to whom it should not; empty: nobody.
  std::function<void(const std::vector<journal::Entry>&, live::Hub&, net::Reactors&)> tell = {};
  /// Makes what reads for the bot, so that a test says what is understood; empty: as it is.
  std::function<std::unique_ptr<bot::Readings>()> readings = {};
};

/// Whatever asks for them.
[[nodiscard]] std::span<const config::Setting> plant_settings();
/// Throws std::runtime_error for a fault that nobody knows.
[[nodiscard]] Plants plants_from(const config::Settings& settings);

}  // namespace zhiyin::app
