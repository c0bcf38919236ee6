// Offers: made, accepted, declined, expired, withdrawn. Commands on a store writer, decided under the lock of the conversation.
#pragma once

#include <string_view>
#include <vector>

#include "conversation/service.hpp"
#include "event/routing.hpp"
#include "platform/timer/timer.hpp"
#include "routing/settings.hpp"
#include "routing/store.hpp"

namespace zhiyin::routing {

/// Names what offer() and withdraw() decide on: the conversation, the agent's state, the directory.
void want(writer::Tx& tx, ConversationId conversation, AgentId agent);

/// Offers it to him, if under the locks it still waits, was not offered to anybody else nor passed by him, and he is available, serves it
/// and has room: his capacity, less what he has in hand and was offered. Otherwise changes nothing and is false. Rows that were not named
/// are not decided on.
bool offer(writer::Tx& tx, ConversationId conversation, AgentId agent);

/// The conversation is his. Wants: the conversation. not_found: he does not see it. conflict: no offer of it to him stands (any more): it
/// ran out, was withdrawn, or somebody took it. An offer whose time is over stands until its timer has fired.
[[nodiscard]] Result<conversation::Moved> accept(writer::Tx& tx, ConversationId conversation, const access::Viewer& agent);
/// It falls through to the next. Wants and fails as accept.
[[nodiscard]] Result<conversation::Moved> decline(writer::Tx& tx, ConversationId conversation, const access::Viewer& agent);
/// Ends the offer to `agent` if it stands and can no longer be accepted: the conversation does not wait any more, or he is not available
/// or does not serve it.
bool withdraw(writer::Tx& tx, ConversationId conversation, AgentId agent);

constexpr std::string_view offer_timer = "routing_offer";  ///< its subject is the conversation; set while an offer stands
constexpr std::string_view again_timer = "routing_again";  ///< likewise; the listener sets it once somebody passed

[[nodiscard]] std::vector<timer::Kind> offer_kinds(const Settings& settings);
/// These and those of gone.hpp.
[[nodiscard]] std::vector<timer::Kind> timer_kinds(const Settings& settings);

}  // namespace zhiyin::routing
