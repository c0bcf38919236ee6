// What an operator says about the help centre.
#pragma once

#include <span>
#include <string>

#include "platform/config/setting.hpp"

namespace zhiyin::help {

[[nodiscard]] std::span<const config::Setting> settings();

struct Settings {
  bool enabled = true;
  std::string name;     ///< of the company, as readers know it; may be empty
  std::string address;  ///< https://help.example.com, without a slash at its end; empty: as each reader has asked
  std::string chat;     ///< where one talks to a person; empty: the pages do not offer it
  std::int64_t pages_per_minute = 120;
};
[[nodiscard]] Settings settings_from(const config::Settings& values);

}  // namespace zhiyin::help
