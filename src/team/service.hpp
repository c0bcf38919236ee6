// Teams, skills and the list of reasons: commands under the head's lock (identity/service.hpp). Rights are decided before.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/base/result.hpp"
#include "platform/writer/tx.hpp"
#include "team/model.hpp"

namespace zhiyin::team {

/// The team that a new store has. It may be renamed and removed like any.
constexpr TeamId everyone{1};

/// invalid: a name out of shape. conflict: another team is called so, or there are teams_max.
Result<Team> make(writer::Tx& tx, std::string_view name, bool expert);

struct Changes {
  std::optional<std::string> name;
  std::optional<bool> expert;
};
Result<Team> change(writer::Tx& tx, TeamId id, const Changes& wanted);
/// Each must be there; a disabled person may be a member. `people` in any order.
Result<Team> set_members(writer::Tx& tx, TeamId id, std::span<const AgentId> people);

/// Who names a team besides its members, in words ("inbox Website"); asked under the head's lock. Inboxes and conversations lie higher.
using Uses = std::function<std::vector<std::string>(db::Session&, TeamId)>;
/// conflict: people belong to it, or somebody names it; the Error says who.
Result<void> remove(writer::Tx& tx, TeamId id, const Uses& uses);

/// Skills change no rights, so the generation stays.
Result<Skill> make_skill(writer::Tx& tx, std::string_view name);
Result<Skill> rename_skill(writer::Tx& tx, SkillId id, std::string_view name);
/// With everybody's level in it.
Result<void> remove_skill(writer::Tx& tx, SkillId id);
/// All of one person, replacing what he had; 1 to 5 each. `SkillLevel::agent` is not looked at.
Result<std::vector<SkillLevel>> set_levels(writer::Tx& tx, AgentId agent, std::span<const SkillLevel> wanted);

/// What people may give as a reason for their state, in the order in which it is offered.
Result<std::vector<std::string>> set_reasons(writer::Tx& tx, std::span<const std::string> wanted);

/// Within the transaction of access::found: in a new store the team Everyone, with `new_people`; in an older one they join it, if it is
/// there still. Who was there when the last process stopped has one `lease` from now to show that he is.
void found_teams(db::Session& session, bool new_store, std::span<const AgentId> new_people, Time now, Millis lease);

}  // namespace zhiyin::team
