#include "routing/store.hpp"

#include <array>

namespace zhiyin::routing {
namespace {

#define ZHIYIN_OFFER_COLUMNS "o.conversation, o.agent, o.made_at, o.expires_at, o.tries"

constexpr db::Statement offer_one{"routing_offer", "SELECT " ZHIYIN_OFFER_COLUMNS " FROM offer AS o WHERE o.conversation = $1"};
constexpr db::Statement offer_agent{
    "routing_offers_to", "SELECT " ZHIYIN_OFFER_COLUMNS " FROM offer AS o WHERE o.agent = $1 ORDER BY o.made_at, o.conversation"};
constexpr db::Statement offer_count{"routing_count_offers", "SELECT count(*) FROM offer AS o WHERE o.agent = $1"};
constexpr db::Statement offer_all{"routing_offers", "SELECT " ZHIYIN_OFFER_COLUMNS " FROM offer AS o ORDER BY o.conversation"};
constexpr db::Statement offer_add{"routing_add_offer",
                                  "INSERT INTO offer (conversation, agent, made_at, expires_at, tries) VALUES ($1, $2, $3, $4, $5)"};
constexpr db::Statement offer_remove{"routing_remove_offer", "DELETE FROM offer WHERE conversation = $1"};
constexpr db::Statement passed_one{"routing_passed", "SELECT p.agent FROM offer_passed AS p WHERE p.conversation = $1 ORDER BY p.agent"};
constexpr db::Statement passed_all{"routing_all_passed",
                                   "SELECT p.conversation, p.agent FROM offer_passed AS p ORDER BY p.conversation, p.agent"};
constexpr db::Statement passed_add{
    "routing_add_passed", "INSERT INTO offer_passed (conversation, agent) VALUES ($1, $2) ON CONFLICT (conversation, agent) DO NOTHING"};
constexpr db::Statement passed_clear{"routing_clear_passed", "DELETE FROM offer_passed WHERE conversation = $1"};
constexpr db::Statement given_all{"routing_given", "SELECT g.agent, g.last_given_at FROM agent_given AS g"};
constexpr db::Statement given_save{"routing_save_given",
                                   "INSERT INTO agent_given (agent, last_given_at) VALUES ($1, $2) ON CONFLICT (agent) DO UPDATE SET "
                                   "last_given_at = excluded.last_given_at"};

constexpr std::array<const db::Statement*, 12> all_statements{&offer_one,  &offer_agent,  &offer_count, &offer_all,
                                                              &offer_add,  &offer_remove, &passed_one,  &passed_all,
                                                              &passed_add, &passed_clear, &given_all,   &given_save};

std::vector<Offer> offers_of(const db::Rows& rows) {
  std::vector<Offer> offers;
  offers.reserve(rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    offers.push_back({.conversation = ConversationId{rows.number(i, 0)},
                      .agent = AgentId{rows.number(i, 1)},
                      .made_at = from_millis(rows.number(i, 2)),
                      .expires_at = from_millis(rows.number(i, 3)),
                      .tries = rows.number(i, 4)});
  }
  return offers;
}

}  // namespace

db::ModuleStatements statements() {
  return {all_statements, {}};
}

std::optional<Offer> offer_of(db::Session& session, ConversationId conversation) {
  const auto offers = offers_of(session.query(offer_one, {conversation.value()}));
  return offers.empty() ? std::nullopt : std::optional{offers.front()};
}

std::vector<Offer> offers_to(db::Session& session, AgentId agent) {
  return offers_of(session.query(offer_agent, {agent.value()}));
}

std::int64_t count_offers(db::Session& session, AgentId agent) {
  return session.query(offer_count, {agent.value()}).number(0, 0);
}

std::vector<Offer> all_offers(db::Session& session) {
  return offers_of(session.query(offer_all, {}));
}

void insert_offer(db::Session& session, const Offer& offer) {
  (void)session.query(
      offer_add, {offer.conversation.value(), offer.agent.value(), to_millis(offer.made_at), to_millis(offer.expires_at), offer.tries});
}

void delete_offer(db::Session& session, ConversationId conversation) {
  (void)session.query(offer_remove, {conversation.value()});
}

std::vector<AgentId> passed(db::Session& session, ConversationId conversation) {
  const auto rows = session.query(passed_one, {conversation.value()});
  std::vector<AgentId> agents;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    agents.emplace_back(rows.number(i, 0));
  }
  return agents;
}

std::vector<Passed> all_passed(db::Session& session) {
  const auto rows = session.query(passed_all, {});
  std::vector<Passed> found;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    found.push_back({ConversationId{rows.number(i, 0)}, AgentId{rows.number(i, 1)}});
  }
  return found;
}

void insert_passed(db::Session& session, ConversationId conversation, AgentId agent) {
  (void)session.query(passed_add, {conversation.value(), agent.value()});
}

void clear_passed(db::Session& session, ConversationId conversation) {
  (void)session.query(passed_clear, {conversation.value()});
}

std::unordered_map<AgentId, Time> all_given(db::Session& session) {
  const auto rows = session.query(given_all, {});
  std::unordered_map<AgentId, Time> given;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    given.emplace(AgentId{rows.number(i, 0)}, from_millis(rows.number(i, 1)));
  }
  return given;
}

void save_given(db::Session& session, AgentId agent, Time at) {
  (void)session.query(given_save, {agent.value(), to_millis(at)});
}

}  // namespace zhiyin::routing
