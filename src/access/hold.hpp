// To decide on people, teams and inboxes so that it stays true.
#pragma once

#include "access/directory.hpp"

namespace zhiyin::access {

/// The directory, exact, and nobody changes it before this batch has committed: for a command whose rows point into it. In its `run`; no
/// want() is needed. Costs a round trip the first time in a batch, and waits for whoever changes people, teams or inboxes just then.
[[nodiscard]] const Directory& hold(writer::Tx& tx);

}  // namespace zhiyin::access
