// What an agent does to a conversation without speaking: each message that asks for it, as a decision for a command.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "access/directory.hpp"
#include "conversation/service.hpp"
#include "platform/json/reader.hpp"

namespace zhiyin::desk {

/// Whether messages of this type are such acts.
[[nodiscard]] bool is_act(std::string_view type);

/// All of them.
[[nodiscard]] std::vector<std::string_view> act_types();

/// What only a batch can tell: decided there as the person that the directory of that batch knows.
using Decide = std::function<Result<conversation::Moved>(writer::Tx&, const access::Viewer&, const access::Directory&)>;
/// What is wrong with the message, or what it asks for. Only for a type that is one.
[[nodiscard]] Result<Decide> read_act(const json::Object& message, std::string_view type, ConversationId conversation,
                                      const conversation::Settings& settings);

[[nodiscard]] inline Error no_such_conversation() {
  return {ErrorCode::not_found, "there is no such conversation", "conversation", "look it up in a list", {}};
}

}  // namespace zhiyin::desk
