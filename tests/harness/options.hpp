// What a proof or a bench is told on its command line.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace zhiyin::harness {

enum class Engine : std::uint8_t { sqlite, postgres };
[[nodiscard]] std::string name_of(Engine engine);

struct Options {
  bool short_run = false;
  bool json = false;
  std::vector<Engine> engines{Engine::sqlite, Engine::postgres};
  std::uint64_t seed = 0;           ///< never 0 after reading: drawn when not given, and always printed
  std::string plant;                ///< the fault to plant; empty: none
  bool planted = false;             ///< succeed only if the planted fault was caught
  bool keep = false;                ///< leave the servers' logs and data where they are
  std::string answers;              ///< a file in which to leave what was answered; empty: none (prove access)
  std::vector<std::string> server;  ///< further words for `zhiyin serve`, after `--server`
};

/// --short --json --engine sqlite|postgres|both --seed N --plant NAME --planted --keep --answers FILE --server WORD. On --help, or what it
/// does not know, it says so and ends the process with 2.
[[nodiscard]] Options read_options(int count, char** words);

}  // namespace zhiyin::harness
