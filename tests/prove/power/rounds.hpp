// Lives on one disk, one after the other, and what is found on it after each.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "power/cards.hpp"

namespace zhiyin::power {

struct Findings {
  std::vector<std::string> problems;
  std::int64_t rounds = 0;
  std::int64_t lives = 0;
  std::int64_t reopened = 0;      ///< with the ordinary store, on the ordinary disk
  std::int64_t acknowledged = 0;  ///< commands
  std::int64_t files_kept = 0;    ///< acknowledged versions of files
  std::int64_t missing = 0;
  std::int64_t twice = 0;
  std::int64_t own_ends = 0;                         ///< a sync was refused, and the process ended itself
  std::int64_t eio_outlived = 0;                     ///< a sync was refused, and the process went on
  std::map<std::string, std::int64_t> power_losses;  ///< by Moment::words()
  std::map<std::string, std::int64_t> deaths;        ///< the same
  std::map<std::string, std::int64_t> eio;           ///< by kind of file
  std::map<std::string, std::int64_t> counts;        ///< of Fate::counts
};

/// A new disk, these lives and one that ends in order.
void run_round(Cards& cards, const std::vector<Plan>& lives, const std::string& planted, Findings& findings);
/// A new disk, `lives` lives; ends early when something was wrong.
void run_round(Cards& cards, std::int64_t lives, const std::string& planted, Findings& findings);

}  // namespace zhiyin::power
