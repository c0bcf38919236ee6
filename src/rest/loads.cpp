// How much everybody has in hand.
#include "rest/loads.hpp"

#include <algorithm>

#include "conversation/work.hpp"
#include "rest/acting.hpp"
#include "routing/store.hpp"

namespace zhiyin::rest {
namespace {

using api::Nothing;

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
  std::ranges::sort(all, {}, &Load::id);  // members come in no order
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

}  // namespace

std::vector<api::Route> load_routes(const Services& services) {
  return {
      api::read<Nothing, api::Page<Load>>({.path = "/api/v1/loads",
                                           .needs = api::needs(identity::Right::person_read),
                                           .operation = "listLoads",
                                           .summary = "How much everybody has in hand",
                                           .summary_zh = "同事的当前负载",
                                           .tag = "people"},
                                          [services](const api::Asked<Nothing>& asked, db::Session& session) {
                                            return Result<api::Page<Load>>{
                                                loads(*services.directories->current(session), asked.page, session)};
                                          }),
  };
}

}  // namespace zhiyin::rest
