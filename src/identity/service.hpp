// Who works here: commands, each within a transaction of a writer. They change rows at once by statements of their own, because people
// change seldom; whether the caller has the right to is decided before (access).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "event/access.hpp"
#include "identity/model.hpp"
#include "platform/base/result.hpp"
#include "platform/clock/clock.hpp"
#include "platform/journal/journal.hpp"
#include "platform/writer/tx.hpp"

namespace zhiyin::identity {

/// Locks the one row that every change of people, teams and inboxes holds: what is read after it stays true until COMMIT. Returns the
/// generation. A round trip the first time in a batch.
std::int64_t lock_head(writer::Tx& tx);
/// Says that this command has changed something: the generation rises by one, and the log hears of it. Only under lock_head().
std::int64_t raise_head(writer::Tx& tx, event::AccessPart part, std::int64_t id);
/// What this batch knows of the generation: 0 before lock_head().
[[nodiscard]] std::int64_t known_generation(writer::Tx& tx);
/// Whether this batch has raised it, so that what it reads may yet be rolled back.
[[nodiscard]] bool raised(writer::Tx& tx);

struct NewMember {
  std::string name;
  std::string email;  ///< must be empty for demonstration people, and only for them
  Role role = Role::agent;
  std::int64_t capacity = 4;
  bool demo = false;
};
/// invalid: a name, e-mail or capacity out of shape. conflict: the e-mail is somebody else's, or there are people_max.
Result<Member> add(writer::Tx& tx, const NewMember& wanted);

struct Changes {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<Role> role;
  std::optional<bool> active;
  std::optional<std::int64_t> capacity;
};
/// Besides: not_found; conflict: the last active administrator stays one. Of demonstration people neither e-mail nor activity change: the
/// setting demo.agents says who of them there is. Changes that change nothing write nothing.
Result<Member> change(writer::Tx& tx, AgentId id, const Changes& wanted);

/// What found_people() has done, for those whose rows hang on people.
struct Founded {
  bool new_store = false;           ///< there was no head: nobody has seen anything of this store yet
  std::vector<AgentId> new_people;  ///< demonstration people who were not there before
  std::vector<journal::Entry> entries;
};
/// Within a transaction of `session`, at start: the head's row, and demonstration people 1 to `demo_agents`, whose ids are their numbers
/// ("Demo 01"); those above become inactive. The facts are the caller's to append; a new store has none.
[[nodiscard]] Founded found_people(db::Session& session, Time now, std::int64_t demo_agents);
/// The same as a transaction of its own, after the log was founded: for tests of people alone. The program's is access::found.
void found(db::Session& session, Time now, std::int64_t demo_agents);

}  // namespace zhiyin::identity
