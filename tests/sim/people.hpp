// Who works in a simulated company: agents, one of them a supervisor, a team of some of them, and what the directory says of them.
#pragma once

#include "access/directory.hpp"

namespace zhiyin::sim {

constexpr std::int64_t first_agent = 101;
constexpr std::int64_t people_max = 6;
constexpr TeamId experts{40};

[[nodiscard]] const access::Directory& people();
[[nodiscard]] bool is_supervisor(std::int64_t agent);

}  // namespace zhiyin::sim
