// An inbox that was switched off takes nothing new: what its customers are told, at once and whatever they have open.
#pragma once

#include "event/ids.hpp"
#include "platform/base/result.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::channel {

/// After access::want(tx) and a load: exact in this batch. False for an inbox that nobody knows.
[[nodiscard]] bool closed(writer::Tx& tx, InboxId inbox);
[[nodiscard]] Error closed_refusal();

}  // namespace zhiyin::channel
