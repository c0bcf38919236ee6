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

}  // namespace

std::size_t characters(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

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

std::optional<Error> fault_in_label(std::string_view label) {
  const bool fits = std::ranges::all_of(label, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
  });
  if (label.empty() || !fits || label.front() == '-' || label.front() == '_' || first_characters(label, label_max_chars) != label) {
    return Error{ErrorCode::invalid,
                 fmt::format("a label is 1 to {} small letters, digits, '-' and '_'", label_max_chars),
                 "label",
                 "write it like refund or 退款",
                 {}};
  }
  return std::nullopt;
}

bool takes_visitor_message(const Conversation& conversation, Time now, std::chrono::days reopen) {
  return conversation.stage != Stage::resolved || now - conversation.resolved_at <= reopen;
}

Whos viewer_bits(const Conversation& c, const access::Viewer& who) {
  Whos bits = viewer;
  bits |= !c.assignee.none() && c.assignee == who.person ? owner : nobody;
  bits |= who.may(identity::Right::conversation_assign) ? supervisor : nobody;
  return bits;
}

std::optional<Error> fault_in_colleague(const access::Directory& directory, AgentId who, identity::Right right) {
  const auto found = directory.viewers.find(who);
  if (found == directory.viewers.end()) {
    return Error{ErrorCode::invalid, "there is no such colleague", "agent", "choose somebody from the list", {}};
  }
  if (!found->second.may(right) || !found->second.may(identity::Right::conversation_read)) {
    return Error{ErrorCode::invalid,
                 fmt::format("{} cannot do this: his role does not cover it", found->second.name),
                 "agent",
                 "choose another",
                 {}};
  }
  return std::nullopt;
}

std::optional<Error> fault_in_team(const access::Directory& directory, const Conversation& c, TeamId team) {
  if (team.none()) {
    return std::nullopt;
  }
  if (!directory.teams.contains(team)) {
    return Error{ErrorCode::invalid, "there is no such team", "team", "choose one from the list", {}};
  }
  const bool reached = std::ranges::any_of(directory.viewers, [&](const auto& one) {
    const auto& who = one.second;
    return who.in(team) && who.may(identity::Right::conversation_reply) && access::sees(who, {c.inbox, team, {}, {}});
  });
  if (!reached) {
    return Error{ErrorCode::invalid, "nobody in this team could answer it", "team", "add members, or give the team this inbox", {}};
  }
  return std::nullopt;
}

std::optional<Time> idle_until(const Conversation& c, Millis idle_resolve) {
  return c.stage == Stage::resolved ? std::nullopt : std::optional{std::max(c.last_at, c.snoozed_until) + idle_resolve};
}

Watermark moved(Watermark from, std::int64_t delivered, std::int64_t read, std::int64_t last_seq) {
  from.read = std::max(from.read, std::min(read, last_seq));
  from.delivered = std::max({from.delivered, std::min(delivered, last_seq), from.read});
  return from;
}

}  // namespace zhiyin::conversation
