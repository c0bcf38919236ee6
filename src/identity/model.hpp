// A person who works here.
#pragma once

#include <string>

#include "event/ids.hpp"
#include "identity/permission.hpp"

namespace zhiyin::identity {

constexpr std::size_t name_max_chars = 80;
constexpr std::size_t email_max_bytes = 254;

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
};

}  // namespace zhiyin::identity
