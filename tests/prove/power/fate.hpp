// What became of one life on the disk, said by the dying process to the proof.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace zhiyin::power {

/// How a process has ended; also its exit code, unless it ended itself.
constexpr int exit_in_order = 0;
constexpr int exit_power = 90;
constexpr int exit_death = 91;

struct Fate {
  bool power_lost = false;                     ///< what was not synced may be gone; else all is as the process left it
  std::string moment;                          ///< Moment::words(), "in order", or "own end"
  std::string eio;                             ///< the kind of file whose sync was refused; empty: none
  std::string bypassed;                        ///< not empty: the disk held what the model had not heard of
  std::map<std::string, std::int64_t> counts;  ///< by event
};

[[nodiscard]] std::string text_of(const Fate& fate);
[[nodiscard]] Fate fate_from(std::string_view text);

}  // namespace zhiyin::power
