// Inboxes: commands under the head's lock (identity/service.hpp). Rights are decided before. An inbox is never removed, because its
// conversations stay; it is made inactive.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "inbox/model.hpp"
#include "inbox/safe.hpp"
#include "platform/base/result.hpp"
#include "platform/clock/clock.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::inbox {

/// With a secret of its own, and served by nobody yet. invalid: a name out of shape. conflict: another is called so, or there are
/// inboxes_max.
Result<Inbox> make(writer::Tx& tx, std::string_view name, Kind kind, const Safe& safe);

struct Changes {
  std::optional<std::string> name;
  std::optional<bool> active;
  std::optional<std::int64_t> reopen_days;  ///< 0 to reopen_days_max
  std::optional<Millis> wrap_up;            ///< 0 to wrap_up_max
  std::optional<Millis> offer;              ///< offer_min to offer_max
  std::optional<bool> identity_required;
  std::optional<bool> bot;
};
/// Besides: not_found. Changes that change nothing write nothing.
Result<Inbox> change(writer::Tx& tx, InboxId id, const Changes& wanted);
/// Each must be there, in any order; these serve it from now on, and nobody else.
Result<Inbox> set_people(writer::Tx& tx, InboxId id, std::span<const AgentId> people);
Result<Inbox> set_teams(writer::Tx& tx, InboxId id, std::span<const TeamId> teams);
/// What was signed with the old secret counts no longer.
Result<Inbox> rotate_secret(writer::Tx& tx, InboxId id, const Safe& safe);
/// nullopt: always open.
Result<Inbox> set_hours(writer::Tx& tx, InboxId id, std::optional<hours::Schedule> wanted);

/// Within the transaction of access::found: in a new store the website's inbox, served by the team Everyone. Its secret lies in clear
/// until seal_secrets.
void found_inboxes(db::Session& session, bool new_store, Chance& chance);

}  // namespace zhiyin::inbox
