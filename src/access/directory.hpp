// Everybody who works here and where, as one immutable picture: small, read often, changed seldom. Rights are decided on it.
//
// It has a generation. Whoever changes a person, team or inbox raises it in the same transaction and records event::AccessChanged, so a
// picture of the store's generation is exact. Within a batch the commands take it from the shelf; for a question from `current`; streams
// keep the newest and look again when AccessChanged comes by.
#pragma once

#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "access/viewer.hpp"
#include "identity/model.hpp"
#include "inbox/model.hpp"
#include "platform/clock/clock.hpp"
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
  [[nodiscard]] const team::Team* team(TeamId id) const;
  [[nodiscard]] const identity::Member* member(AgentId id) const;
};
using DirectoryPtr = std::shared_ptr<const Directory>;  // held by every stream as long as it decides on it

/// On any session, within a transaction or not: what another commits meanwhile is not half in it.
[[nodiscard]] DirectoryPtr load(db::Session& session);

/// Whose Viewer differs, ascending: newcomers, those who are gone, and everybody whose name, rights, inboxes or teams are others now. What
/// their streams have open is looked at again.
[[nodiscard]] std::vector<AgentId> changed_viewers(const Directory& before, const Directory& after);

/// The newest picture that this process has read; asks the store for its generation each time. Any thread.
class Directories {
 public:
  /// Exact for what `session` sees, which may be older than the newest.
  [[nodiscard]] DirectoryPtr current(db::Session& session);
  /// Without asking the store; nullptr before the first question.
  [[nodiscard]] DirectoryPtr newest() const;

 private:
  mutable std::mutex mutex_;
  DirectoryPtr newest_;
};

/// Names the directory for this batch, in a command's `want`; costs one row read, in the packet of the last lock.
void want(writer::Tx& tx);
/// For naming rows in a later round of `want`: nullptr before the load; another process may change it before this batch decides.
[[nodiscard]] const Directory* loaded(writer::Tx& tx);
/// To decide on, in a command's `run`, after want() and a load: exact in this batch, its own earlier commands included; and true until
/// COMMIT for a command that holds the head (identity::lock_head). Valid until the batch ends.
[[nodiscard]] const Directory& directory(writer::Tx& tx);

/// At start, after the log was founded: the head, demonstration people, and in a new store the team Everyone and the website's inbox. In
/// one transaction, so each is made once, and what an administrator later takes away stays away.
void found(db::Session& session, Chance& chance, Time now, std::int64_t demo_agents, Millis lease);

/// The tables of people, teams and inboxes: what load, found and the commands on them need.
[[nodiscard]] std::vector<db::ModuleStatements> statements();

}  // namespace zhiyin::access
