#include "sim/people.hpp"

#include <fmt/format.h>

#include "identity/demo.hpp"
#include "identity/permission.hpp"

namespace zhiyin::sim {

void found_company(db::Session& session) {
  session.begin();
  session.execute(
      fmt::format("UPDATE person SET role = {} WHERE id = {}", static_cast<int>(identity::Role::supervisor), std::int64_t{first_agent}));
  session.execute(fmt::format("INSERT INTO team (id, name, expert) VALUES ({}, 'Experts', 1)", experts.value()));
  session.execute(
      fmt::format("INSERT INTO inbox (id, name, kind, active, reopen_days, wrap_up, offer, identity_secret, identity_required, bot) "
                  "VALUES ({}, 'Second', 1, 1, 7, 0, 30000, '', 0, 1)",
                  second_inbox.value()));
  for (std::int64_t id = 1; id <= company_max; ++id) {
    session.execute(fmt::format("INSERT INTO inbox_person (inbox, agent) VALUES ({}, {})", second_inbox.value(), id));
    if (id >= first_agent && (id - first_agent) % 3 == 0) {
      session.execute(fmt::format("INSERT INTO team_member (team, agent) VALUES ({}, {})", experts.value(), id));
    }
  }
  session.commit();
}

bool is_supervisor(std::int64_t agent) {
  return agent == first_agent;
}

Person agent_of(std::int64_t id) {
  return {PersonKind::agent, id, identity::demo_name(id)};
}

}  // namespace zhiyin::sim
