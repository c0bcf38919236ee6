// What people type to any company's bot and no company's articles answer: small talk and other worlds. So that a reader that was given
// nothing of the kind still knows that there is something beyond its topics.
#pragma once

#include <span>
#include <string_view>

#include "understanding/features.hpp"

namespace zhiyin::understanding {

[[nodiscard]] std::span<const std::string_view> background(Script script);

}  // namespace zhiyin::understanding
