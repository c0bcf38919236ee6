// Two contacts that are one person become main and alias, and can be taken apart again.
//
// Nothing else is rewritten: every address, conversation, field and block stays with the contact that it came to, also what comes while
// they are merged. So undoing is exact: the alias row goes, and each has what is his.
#pragma once

#include "access/viewer.hpp"
#include "contact/group.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::contact {

/// For every command on a group, in its `want`: locks the contact and everybody merged with it.
void want_group(writer::Tx& tx, ContactId contact);
/// The contact itself when it is nobody's alias. Wants: the group.
[[nodiscard]] Group group_of(writer::Tx& tx, ContactId contact);

struct Merged {
  ContactId main;
  ContactId alias;  ///< the main contact that became an alias; undo names it
  std::int64_t revision = 0;
  bool mixed_block = false;  ///< some of them are blocked, others not; merging changes neither
};
/// For merge; for unmerge want_group is enough.
void want_merge(writer::Tx& tx, ContactId main, ContactId alias);
/// `alias` and its aliases become aliases of `main`, or of whose alias that is. Refused: a contact with itself, two of one group, more than
/// aliases_max. Needs contact.merge.
[[nodiscard]] Result<Merged> merge(writer::Tx& tx, const access::Viewer& by, ContactId main, ContactId alias);

struct Unmerged {
  ContactId main;
  std::int64_t revision = 0;
};
/// Takes the alias, and what had been merged with it, out of its group. Needs contact.merge.
[[nodiscard]] Result<Unmerged> unmerge(writer::Tx& tx, const access::Viewer& by, ContactId alias);

/// Without anybody's decision, because what was proved says so (claim.hpp). The two may be merged (fault_in_merge).
void merge_proved(writer::Tx& tx, ContactId main, ContactId alias);

[[nodiscard]] db::ModuleStatements merging_statements();

}  // namespace zhiyin::contact
