#include "sim/chief.hpp"

#include <array>

#include "identity/service.hpp"
#include "inbox/service.hpp"
#include "sim/people.hpp"
#include "team/service.hpp"

namespace zhiyin::sim {
namespace {

using identity::Role;
using std::chrono::hours;
using std::chrono::minutes;

}  // namespace

Chief::Chief(World& world) : world_(world) {
  world.after(world.between(minutes{30}, hours{3}), [this] { live(); });
}

void Chief::live() {
  if (world_.up() && !stopped_) {
    change();
  }
  world_.after(world_.between(minutes{5}, hours{2}), [this] { live(); });
}

std::vector<AgentId> Chief::some(std::uint64_t in_ten, bool with_staff) {
  std::vector<AgentId> people;
  for (std::int64_t id = with_staff ? 1 : first_agent; id <= company_max; ++id) {
    if (id < first_agent || world_.chance.under(10) < in_ten) {
      people.emplace_back(id);
    }
  }
  return people;
}

void Chief::change() {
  auto& chance = world_.chance;
  switch (chance.under(6)) {
    case 0: submit([people = some(4, false)](writer::Tx& tx) { return team::set_members(tx, experts, people).has_value(); }); break;
    case 1: submit([people = some(6, true)](writer::Tx& tx) { return team::set_members(tx, team::everyone, people).has_value(); }); break;
    case 2: submit([people = some(6, true)](writer::Tx& tx) { return inbox::set_people(tx, second_inbox, people).has_value(); }); break;
    case 3:
      submit([people = some(3, false)](writer::Tx& tx) { return inbox::set_people(tx, inbox::web_inbox, people).has_value(); });
      break;
    case 4:
      submit([teams = chance.once_in(2) ? std::vector{experts} : std::vector<TeamId>{}](writer::Tx& tx) {
        return inbox::set_teams(tx, second_inbox, teams).has_value();
      });
      break;
    default: {
      constexpr std::array roles{Role::agent, Role::agent, Role::agent, Role::quality, Role::planner};
      const AgentId who{first_agent + 1 + static_cast<std::int64_t>(chance.under(people_max - 1))};
      submit([who, role = roles[chance.under(roles.size())]](writer::Tx& tx) {
        return identity::change(tx, who, {.name = {}, .email = {}, .role = role, .active = {}, .capacity = {}}).has_value();
      });
    }
  }
}

void Chief::submit(std::function<bool(writer::Tx&)> change) {
  world_.submit(writer::command<bool>(
      {0}, [](writer::Tx&) {}, [change = std::move(change)](writer::Tx& tx) -> Result<bool> { return change(tx); },
      world_.heard<bool>([](Result<bool>) {})));
}

}  // namespace zhiyin::sim
