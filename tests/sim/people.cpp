#include "sim/people.hpp"

#include <fmt/format.h>

namespace zhiyin::sim {

bool is_supervisor(std::int64_t agent) {
  return agent == first_agent;
}

const access::Directory& people() {
  static const auto all = [] {
    access::Directory directory;
    team::Team team{.id = experts, .name = "Experts", .expert = true, .members = {}};
    for (std::int64_t i = 0; i < people_max; ++i) {
      const AgentId id{first_agent + i};
      const bool expert = i % 3 == 0;
      if (expert) {
        team.members.push_back(id);
      }
      directory.viewers.emplace(
          id, access::Viewer{.person = id,
                             .name = fmt::format("Agent {}", i),
                             .rights = identity::rights_of(is_supervisor(id.value()) ? identity::Role::supervisor : identity::Role::agent),
                             .inboxes = {InboxId{1}, InboxId{2}},
                             .teams = expert ? std::vector{experts} : std::vector<TeamId>{}});
    }
    directory.teams.emplace(experts, std::move(team));
    return directory;
  }();
  return all;
}

}  // namespace zhiyin::sim
