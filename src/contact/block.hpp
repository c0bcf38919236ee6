// Whose messages are refused.
#pragma once

#include "access/viewer.hpp"
#include "event/ids.hpp"
#include "platform/base/result.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::contact {

/// Names whether the contact is blocked for this batch; read in the packet of the last lock.
void want_standing(writer::Tx& tx, ContactId contact);
/// Only after want_standing and a load; false for a contact made in this batch.
[[nodiscard]] bool blocked(writer::Tx& tx, ContactId contact);
/// What the customer is told: no reason, and nothing that tells who decided it.
[[nodiscard]] Error blocked_refusal();

struct BlockChange {
  ContactId main;
  std::int64_t revision = 0;
  bool changed = false;  ///< false: it was so already
};
/// For block and unblock.
void want_block(writer::Tx& tx, ContactId contact);
/// Refuses the messages of the contact and of everybody who is merged with it now. Each keeps it when they are taken apart; whoever is
/// merged later is not blocked by that. Needs contact.block.
[[nodiscard]] Result<BlockChange> block(writer::Tx& tx, const access::Viewer& by, ContactId contact);
[[nodiscard]] Result<BlockChange> unblock(writer::Tx& tx, const access::Viewer& by, ContactId contact);

[[nodiscard]] db::ModuleStatements block_statements();

}  // namespace zhiyin::contact
