// A person who works here.
#pragma once

#include <string>

#include "event/ids.hpp"
#include "identity/permission.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::identity {

/// What colleagues may know of each other.
struct Member {
  AgentId id;
  std::string name;
  std::string email;  ///< lower case, unique; empty for demonstration people
  Role role = Role::agent;
  bool active = true;         ///< false: cannot sign in, and has no rights
  bool demo = false;          ///< may sign in without a password, from this machine only
  std::int64_t capacity = 4;  ///< conversations at a time
  Time created_at;

  [[nodiscard]] Person person() const { return {PersonKind::agent, id.value(), name}; }
  friend bool operator==(const Member&, const Member&) = default;
};

}  // namespace zhiyin::identity
