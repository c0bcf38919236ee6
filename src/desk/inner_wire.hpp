// The inner side of a conversation as JSON, for agents; docs/live-protocol.md says what each member means.
#pragma once

#include <string>

#include "conversation/inner.hpp"
#include "event/inner.hpp"

namespace zhiyin::desk {

/// STATE's member `inner`.
[[nodiscard]] std::string inner_object(const conversation::Inner& inner);
/// `{"t":"inner",…}`.
[[nodiscard]] std::string inner_fact(const event::InnerFact& fact);
/// `{"t":"gone","conversation":ID}`
[[nodiscard]] std::string gone(ConversationId conversation);

}  // namespace zhiyin::desk
