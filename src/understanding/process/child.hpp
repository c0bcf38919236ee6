// What `zhiyin language` runs.
#pragma once

namespace zhiyin::understanding {

/// Learns and answers over `socket` until the parent is gone.
void read_for_parent(int socket);

}  // namespace zhiyin::understanding
