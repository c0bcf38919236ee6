// Words on the wire for closed sets of modules that know no JSON. Found by api/codec.hpp through their argument.
#pragma once

#include "api/shape.hpp"
#include "identity/permission.hpp"

namespace zhiyin::api {

constexpr auto words(Of<identity::Role>) {
  using identity::Role;
  return words<Role>("Role", {{Role::administrator, "administrator"},
                              {Role::supervisor, "supervisor"},
                              {Role::agent, "agent"},
                              {Role::quality, "quality"},
                              {Role::planner, "planner"}});
}

}  // namespace zhiyin::api
