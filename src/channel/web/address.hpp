// A visitor's token and the address it stands for.
#pragma once

#include <string>
#include <string_view>

#include "event/conversation.hpp"

namespace zhiyin::channel::web {

/// As random_token makes them; anything else is not ours.
[[nodiscard]] bool is_token(std::string_view text);
/// SHA-256 of the token in hex: the store never holds what would open a conversation.
[[nodiscard]] std::string address_of(std::string_view token);

}  // namespace zhiyin::channel::web
