// What may be done to a conversation, decided without store, clock or chance.
#pragma once

#include <optional>
#include <string_view>

#include "conversation/model.hpp"
#include "platform/base/result.hpp"

namespace zhiyin::conversation {

/// A client's name for a message: 1 to 64 printable ASCII characters without space.
[[nodiscard]] std::optional<Error> fault_in_client_id(std::string_view client_id);
/// A message's words: 1 to text_max_bytes bytes, not only white space, no NUL. UTF-8 is checked at the edge.
[[nodiscard]] std::optional<Error> fault_in_text(std::string_view text);
/// Control characters out, at most name_max_chars characters.
[[nodiscard]] std::string clean_name(std::string_view name);
/// The first preview_max_chars characters, line ends as spaces; never cuts a character in two.
[[nodiscard]] std::string preview(std::string_view text);

/// Whether a visitor's message belongs to this conversation of his (and reopens it, if resolved) or begins a new one.
[[nodiscard]] bool takes_visitor_message(const Conversation& conversation, Time now);
[[nodiscard]] std::optional<Error> may_say(const Conversation& conversation, AgentId agent);
/// `seen` is the revision that the agent decided on, if he said one.
[[nodiscard]] std::optional<Error> may_take(const Conversation& conversation, AgentId agent, std::optional<std::int64_t> seen);
[[nodiscard]] std::optional<Error> may_resolve(const Conversation& conversation, AgentId agent, std::optional<std::int64_t> seen);

/// When an open conversation is to be resolved for want of messages; nullopt when it is not open.
[[nodiscard]] std::optional<Time> idle_until(const Conversation& conversation, Millis idle_resolve);

/// The watermark after a receipt; seq above the last message counts as the last one.
[[nodiscard]] Watermark moved(Watermark from, std::int64_t delivered, std::int64_t read, std::int64_t last_seq);

}  // namespace zhiyin::conversation
