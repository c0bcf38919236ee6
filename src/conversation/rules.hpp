// What may be done to a conversation, decided without store, clock or chance.
#pragma once

#include <optional>
#include <string_view>

#include "access/directory.hpp"
#include "conversation/model.hpp"
#include "conversation/stage.hpp"
#include "platform/base/result.hpp"

namespace zhiyin::conversation {

/// How many characters UTF-8 text has.
[[nodiscard]] std::size_t characters(std::string_view text);
/// A client's name for a message: 1 to 64 printable ASCII characters without space.
[[nodiscard]] std::optional<Error> fault_in_client_id(std::string_view client_id);
/// A message's words: 1 to text_max_bytes bytes, not only white space, no NUL. UTF-8 is checked at the edge.
[[nodiscard]] std::optional<Error> fault_in_text(std::string_view text);
/// Control characters out, at most name_max_chars characters.
[[nodiscard]] std::string clean_name(std::string_view name);
/// The first preview_max_chars characters, line ends as spaces; never cuts a character in two.
[[nodiscard]] std::string preview(std::string_view text);

/// A label: 1 to label_max_chars of a-z, 0-9, '-', '_' and characters beyond ASCII, beginning with none of '-', '_'.
[[nodiscard]] std::optional<Error> fault_in_label(std::string_view label);

/// Whether a visitor's message belongs to this conversation of his (and reopens it, if resolved) or begins a new one.
[[nodiscard]] bool takes_visitor_message(const Conversation& conversation, Time now, std::chrono::days reopen = reopen_within);
/// What a person is to a conversation by its row alone; who was invited is in other rows.
[[nodiscard]] Whos viewer_bits(const Conversation& c, const access::Viewer& who);
/// Why this colleague cannot be its owner, or take part and speak.
[[nodiscard]] std::optional<Error> fault_in_colleague(const access::Directory& directory, AgentId who, identity::Right right);
/// Why this team cannot have it: it does not exist, or nobody in it could see and answer it.
[[nodiscard]] std::optional<Error> fault_in_team(const access::Directory& directory, const Conversation& conversation, TeamId team);

/// When an open conversation is to be resolved for want of messages, counted from the end of its sleep if that is later; nullopt when it is
/// not open.
[[nodiscard]] std::optional<Time> idle_until(const Conversation& conversation, Millis idle_resolve);

/// The watermark after a receipt; seq above the last message counts as the last one.
[[nodiscard]] Watermark moved(Watermark from, std::int64_t delivered, std::int64_t read, std::int64_t last_seq);

}  // namespace zhiyin::conversation
