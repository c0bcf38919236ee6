#include "rest/audit_log.hpp"

#include <charconv>

#include "platform/audit/reading.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;

constexpr std::int64_t word_most = 40;
constexpr std::int64_t details_most = 1'000'000;

struct PartySeen {
  std::string kind;
  std::optional<Id<struct PartyTag>> id;
};
constexpr auto shape(api::Of<PartySeen>) {
  return api::object<PartySeen>("Party", api::field("kind", &PartySeen::kind, {.most = word_most, .example = R"("person")"}),
                                api::field("id", &PartySeen::id, {.what = "null: there is only one, or it is not known."}));
}

struct EntrySeen {
  std::int64_t n = 0;
  Time at;
  PartySeen actor;
  std::string action;
  PartySeen subject;
  std::optional<std::string> details;
  std::string hash;
};
constexpr auto shape(api::Of<EntrySeen>) {
  return api::object<EntrySeen>(
      "AuditEntry", api::field("n", &EntrySeen::n, {.least = 1, .most = api::whole_most, .what = "Gap-free from 1."}),
      api::field("at", &EntrySeen::at, {}), api::field("actor", &EntrySeen::actor, {.what = "Who did it."}),
      api::field("action", &EntrySeen::action, {.most = word_most, .example = R"("team_added")"}),
      api::field("subject", &EntrySeen::subject, {.what = "To whom or what."}),
      api::field("details", &EntrySeen::details,
                 {.most = details_most, .pattern = api::Pattern::words, .what = "JSON, as text; null: erased.", .example = R"("{}")"}),
      api::field("hash", &EntrySeen::hash, {.most = 64, .what = "Covers the row and the one before; `zhiyin check` follows the chain."}));
}

PartySeen seen(const audit::Party& party) {
  return {party.kind, party.id > 0 ? std::optional{Id<PartyTag>{party.id}} : std::nullopt};
}

Result<api::Page<EntrySeen>> list(const Asked<Nothing>& asked, db::Session& session) {
  std::int64_t before = 0;
  std::from_chars(asked.page.after.data(), asked.page.after.data() + asked.page.after.size(), before);
  api::Page<EntrySeen> page;
  for (auto& entry : audit::page(session, before, asked.page.limit + 1)) {
    auto& link = entry.link;
    page.items.push_back(
        {link.n, link.at, seen(link.actor), std::move(link.action), seen(link.subject), std::move(entry.details), std::move(entry.hash)});
  }
  if (static_cast<std::int64_t>(page.items.size()) > asked.page.limit) {
    page.items.pop_back();
    page.next = std::to_string(page.items.back().n);
  }
  return page;
}

}  // namespace

std::vector<api::Route> audit_routes() {
  return {api::read<Nothing, api::Page<EntrySeen>>({.path = "/api/v1/audit",
                                                    .needs = api::needs(identity::Right::audit_read),
                                                    .operation = "listAuditEntries",
                                                    .summary = "Who did what, newest first",
                                                    .summary_zh = "审计日志，最新在前",
                                                    .tag = "audit"},
                                                   list)};
}

}  // namespace zhiyin::rest
