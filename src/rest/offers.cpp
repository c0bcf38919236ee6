// Conversations that are offered to somebody, and his answers: docs/routing.md.
#include <algorithm>

#include "rest/acting.hpp"
#include "rest/conversations.hpp"
#include "routing/service.hpp"
#include "routing/store.hpp"

namespace zhiyin::rest {
namespace {

using api::Nothing;
using conversation::Moved;
using identity::Right;

struct OfferSeen {
  ConversationId id;
  Time made_at;
  Time until;
};
constexpr auto shape(api::Of<OfferSeen>) {
  return api::object<OfferSeen>(
      "Offer", api::field("conversation", &OfferSeen::id, {}), api::field("made_at", &OfferSeen::made_at, {}),
      api::field("until", &OfferSeen::until, {.what = "When it goes to the next, unless it is accepted before."}));
}

Result<api::Page<OfferSeen>> mine(const api::Asked<Nothing>& asked, db::Session& session) {
  std::vector<OfferSeen> all;
  for (const auto& offer : routing::offers_to(session, asked.caller.person)) {
    all.push_back({offer.conversation, offer.made_at, offer.expires_at});
  }
  std::ranges::sort(all, {}, &OfferSeen::id);
  return piece(std::move(all), asked.page);
}

Result<Moved> accept(writer::Tx& tx, const api::Asked<OnSeen>& asked) {
  if (auto fault = fault_without_person(asked)) {
    return std::unexpected(std::move(*fault));
  }
  return routing::accept(tx, conversation_in(asked), asked.caller.viewer);
}

Result<Moved> decline(writer::Tx& tx, const api::Asked<OnSeen>& asked) {
  if (auto fault = fault_without_person(asked)) {
    return std::unexpected(std::move(*fault));
  }
  return routing::decline(tx, conversation_in(asked), asked.caller.viewer);
}

}  // namespace

std::vector<api::Route> offer_routes() {
  return {
      api::read<Nothing, api::Page<OfferSeen>>({.path = "/api/v1/me/offers",
                                                .needs = api::needs(Right::conversation_reply),
                                                .operation = "listMyOffers",
                                                .summary = "Conversations that are offered to me",
                                                .summary_zh = "派给我的会话",
                                                .tag = "conversations",
                                                .what = "The live protocol tells of each as it comes and goes."},
                                               mine),
      act<OnSeen>({.path = "/api/v1/conversations/{conversation}/accept",
                   .needs = api::needs(Right::conversation_reply),
                   .operation = "acceptConversation",
                   .summary = "Accept what is offered to you",
                   .summary_zh = "接受派单",
                   .errors = {ErrorCode::conflict}},
                  accept),
      act<OnSeen>({.path = "/api/v1/conversations/{conversation}/decline",
                   .needs = api::needs(Right::conversation_reply),
                   .operation = "declineConversation",
                   .summary = "Let the next one be asked",
                   .summary_zh = "拒绝派单",
                   .errors = {ErrorCode::conflict}},
                  decline),
  };
}

}  // namespace zhiyin::rest
