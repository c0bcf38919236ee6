#include "channel/closed.hpp"

#include "access/directory.hpp"

namespace zhiyin::channel {

bool closed(writer::Tx& tx, InboxId inbox) {
  const auto* known = access::directory(tx).inbox(inbox);
  return known != nullptr && !known->active;
}

Error closed_refusal() {
  return {ErrorCode::forbidden, "this inbox takes nothing new any more", "inbox", "nothing was stored; look for another way to us", {}};
}

}  // namespace zhiyin::channel
