// One life on the disk: store, writer, 64 waiting producers and the keeper of files, until its plan ends it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "power/plan.hpp"

namespace zhiyin::power {

/// How to start it: `program` must call live_if_asked() first.
[[nodiscard]] std::vector<std::string> words_of_life(const std::string& program, const Plan& plan);
/// Does not come back when the command line is that of words_of_life().
void live_if_asked(int count, char** words);

// In Plan::notes.
[[nodiscard]] std::string record_file(const Plan& plan);       ///< of write/record.hpp
[[nodiscard]] std::string file_record_file(const Plan& plan);  ///< of keeper.hpp
[[nodiscard]] std::string fate_file(const Plan& plan);
[[nodiscard]] std::string log_file(const Plan& plan);
/// The data folder within a disk.
[[nodiscard]] std::string data_folder(const std::string& disk);

constexpr std::int64_t producers = 64;
constexpr int exit_sync_refused = 74;  ///< as the server's
constexpr int exit_no_store = 75;

}  // namespace zhiyin::power
