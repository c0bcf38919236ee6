// The live protocol's objects and messages as JSON; docs/live-protocol.md says what each means.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "conversation/reading.hpp"
#include "conversation/service.hpp"
#include "event/conversation.hpp"
#include "platform/base/result.hpp"

namespace zhiyin::live::wire {

constexpr std::int64_t version = 1;
constexpr std::int64_t in_flight_max = 32;
constexpr std::int64_t open_max = 200;
constexpr std::int64_t rows_max = 200;
constexpr std::int64_t retry_after_ms = 1'000;

struct Welcome {
  std::string_view log_id;
  Time now;
  Person me;
  std::string_view token;  ///< empty: not said
  std::int64_t message_max_bytes = 0;
  std::string_view state = {};  ///< an agent's, a JSON object; empty: not said
};

[[nodiscard]] std::string welcome(const Welcome& said);
[[nodiscard]] std::string none();
/// `snapshot` or `changes`, as the picture is whole or not. `inner`, if not empty, is a JSON object for agents' eyes (desk/inner_wire.hpp).
[[nodiscard]] std::string picture(std::string_view log_id, const conversation::Picture& picture, std::string_view inner = {});
[[nodiscard]] std::string fact(const event::ConversationFact& fact);
[[nodiscard]] std::string typing(ConversationId conversation, const Person& who);
[[nodiscard]] std::string history(ConversationId conversation, const conversation::Pages& pages);
[[nodiscard]] std::string pong(Time now);

[[nodiscard]] std::string said(std::string_view client_id, ConversationId conversation, std::int64_t seq, Time at, bool again);
[[nodiscard]] std::string moved(std::string_view client_id, ConversationId conversation, std::int64_t revision);
/// The same with the inner revision.
[[nodiscard]] std::string moved(std::string_view client_id, const conversation::Moved& moved);
[[nodiscard]] std::string skipped(std::string_view client_id);
/// `member` is "id", "conversation" or "view", whichever the refusal answers, or empty.
[[nodiscard]] std::string refused(std::string_view member, std::string_view value, const Error& error);

}  // namespace zhiyin::live::wire
