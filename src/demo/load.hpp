// The demonstration company into a new store.
#pragma once

#include <string>
#include <vector>

#include "demo/company.hpp"
#include "demo/doing.hpp"
#include "platform/db/store.hpp"

namespace zhiyin::demo {

struct SignIn {
  std::string name;
  std::string email;
  identity::Role role = identity::Role::agent;
};
struct Loaded {
  std::vector<SignIn> people;  ///< in the order of the company's list
  std::size_t articles = 0;
  std::size_t talks = 0;
};

/// Whether somebody works here already, demonstration people aside: then nothing is loaded.
[[nodiscard]] bool in_use(db::Session& session);

/// Into a store that was founded and is not in use. All people get the password whose hash is `stored`. `clock` is the writer's; it ends at
/// `now`. Throws std::runtime_error.
Loaded load(writer::Writer& writer, PastClock& clock, const Company& company, const std::string& stored, Time now);

}  // namespace zhiyin::demo
