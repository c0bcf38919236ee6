#include "access/directory.hpp"
#include "identity/service.hpp"
#include "identity/store.hpp"
#include "inbox/service.hpp"
#include "inbox/store.hpp"
#include "team/service.hpp"
#include "team/state.hpp"
#include "team/store.hpp"

namespace zhiyin::access {

void found(db::Session& session, Chance& chance, Time now, std::int64_t demo_agents, Millis lease) {
  session.begin();
  const auto people = identity::found_people(session, now, demo_agents);
  team::found_teams(session, people.new_store, people.new_people, now, lease);
  inbox::found_inboxes(session, people.new_store, chance);
  journal::append(session, people.entries);
  session.commit();
}

std::vector<db::ModuleStatements> statements() {
  return {identity::statements(), team::statements(), team::state_statements(), inbox::statements()};
}

}  // namespace zhiyin::access
