#include "rest/inbox.hpp"

#include "hours/words.hpp"
#include "identity/rules.hpp"
#include "inbox/reading.hpp"
#include "inbox/rules.hpp"
#include "inbox/service.hpp"
#include "rest/acting.hpp"
#include "rest/hours_shapes.hpp"
#include "rest/words.hpp"
#include "team/rules.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;
using identity::Right;

constexpr auto name_most = static_cast<std::int64_t>(identity::name_max_chars);
constexpr auto teams_most = static_cast<std::int64_t>(team::teams_max);
constexpr api::Bounds reopen_bounds{
    .least = 0, .most = inbox::reopen_days_max, .what = "A message to a conversation resolved longer ago opens a new one."};
constexpr api::Bounds wrap_up_bounds{.least = 0, .most = inbox::wrap_up_max.count(), .what = "For notes after resolving; 0: none."};
constexpr api::Bounds offer_bounds{
    .least = inbox::offer_min.count(), .most = inbox::offer_max.count(), .what = "How long an agent has to accept."};
constexpr std::string_view bot_what = "A bot answers first; what it cannot answer, and who asks for a person, goes to people.";
constexpr std::string_view identity_what = "Refuse visitors without a signed identity.";

/// Without its secret, which only making and rotating it tell.
struct InboxSeen {
  InboxId id;
  std::string name;
  inbox::Kind kind = inbox::Kind::web;
  bool active = true;
  std::vector<AgentId> people;
  std::vector<TeamId> teams;
  std::int64_t reopen_days = 0;
  std::int64_t wrap_up_ms = 0;
  std::int64_t offer_ms = 0;
  bool identity_required = false;
  bool bot = false;
  std::optional<hours::Words> hours;
};
constexpr auto shape(api::Of<InboxSeen>) {
  return api::object<InboxSeen>(
      "Inbox", api::field("id", &InboxSeen::id, {}), api::field("name", &InboxSeen::name, {.most = name_most, .example = R"("Website")"}),
      api::field("kind", &InboxSeen::kind, {}), api::field("active", &InboxSeen::active, {.what = "false: takes nothing new."}),
      api::field("people", &InboxSeen::people, {.items_most = identity::people_max, .what = "Who serve it by themselves."}),
      api::field("teams", &InboxSeen::teams, {.items_most = teams_most, .what = "Whose members serve it."}),
      api::field("reopen_days", &InboxSeen::reopen_days, reopen_bounds), api::field("wrap_up_ms", &InboxSeen::wrap_up_ms, wrap_up_bounds),
      api::field("offer_ms", &InboxSeen::offer_ms, offer_bounds),
      api::field("identity_required", &InboxSeen::identity_required, {.what = identity_what}),
      api::field("bot", &InboxSeen::bot, {.what = bot_what}),
      api::field("hours", &InboxSeen::hours, {.what = "When somebody is there; null: always."}));
}

struct InboxSecret {
  InboxSeen inbox;
  std::string secret;
};
constexpr auto shape(api::Of<InboxSecret>) {
  return api::object<InboxSecret>(
      "InboxSecret", api::field("inbox", &InboxSecret::inbox, {}),
      api::field("secret", &InboxSecret::secret, {.most = 100, .what = "Signs visitors' identities. Shown this once."}));
}

struct NewInbox {
  std::string name;
  inbox::Kind kind = inbox::Kind::web;
};
constexpr auto shape(api::Of<NewInbox>) {
  return api::object<NewInbox>("NewInbox", api::field("name", &NewInbox::name, {.least = 1, .most = name_most}),
                               api::field("kind", &NewInbox::kind, {.needed = false}));
}

struct InboxChanges {
  std::optional<std::string> name;
  std::optional<bool> active;
  std::optional<std::int64_t> reopen_days;
  std::optional<std::int64_t> wrap_up_ms;
  std::optional<std::int64_t> offer_ms;
  std::optional<bool> identity_required;
  std::optional<bool> bot;
};
constexpr auto shape(api::Of<InboxChanges>) {
  return api::object<InboxChanges>(
      "InboxChanges", api::field("name", &InboxChanges::name, {.least = 1, .most = name_most}),
      api::field("active", &InboxChanges::active, {}), api::field("reopen_days", &InboxChanges::reopen_days, reopen_bounds),
      api::field("wrap_up_ms", &InboxChanges::wrap_up_ms, wrap_up_bounds), api::field("offer_ms", &InboxChanges::offer_ms, offer_bounds),
      api::field("identity_required", &InboxChanges::identity_required, {.what = identity_what}),
      api::field("bot", &InboxChanges::bot, {.what = bot_what}));
}

