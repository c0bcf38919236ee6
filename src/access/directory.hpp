// Everybody who works here and where, as one immutable picture: small, read often, changed seldom. Rights are decided on it.
//
// It has a generation. Whoever changes a person, team or inbox raises it in the same transaction and records event::AccessChanged, so a
// picture of the store's generation is exact. Within a batch the commands take it from the shelf; for a question from `current`; streams
// keep the newest and look again when AccessChanged comes by.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "access/viewer.hpp"
#include "identity/model.hpp"
#include "inbox/model.hpp"
#include "platform/db/session.hpp"
#include "platform/writer/tx.hpp"
#include "team/model.hpp"

namespace zhiyin::access {

struct Directory {
  std::int64_t generation = 0;
  std::unordered_map<AgentId, identity::Member> members;
  std::unordered_map<TeamId, team::Team> teams;
  std::unordered_map<InboxId, inbox::Inbox> inboxes;
  std::unordered_map<AgentId, Viewer> viewers;  ///< of all members; without rights for a disabled one

  /// A stranger is a Viewer without rights.
  [[nodiscard]] const Viewer& viewer(AgentId person) const;
  /// nullptr when there is none.
  [[nodiscard]] const inbox::Inbox* inbox(InboxId id) const;
};
using DirectoryPtr = std::shared_ptr<const Directory>;  // held by every stream as long as it decides on it

/// In one transaction of `session`.
[[nodiscard]] DirectoryPtr load(db::Session& session);

/// The newest picture that this process has read; asks the store for its generation each time. Any thread.
class Directories {
 public:
  [[nodiscard]] DirectoryPtr current(db::Session& session);

 private:
  std::mutex mutex_;
  DirectoryPtr newest_;
};

/// Names the directory for this batch, in a command's `want`; costs one row read, in the packet of the last lock.
void want(writer::Tx& tx);
/// Exact in this batch, its own earlier commands included. Only after want() and a load.
[[nodiscard]] const Directory& directory(writer::Tx& tx);

}  // namespace zhiyin::access
