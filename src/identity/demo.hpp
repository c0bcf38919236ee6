// Agents for demonstrations, until people are kept in the store: demo-01 … demo-NN. Their ids are their numbers.
#pragma once

#include <optional>
#include <string_view>

#include "event/conversation.hpp"

namespace zhiyin::identity {

/// nullopt when the name is not one of the first `count` demo agents.
[[nodiscard]] std::optional<Person> demo_agent(std::string_view name, std::int64_t count);

}  // namespace zhiyin::identity
