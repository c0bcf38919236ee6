// The faults that the proof must notice.
#pragma once

#include <array>
#include <string_view>

namespace zhiyin::power {

/// Below the data folder: where life.hpp keeps the files that platform/files writes.
constexpr std::string_view keys_folder = "/keys";

struct Faults {
  bool synchronous_off = false;  ///< SQLite's synchronous=OFF, and no sync of the data folder by the store
  bool early_ack = false;        ///< acknowledged before COMMIT
  bool no_folder_sync = false;   ///< as if nobody synced a folder
  bool no_sync_above = false;    ///< as if nobody synced the folder that the data folder is in
  bool no_keys_sync = false;     ///< as if platform/files did not sync the folder of the file that it wrote
  bool no_file_sync = false;     ///< as if platform/files did not sync the file that it wrote
  bool eio_unheard = false;      ///< as if nobody heard that a sync was refused
};

constexpr std::array<std::string_view, 7> fault_names{"synchronous_off", "early_ack",    "no_folder_sync", "no_sync_above",
                                                      "no_keys_sync",    "no_file_sync", "eio_unheard"};

[[nodiscard]] constexpr Faults faults_by(std::string_view name) {
  return {.synchronous_off = name == fault_names[0],
          .early_ack = name == fault_names[1],
          .no_folder_sync = name == fault_names[2],
          .no_sync_above = name == fault_names[3],
          .no_keys_sync = name == fault_names[4],
          .no_file_sync = name == fault_names[5],
          .eio_unheard = name == fault_names[6]};
}

}  // namespace zhiyin::power
