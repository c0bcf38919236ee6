// A stepping lane over a store that has people, teams and inboxes: "Demo 01" … in the team Everyone, which serves the website's inbox.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "access/directory.hpp"
#include "identity/service.hpp"
#include "platform/timer/timer.hpp"
#include "store/stepping.hpp"
#include "team/settings.hpp"

namespace zhiyin::trial {

inline std::vector<db::ModuleStatements> with_places(std::vector<db::ModuleStatements> more = {}) {
  const auto places = access::statements();
  more.insert(more.end(), places.begin(), places.end());
  more.push_back(timer::statements());
  return more;
}

struct Places : Stepping {
  explicit Places(db::Engine engine, std::int64_t demo_agents = 3, std::vector<db::ModuleStatements> more = {})
      : Stepping(engine, with_places(std::move(more))) {
    found(demo_agents);
  }
  void found(std::int64_t demo_agents) { access::found(*store().open_writing(), chance, clock.now(), demo_agents, team::Settings{}.lease); }
  [[nodiscard]] std::int64_t generation() { return access::load(reading())->generation; }
  /// A person with an address made of the name.
  AgentId person(const std::string& name, identity::Role role = identity::Role::agent) {
    return run<identity::Member>(
               [&](writer::Tx& tx) { return identity::add(tx, {.name = name, .email = name + "@example.com", .role = role}); })
        ->id;
  }
};

}  // namespace zhiyin::trial