struct People {
  std::vector<AgentId> people;
};
constexpr auto shape(api::Of<People>) {
  return api::object<People>("InboxPeople", api::field("people", &People::people,
                                                       {.items_most = identity::people_max, .what = "All of them; nobody else stays."}));
}

struct Teams {
  std::vector<TeamId> teams;
};
constexpr auto shape(api::Of<Teams>) {
  return api::object<Teams>("InboxTeams",
                            api::field("teams", &Teams::teams, {.items_most = teams_most, .what = "All of them; no other stays."}));
}

InboxSeen seen(const inbox::Inbox& inbox) {
  return {.id = inbox.id,
          .name = inbox.name,
          .kind = inbox.kind,
          .active = inbox.active,
          .people = inbox.people,
          .teams = inbox.teams,
          .reopen_days = inbox.reopen_days,
          .wrap_up_ms = inbox.wrap_up.count(),
          .offer_ms = inbox.offer.count(),
          .identity_required = inbox.identity_required,
          .bot = inbox.bot,
          .hours = inbox.hours ? std::optional{hours::words_of(*inbox.hours)} : std::nullopt};
}

/// Whoever manages inboxes sees all of them; others those that they belong to.
bool sees(const access::Viewer& viewer, InboxId inbox) {
  return viewer.may(Right::inbox_write) || viewer.in(inbox);
}

Result<api::Page<InboxSeen>> list(const Asked<Nothing>& asked, db::Session& session) {
  std::vector<InboxSeen> all;
  for (const auto& inbox : inbox::all(session)) {
    if (sees(asked.caller.viewer, inbox.id)) {
      all.push_back(seen(inbox));
    }
  }
  return piece(std::move(all), asked.page);
}

Result<InboxSeen> one(const Asked<Nothing>& asked, db::Session& session) {
  const auto id = asked.id<InboxTag>("inbox");
  const auto inbox = sees(asked.caller.viewer, id) ? inbox::find(session, id) : std::nullopt;
  return inbox ? Result<InboxSeen>{seen(*inbox)} : refuse(ErrorCode::not_found, "there is no such inbox");
}

std::string told_of(const inbox::Inbox& inbox) {
  json::Writer w;
  return w.begin_object()
      .field("name", std::string_view{inbox.name})
      .field("active", inbox.active)
      .field("reopen_days", inbox.reopen_days)
      .field("wrap_up_ms", std::int64_t{inbox.wrap_up.count()})
      .field("offer_ms", std::int64_t{inbox.offer.count()})
      .field("identity_required", inbox.identity_required)
      .field("bot", inbox.bot)
      .end_object()
      .take();
}

/// What its holder is shown: the inbox was just given a secret, so it can be opened.
InboxSecret with_secret(const inbox::Inbox& inbox, const inbox::Safe& safe) {
  return {seen(inbox), safe.secret_of(inbox).value_or("")};
}

Result<InboxSecret> make(writer::Tx& tx, const Asked<NewInbox>& asked, const inbox::Safe& safe) {
  if (const auto held = hold_places(tx, asked.caller, Right::inbox_write); !held) {
    return std::unexpected(held.error());
  }
  const auto inbox = inbox::make(tx, asked.given.name, asked.given.kind, safe);
  if (!inbox) {
    return std::unexpected(inbox.error());
  }
  note(tx, asked.caller, "inbox_added", {"inbox", inbox->id.value()}, told_of(*inbox));
  return with_secret(*inbox, safe);
}

