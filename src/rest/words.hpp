// Words on the wire for closed sets of modules that know no JSON. Found by api/codec.hpp through their argument.
#pragma once

#include "api/shape.hpp"
#include "event/state.hpp"
#include "hours/words.hpp"
#include "identity/permission.hpp"
#include "inbox/model.hpp"

namespace zhiyin::api {

constexpr auto words(Of<identity::Role>) {
  using identity::Role;
  return words<Role>("Role", {{Role::administrator, "administrator"},
                              {Role::supervisor, "supervisor"},
                              {Role::agent, "agent"},
                              {Role::quality, "quality"},
                              {Role::planner, "planner"}});
}

constexpr auto words(Of<event::State>) {
  using event::State;
  return words<State>("State", {{State::offline, "offline"},
                                {State::available, "available"},
                                {State::busy, "busy"},
                                {State::wrap_up, "wrap_up"},
                                {State::on_break, "on_break"}});
}

constexpr auto words(Of<hours::Day>) {
  using hours::Day;
  return words<Day>("Day", {{Day::monday, "monday"},
                            {Day::tuesday, "tuesday"},
                            {Day::wednesday, "wednesday"},
                            {Day::thursday, "thursday"},
                            {Day::friday, "friday"},
                            {Day::saturday, "saturday"},
                            {Day::sunday, "sunday"}});
}

constexpr auto words(Of<inbox::Kind>) {
  return words<inbox::Kind>("InboxKind", {{inbox::Kind::web, "web"}});
}

}  // namespace zhiyin::api
