// Conversations that are offered to somebody, and his answers: docs/routing.md.
#include <algorithm>

#include "conversation/work.hpp"
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

struct Load {
  AgentId id;
  std::int64_t in_hand = 0;
  std::int64_t offered = 0;
  std::int64_t capacity = 0;
};
constexpr auto shape(api::Of<Load>) {
  return api::object<Load>(
      "Load", api::field("id", &Load::id, {.what = "The person's."}),
      api::field("in_hand", &Load::in_hand, {.most = api::whole_most, .what = "Conversations that he has, without those that sleep."}),
      api::field("offered", &Load::offered, {.most = api::whole_most, .what = "Conversations that he is being asked to take."}),
      api::field("capacity", &Load::capacity, {.most = api::whole_most, .what = "How many he is given at once."}));
}

/// Of everybody who works here, in the order of ids. Counts alone, of all inboxes: how busy a colleague is, and not with what.
api::Page<Load> loads(const access::Directory& directory, const api::PageAsked& page, db::Session& session) {
  std::vector<std::int64_t> ids;
  std::vector<Load> all;
  for (const auto& [id, member] : directory.members) {
    if (member.active) {
      ids.push_back(id.value());
      all.push_back({.id = id, .capacity = member.capacity});
    }
  }
  std::ranges::sort(all, {}, &Load::id);  // the directory keeps them in no order
  const auto of = [&all](AgentId id) { return std::ranges::lower_bound(all, id, {}, &Load::id); };
  for (const auto& work : conversation::held_by(session, ids)) {
    ++of(work.assignee)->in_hand;
  }
  for (const auto& offer : routing::all_offers(session)) {
    if (const auto found = of(offer.agent); found != all.end() && found->id == offer.agent) {
      ++found->offered;
    }
  }
  return piece(std::move(all), page);
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

std::vector<api::Route> offer_routes(const Services& services) {
  return {
      api::read<Nothing, api::Page<Load>>({.path = "/api/v1/loads",
                                           .needs = api::needs(Right::person_read),
                                           .operation = "listLoads",
                                           .summary = "How much everybody has in hand",
                                           .summary_zh = "同事的当前负载",
                                           .tag = "people"},
                                          [services](const api::Asked<Nothing>& asked, db::Session& session) {
                                            return Result<api::Page<Load>>{
                                                loads(*services.directories->current(session), asked.page, session)};
                                          }),
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
