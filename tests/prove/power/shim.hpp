// A disk that loses power, below SQLite and platform/files alike. Once active, the system calls of this process on files below one folder
// go through disk.hpp: their calls to open, write, fsync, unlink and so on are bound to the definitions in shim.cpp, before libc's. So
// SQLite's own VFS is part of what is proven, and the program needs no place to put a shim in. Syncs are counted, not done, so hundreds of
// power cuts take seconds. That nothing goes round it (mmap, writev, …) is checked at each cut: the model must hold what the files hold.
#pragma once

#include "power/plan.hpp"

namespace zhiyin::power {

/// From now on; before any other thread is there.
void start(const Plan& plan);
/// The store is open: moments that are not from birth are counted from here.
void awake();
/// The process ends itself: in order with 0.
[[noreturn]] void end(int code);

}  // namespace zhiyin::power
