// A disk that loses power. Once active, the system calls of this process on files below one folder go through a model that knows which
// bytes and which names have not been synced: SQLite's VFS and platform/files alike, because their calls to write, fsync and so on are
// bound to the definitions in shim.cpp. Syncs are counted, not done, so hundreds of power cuts take seconds.
//
// What the model promises is what POSIX does: a sync of a file makes its bytes durable, a sync of its folder its name. Without them, each
// write is kept, lost or torn on its own, whatever the order; names come and go in their order, some of the last ones being lost.
#pragma once

#include <cstdint>
#include <string>

namespace zhiyin::power {

struct Plan {
  std::string folder;           ///< absolute; what lies below is on the disk
  std::uint64_t seed = 1;       ///< decides what is kept, lost and torn
  std::int64_t cut_at = 0;      ///< the power fails before this call (writes, syncs, names: all count)
  std::int64_t eio_at = 0;      ///< this sync is answered with EIO and its bytes are never safe again; 0: none
  bool ignore_folders = false;  ///< the planted fault: syncs of folders do nothing
};

/// The exit code of a process whose power has failed.
constexpr int exit_power = 90;

/// From now on; before any thread.
void start(const Plan& plan);

}  // namespace zhiyin::power
