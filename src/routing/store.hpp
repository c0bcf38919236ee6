// The rows of offers. Each call is a statement of its own in the transaction of `session`; commands call them while they hold the lock of
// the conversation (team/state.hpp: that of the agent, who was counted). Tables: offer, offer_passed, agent_given.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "event/ids.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::routing {

struct Offer {
  ConversationId conversation;
  AgentId agent;
  Time made_at;
  Time expires_at;
  std::int64_t tries = 1;  ///< the how manieth of this round
  friend bool operator==(const Offer&, const Offer&) = default;
};
struct Passed {
  ConversationId conversation;
  AgentId agent;
  friend bool operator==(const Passed&, const Passed&) = default;
};

[[nodiscard]] db::ModuleStatements statements();

[[nodiscard]] std::optional<Offer> offer_of(db::Session& session, ConversationId conversation);
/// Those that stand for him, the oldest first: for his screen when it opens.
[[nodiscard]] std::vector<Offer> offers_to(db::Session& session, AgentId agent);
[[nodiscard]] std::int64_t count_offers(db::Session& session, AgentId agent);
/// All that stand; as many as people have room at most.
[[nodiscard]] std::vector<Offer> all_offers(db::Session& session);
void insert_offer(db::Session& session, const Offer& offer);
void delete_offer(db::Session& session, ConversationId conversation);

[[nodiscard]] std::vector<AgentId> passed(db::Session& session, ConversationId conversation);
[[nodiscard]] std::vector<Passed> all_passed(db::Session& session);
void insert_passed(db::Session& session, ConversationId conversation, AgentId agent);
void clear_passed(db::Session& session, ConversationId conversation);

[[nodiscard]] std::unordered_map<AgentId, Time> all_given(db::Session& session);
void save_given(db::Session& session, AgentId agent, Time at);

}  // namespace zhiyin::routing
