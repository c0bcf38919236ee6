// What routing tells a customer, as JSON of the live protocol; docs/routing.md says what it means.
#pragma once

#include <string>

#include "routing/rules.hpp"

namespace zhiyin::routing::wire {

/// `{"on_duty":false,"opens":TIME}`; `opens` only when it is known.
[[nodiscard]] std::string duty(const Duty& duty);

}  // namespace zhiyin::routing::wire
