// What an operator may set about signing in.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <span>

#include "platform/base/time.hpp"
#include "platform/config/setting.hpp"

namespace zhiyin::credential {

struct Settings {
  Millis session_life = std::chrono::days{30};
  Millis session_idle = std::chrono::days{7};
  std::int64_t tries_per_minute = 20;  ///< of one address
  std::size_t hash_threads = 1;
  std::size_t hash_places_max = 64;
  std::filesystem::path key_file;  ///< empty: secrets lie in the store as they are
};

/// The rows of the settings table.
[[nodiscard]] std::span<const config::Setting> settings();
[[nodiscard]] Settings settings_from(const config::Settings& values);

}  // namespace zhiyin::credential
