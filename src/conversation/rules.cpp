#include "conversation/rules.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "platform/base/require.hpp"

namespace zhiyin::conversation {
namespace {

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
}

/// The first `most` characters of UTF-8 text.
std::string_view first_characters(std::string_view text, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (begins_character(text[i]) && ++count > most) {
      return text.substr(0, i);
    }
  }
  return text;
}

std::optional<Error> stale(const Conversation& c, std::optional<std::int64_t> seen) {
  if (seen && *seen != c.revision) {
    return Error{
        ErrorCode::stale, fmt::format("the conversation is at revision {} by now", c.revision), "rev", "look again, then decide again", {}};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Error> fault_in_client_id(std::string_view client_id) {
  const bool printable = std::ranges::all_of(client_id, [](char c) { return c > ' ' && c <= '~'; });
  if (client_id.empty() || client_id.size() > client_id_max || !printable) {
    return Error{ErrorCode::invalid, "the id of a message is 1 to 64 printable ASCII characters without space", "id", "use a UUID", {}};
  }
  return std::nullopt;
}

std::optional<Error> fault_in_text(std::string_view text) {
  if (text.size() > text_max_bytes) {
    return Error{ErrorCode::too_large,
                 fmt::format("a message holds at most {} bytes; this has {}", text_max_bytes, text.size()),
                 "text",
                 "shorten it, or send it in parts",
                 {}};
  }
  if (text.find_first_not_of(" \t\r\n") == std::string_view::npos) {
    return Error{ErrorCode::invalid, "a message holds more than white space", "text", "write something", {}};
  }
  if (text.find('\0') != std::string_view::npos) {
    return Error{ErrorCode::invalid, "a message cannot hold the character NUL", "text", "remove it", {}};
  }
  return std::nullopt;
}

std::string clean_name(std::string_view name) {
  std::string clean;
  std::ranges::copy_if(first_characters(name, name_max_chars), std::back_inserter(clean),
                       [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
  return clean;
}

std::string preview(std::string_view text) {
  std::string shown{first_characters(text, preview_max_chars)};
  std::ranges::replace_if(shown, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' ');
  return shown;
}

bool takes_visitor_message(const Conversation& conversation, Time now) {
  return conversation.stage != Stage::resolved || now - conversation.resolved_at <= reopen_within;
}

std::optional<Error> may_say(const Conversation& c, AgentId agent) {
  switch (c.stage) {
    case Stage::queued: return std::nullopt;
    case Stage::assigned:
      if (c.assignee == agent) {
        return std::nullopt;
      }
      return Error{ErrorCode::forbidden, "another agent has this conversation", "conversation", "take it over first", {}};
    case Stage::resolved:
      return Error{ErrorCode::conflict, "this conversation is resolved", "conversation", "it opens again when the visitor writes", {}};
  }
  fail_requirement("a stage is one of three", std::source_location::current());
}

std::optional<Error> may_take(const Conversation& c, AgentId agent, std::optional<std::int64_t> seen) {
  if (c.stage == Stage::assigned && c.assignee == agent) {
    return std::nullopt;
  }
  if (auto fault = stale(c, seen)) {
    return fault;
  }
  if (c.stage == Stage::resolved) {
    return Error{ErrorCode::conflict, "this conversation is resolved", "conversation", "it opens again when the visitor writes", {}};
  }
  if (c.stage == Stage::assigned && !seen) {
    return Error{
        ErrorCode::conflict, "another agent has this conversation", "conversation", "send the revision you saw to take it over", {}};
  }
  return std::nullopt;
}

std::optional<Error> may_resolve(const Conversation& c, AgentId agent, std::optional<std::int64_t> seen) {
  if (c.stage == Stage::resolved) {
    return std::nullopt;
  }
  if (c.assignee != agent) {
    return Error{ErrorCode::forbidden, "only the agent who has it may resolve it", "conversation", "take it first", {}};
  }
  return stale(c, seen);
}

std::optional<Time> idle_until(const Conversation& c, Millis idle_resolve) {
  return c.stage == Stage::resolved ? std::nullopt : std::optional{c.last_at + idle_resolve};
}

Watermark moved(Watermark from, std::int64_t delivered, std::int64_t read, std::int64_t last_seq) {
  from.read = std::max(from.read, std::min(read, last_seq));
  from.delivered = std::max({from.delivered, std::min(delivered, last_seq), from.read});
  return from;
}

}  // namespace zhiyin::conversation