Result<InboxSeen> change(writer::Tx& tx, const Asked<InboxChanges>& asked) {
  const auto& given = asked.given;
  if (const auto held = hold_places(tx, asked.caller, Right::inbox_write); !held) {
    return std::unexpected(held.error());
  }
  const auto millis = [](const std::optional<std::int64_t>& ms) { return ms ? std::optional{Millis{*ms}} : std::nullopt; };
  const auto inbox = inbox::change(tx, asked.id<InboxTag>("inbox"),
                                   {.name = given.name,
                                    .active = given.active,
                                    .reopen_days = given.reopen_days,
                                    .wrap_up = millis(given.wrap_up_ms),
                                    .offer = millis(given.offer_ms),
                                    .identity_required = given.identity_required,
                                    .bot = given.bot});
  if (!inbox) {
    return std::unexpected(inbox.error());
  }
  note(tx, asked.caller, "inbox_changed", {"inbox", inbox->id.value()}, told_of(*inbox));
  return seen(*inbox);
}

Result<InboxSeen> set_people(writer::Tx& tx, const Asked<People>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::inbox_write); !held) {
    return std::unexpected(held.error());
  }
  const auto inbox = inbox::set_people(tx, asked.id<InboxTag>("inbox"), asked.given.people);
  if (!inbox) {
    return std::unexpected(inbox.error());
  }
  note(tx, asked.caller, "inbox_people_set", {"inbox", inbox->id.value()}, ids_json("people", inbox->people));
  return seen(*inbox);
}

Result<InboxSeen> set_teams(writer::Tx& tx, const Asked<Teams>& asked) {
  if (const auto held = hold_places(tx, asked.caller, Right::inbox_write); !held) {
    return std::unexpected(held.error());
  }
  const auto inbox = inbox::set_teams(tx, asked.id<InboxTag>("inbox"), asked.given.teams);
  if (!inbox) {
    return std::unexpected(inbox.error());
  }
  note(tx, asked.caller, "inbox_teams_set", {"inbox", inbox->id.value()}, ids_json("teams", inbox->teams));
  return seen(*inbox);
}

Result<InboxSeen> keep_hours(writer::Tx& tx, const api::Caller& caller, InboxId id, std::optional<hours::Schedule> wanted) {
  if (const auto held = hold_places(tx, caller, Right::inbox_write); !held) {
    return std::unexpected(held.error());
  }
  const auto inbox = inbox::set_hours(tx, id, std::move(wanted));
  if (!inbox) {
    return std::unexpected(inbox.error());
  }
  json::Writer w;
  w.begin_object().name("hours").raw(inbox->hours ? hours::text_of(*inbox->hours) : "null").end_object();
  note(tx, caller, "inbox_hours_set", {"inbox", inbox->id.value()}, w.take());
  return seen(*inbox);
}

Result<InboxSeen> set_hours(writer::Tx& tx, const Asked<hours::Words>& asked) {
  auto schedule = hours::schedule_of(asked.given);
  return schedule ? keep_hours(tx, asked.caller, asked.id<InboxTag>("inbox"), *std::move(schedule))
                  : std::unexpected(std::move(schedule.error()));
}

Result<InboxSeen> clear_hours(writer::Tx& tx, const Asked<Nothing>& asked) {
  return keep_hours(tx, asked.caller, asked.id<InboxTag>("inbox"), std::nullopt);
}

Result<InboxSecret> rotate(writer::Tx& tx, const Asked<Nothing>& asked, const inbox::Safe& safe) {
  if (const auto held = hold_places(tx, asked.caller, Right::inbox_write); !held) {
    return std::unexpected(held.error());
  }
  const auto inbox = inbox::rotate_secret(tx, asked.id<InboxTag>("inbox"), safe);
  if (!inbox) {
    return std::unexpected(inbox.error());
  }
  note(tx, asked.caller, "inbox_secret_rotated", {"inbox", inbox->id.value()});
  return with_secret(*inbox, safe);
}

std::vector<api::Route> reading_routes() {
  return {
      api::read<Nothing, api::Page<InboxSeen>>({.path = "/api/v1/inboxes",
                                                .needs = api::needs(Right::inbox_read),
                                                .operation = "listInboxes",
                                                .summary = "Inboxes",
                                                .summary_zh = "收件箱列表",
                                                .tag = "inboxes",
                                                .what = "Those one belongs to; all of them with the right inbox.write."},
                                               list),
      api::read<Nothing, InboxSeen>({.path = "/api/v1/inboxes/{inbox}",
                                     .needs = api::needs(Right::inbox_read),
                                     .operation = "getInbox",
                                     .summary = "One inbox",
                                     .summary_zh = "收件箱详情",
                                     .tag = "inboxes"},
                                    one),
  };
}

