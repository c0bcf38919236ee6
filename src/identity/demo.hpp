// People for demonstrations: demo-01 … demo-NN. Their ids are their numbers; they are rows like everybody's, made at start.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "event/ids.hpp"

namespace zhiyin::identity {

constexpr std::int64_t demo_agents_max = 1'000;

/// "Demo 01", as they are called until somebody calls them otherwise.
[[nodiscard]] std::string demo_name(std::int64_t number);
/// nullopt when the name, as one signs in with it, is not one of the first `count` demo agents.
[[nodiscard]] std::optional<Person> demo_agent(std::string_view name, std::int64_t count);

}  // namespace zhiyin::identity
