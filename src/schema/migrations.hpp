// The migrations of schema/, compiled into the program.
#pragma once

#include <span>

#include "platform/base/embedded.hpp"

namespace zhiyin {

/// In order of their numbers.
[[nodiscard]] std::span<const EmbeddedText> migrations();

}  // namespace zhiyin