std::vector<api::Route> secret_routes(const inbox::Safe* safe) {
  const auto writes = api::needs(Right::inbox_write);
  return {
      api::write<NewInbox, InboxSecret>({.method = net::Method::post,
                                         .path = "/api/v1/inboxes",
                                         .needs = writes,
                                         .operation = "createInbox",
                                         .summary = "Add an inbox",
                                         .summary_zh = "添加收件箱",
                                         .tag = "inboxes",
                                         .what = "Served by nobody yet. Inboxes are never removed, as their conversations stay.",
                                         .status = 201,
                                         .replays = false},
                                        no_rows, [safe](writer::Tx& tx, const Asked<NewInbox>& asked) { return make(tx, asked, *safe); }),
      api::write<Nothing, InboxSecret>({.method = net::Method::post,
                                        .path = "/api/v1/inboxes/{inbox}/secret",
                                        .needs = writes,
                                        .operation = "rotateInboxSecret",
                                        .summary = "Give an inbox a new secret",
                                        .summary_zh = "更换收件箱密钥",
                                        .tag = "inboxes",
                                        .what = "What was signed with the old one counts no longer.",
                                        .replays = false},
                                       no_rows, [safe](writer::Tx& tx, const Asked<Nothing>& asked) { return rotate(tx, asked, *safe); }),
  };
}

std::vector<api::Route> changing_routes() {
  const auto writes = api::needs(Right::inbox_write);
  return {
      api::write<InboxChanges, InboxSeen>({.method = net::Method::patch,
                                           .path = "/api/v1/inboxes/{inbox}",
                                           .needs = writes,
                                           .operation = "changeInbox",
                                           .summary = "Change an inbox",
                                           .summary_zh = "修改收件箱",
                                           .tag = "inboxes",
                                           .what = "What is left out stays."},
                                          no_rows, change),
      api::write<People, InboxSeen>({.method = net::Method::put,
                                     .path = "/api/v1/inboxes/{inbox}/people",
                                     .needs = writes,
                                     .operation = "setInboxPeople",
                                     .summary = "Say which people serve an inbox",
                                     .summary_zh = "设置收件箱的人员",
                                     .tag = "inboxes",
                                     .body_max_bytes = std::size_t{256} * 1024},
                                    no_rows, set_people),
      api::write<Teams, InboxSeen>({.method = net::Method::put,
                                    .path = "/api/v1/inboxes/{inbox}/teams",
                                    .needs = writes,
                                    .operation = "setInboxTeams",
                                    .summary = "Say which teams serve an inbox",
                                    .summary_zh = "设置收件箱的团队",
                                    .tag = "inboxes"},
                                   no_rows, set_teams),
  };
}

std::vector<api::Route> hours_routes() {
  const auto writes = api::needs(Right::inbox_write);
  return {
      api::write<hours::Words, InboxSeen>({.method = net::Method::put,
                                           .path = "/api/v1/inboxes/{inbox}/hours",
                                           .needs = writes,
                                           .operation = "setInboxHours",
                                           .summary = "Say when an inbox is open",
                                           .summary_zh = "设置收件箱的营业时间",
                                           .tag = "inboxes",
                                           .what = "Customers who come outside of it are told when it opens, unless somebody is available.",
                                           .body_max_bytes = std::size_t{128} * 1024},
                                          no_rows, set_hours),
      api::write<Nothing, InboxSeen>({.method = net::Method::del,
                                      .path = "/api/v1/inboxes/{inbox}/hours",
                                      .needs = writes,
                                      .operation = "clearInboxHours",
                                      .summary = "Let an inbox be always open",
                                      .summary_zh = "取消收件箱的营业时间",
                                      .tag = "inboxes"},
                                     no_rows, clear_hours),
  };
}

}  // namespace

std::vector<api::Route> inbox_routes(const Services& services) {
  auto all = reading_routes();
  for (auto&& some : {secret_routes(services.safe), changing_routes(), hours_routes()}) {
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace zhiyin::rest
