#include "rest/person.hpp"

#include "credential/reading.hpp"
#include "credential/rules.hpp"
#include "credential/service.hpp"
#include "identity/reading.hpp"
#include "identity/rules.hpp"
#include "identity/service.hpp"
#include "rest/acting.hpp"
#include "rest/session_shapes.hpp"
#include "rest/words.hpp"
#include "team/state.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;
using identity::Right;

constexpr auto name_most = static_cast<std::int64_t>(identity::name_max_chars);
constexpr auto email_most = static_cast<std::int64_t>(identity::email_max_bytes);
constexpr auto password_least = static_cast<std::int64_t>(credential::password_min_chars);
constexpr auto password_most = static_cast<std::int64_t>(credential::password_max_chars);
constexpr std::int64_t teams_most = 1'000;

struct PersonSeen {
  AgentId id;
  std::string name;
  std::string email;
  identity::Role role = identity::Role::agent;
  bool active = true;
  bool demo = false;
  std::int64_t capacity = 0;
  std::vector<TeamId> teams;
  Time created_at;
};
constexpr auto shape(api::Of<PersonSeen>) {
  return api::object<PersonSeen>(
      "Person", api::field("id", &PersonSeen::id, {}),
      api::field("name", &PersonSeen::name, {.most = name_most, .what = "What colleagues see.", .example = R"("Li Na")"}),
      api::field("email", &PersonSeen::email, {.most = email_most, .what = "Empty for demonstration people."}),
      api::field("role", &PersonSeen::role, {}),
      api::field("active", &PersonSeen::active, {.what = "false: cannot sign in, and has no rights."}),
      api::field("demo", &PersonSeen::demo, {.what = "Signs in without a password, on the server's own machine only."}),
      api::field("capacity", &PersonSeen::capacity, {.least = 0, .most = identity::capacity_max, .what = "Conversations at a time."}),
      api::field("teams", &PersonSeen::teams, {.items_most = teams_most}), api::field("created_at", &PersonSeen::created_at, {}));
}

struct PeopleFilter {
  std::optional<identity::Role> role;
  std::optional<TeamId> team;
  std::optional<bool> active;
};
constexpr auto shape(api::Of<PeopleFilter>) {
  return api::object<PeopleFilter>(
      "PeopleFilter", api::field("role", &PeopleFilter::role, {.what = "Only of this role."}),
      api::field("team", &PeopleFilter::team, {.what = "Only members of this team."}),
      api::field("active", &PeopleFilter::active, {.what = "Only those who work here, or only disabled ones."}));
}

struct NewPerson {
  std::string name;
  std::string email;
  identity::Role role = identity::Role::agent;
  std::int64_t capacity = 4;
  std::optional<std::string> password;  // its hash once the route has prepared it
};
constexpr auto shape(api::Of<NewPerson>) {
  return api::object<NewPerson>(
      "NewPerson", api::field("name", &NewPerson::name, {.least = 1, .most = name_most, .example = R"("Li Na")"}),
      api::field("email", &NewPerson::email,
                 {.least = 3,
                  .most = email_most,
                  .pattern = api::Pattern::email,
                  .what = "What he signs in with.",
                  .example = R"("li@example.com")"}),
      api::field("role", &NewPerson::role, {}),
      api::field("capacity", &NewPerson::capacity,
                 {.least = 0, .most = identity::capacity_max, .needed = false, .what = "Conversations at a time; 4 when left out."}),
      api::field("password", &NewPerson::password,
                 {.least = password_least,
                  .most = password_most,
                  .pattern = api::Pattern::words,
                  .what = "Left out: he cannot sign in until one is set."}));
}

struct PersonChanges {
  std::optional<std::string> name;
  std::optional<std::string> email;
  std::optional<identity::Role> role;
  std::optional<std::int64_t> capacity;
  std::optional<bool> active;
};
constexpr auto shape(api::Of<PersonChanges>) {
  return api::object<PersonChanges>(
      "PersonChanges", api::field("name", &PersonChanges::name, {.least = 1, .most = name_most}),
      api::field("email", &PersonChanges::email, {.least = 3, .most = email_most, .pattern = api::Pattern::email}),
      api::field("role", &PersonChanges::role, {}),
      api::field("capacity", &PersonChanges::capacity, {.least = 0, .most = identity::capacity_max}),
      api::field("active", &PersonChanges::active, {.what = "false ends his sessions and tokens, and he is offline."}));
}

struct SetPassword {
  std::string password;  // its hash once the route has prepared it
};
constexpr auto shape(api::Of<SetPassword>) {
  return api::object<SetPassword>(
      "SetPassword",
      api::field("password", &SetPassword::password, {.least = password_least, .most = password_most, .pattern = api::Pattern::words}));
}

PersonSeen seen(const identity::Member& member, std::vector<TeamId> teams) {
  return {.id = member.id,
          .name = member.name,
          .email = member.email,
          .role = member.role,
          .active = member.active,
          .demo = member.demo,
          .capacity = member.capacity,
          .teams = std::move(teams),
          .created_at = member.created_at};
}

Result<PersonSeen> seen_in(const access::Directory& directory, AgentId id) {
  const auto* member = directory.member(id);
  if (member == nullptr) {
    return refuse(ErrorCode::not_found, "there is no such person");
  }
  return seen(*member, directory.viewer(id).teams);
}

api::Page<PersonSeen> people(const access::Directory& directory, const Asked<PeopleFilter>& asked) {
  const auto& filter = asked.given;
  std::vector<PersonSeen> all;
  for (const auto& [id, member] : directory.members) {
    const auto& viewer = directory.viewer(id);
    if (member.role == filter.role.value_or(member.role) && member.active == filter.active.value_or(member.active) &&
        (!filter.team || viewer.in(*filter.team))) {
      all.push_back(seen(member, viewer.teams));
    }
  }
  return piece(std::move(all), asked.page);
}

std::string told_of(const identity::Member& member) {
  json::Writer w;
  return w.begin_object()
      .field("name", std::string_view{member.name})
      .field("email", std::string_view{member.email})
      .field("role", identity::role_text(member.role))
      .field("capacity", member.capacity)
      .field("active", member.active)
      .end_object()
      .take();
}

Result<PersonSeen> invite(writer::Tx& tx, const Asked<NewPerson>& asked) {
  const auto& given = asked.given;
  if (const auto held = hold_places(tx, asked.caller, Right::person_write); !held) {
    return std::unexpected(held.error());
  }
  if (const auto may = may_give(asked.caller, given.role); !may) {
    return std::unexpected(may.error());
  }
  const auto member =
      identity::add(tx, {.name = given.name, .email = given.email, .role = given.role, .capacity = given.capacity, .demo = false});
  if (!member) {
    return std::unexpected(member.error());
  }
  note(tx, asked.caller, "person_added", {"person", member->id.value()}, told_of(*member));
  if (given.password) {
    if (const auto set = credential::set_password(tx, party_of(asked.caller), member->id, *given.password, {}); !set) {
      return std::unexpected(set.error());
    }
  }
  return seen(*member, {});
}

/// Disabling locks his state; a person who is not there has none.
void want_person(writer::Tx& tx, const Asked<PersonChanges>& asked) {
  const auto id = asked.id<AgentTag>("person");
  const auto* directory = access::loaded(tx);
  if (asked.given.active == false && directory != nullptr && directory->member(id) != nullptr) {
    team::want_state(tx, id);
  }
}

void shut_out(writer::Tx& tx, const api::Caller& caller, AgentId person, const team::Settings& settings) {
  credential::end_all(tx, party_of(caller), person);
  if (const auto* state = team::find_state(tx, person); state != nullptr && state->state != team::State::offline) {
    const auto offline = team::set_state(tx, person, team::State::offline, "", caller.person, settings);
    require(offline.has_value(), "offline without a reason is never refused");
  }
}

Result<PersonSeen> change(writer::Tx& tx, const Asked<PersonChanges>& asked, const team::Settings& settings) {
  const auto id = asked.id<AgentTag>("person");
  const auto& given = asked.given;
  if (const auto held = hold_places(tx, asked.caller, Right::person_write); !held) {
    return std::unexpected(held.error());
  }
  const auto before = identity::find(tx.session(), id);
  if (!before) {
    return refuse(ErrorCode::not_found, "there is no such person");
  }
  for (const auto role : {before->role, given.role.value_or(before->role)}) {
    if (const auto may = may_give(asked.caller, role); !may) {
      return std::unexpected(may.error());
    }
  }
  const auto after = identity::change(tx, id, {given.name, given.email, given.role, given.active, given.capacity});
  if (!after) {
    return std::unexpected(after.error());
  }
  if (*after != *before) {
    note(tx, asked.caller, "person_changed", {"person", id.value()}, told_of(*after));
    if (before->active && !after->active) {
      shut_out(tx, asked.caller, id, settings);
    }
  }
  return seen(*after, access::directory(tx).viewer(id).teams);
}

Result<Nothing> set_password(writer::Tx& tx, const Asked<SetPassword>& asked) {
  const auto id = asked.id<AgentTag>("person");
  if (const auto held = hold_places(tx, asked.caller, Right::person_write); !held) {
    return std::unexpected(held.error());
  }
  const auto member = identity::find(tx.session(), id);
  if (!member) {
    return refuse(ErrorCode::not_found, "there is no such person");
  }
  if (member->demo) {
    return refuse(ErrorCode::conflict, "a demonstration person has no password");
  }
  if (const auto may = may_give(asked.caller, member->role); !may) {
    return std::unexpected(may.error());
  }
  const auto set = credential::set_password(tx, party_of(asked.caller), id, asked.given.password, {});
  return set ? Result<Nothing>{Nothing{}} : std::unexpected(set.error());
}

/// Puts the hash where the password stood.
credential::Reply<std::string> hashed_into(std::string& password, api::Ready ready) {
  return [&password, ready = std::move(ready)](credential::Answer<std::string> answer) mutable {
    if (answer.result) {
      password = *std::move(answer.result);
      ready({}, answer.retry_after);
    } else {
      ready(std::unexpected(std::move(answer.result.error())), answer.retry_after);
    }
  };
}

api::Route invite_route(const Services& s) {
  return api::prepared<NewPerson>(api::write<NewPerson, PersonSeen>({.method = net::Method::post,
                                                                     .path = "/api/v1/people",
                                                                     .needs = api::needs(Right::person_write),
                                                                     .operation = "invitePerson",
                                                                     .summary = "Add a person",
                                                                     .summary_zh = "添加人员",
                                                                     .tag = "people",
                                                                     .status = 201,
                                                                     .errors = {ErrorCode::conflict}},
                                                                    no_rows, invite),
                                  [s](Asked<NewPerson>& asked, api::Ready ready) {
                                    if (!asked.given.password) {
                                      ready({}, std::chrono::seconds{0});
                                      return;
                                    }
                                    auto& password = *asked.given.password;
                                    s.sign_in->hash_new(password, asked.given.email, asked.given.name,
                                                        hashed_into(password, std::move(ready)));
                                  });
}

api::Route set_password_route(const Services& s) {
  return api::prepared<SetPassword>(api::write<SetPassword, Nothing>({.method = net::Method::put,
                                                                      .path = "/api/v1/people/{person}/password",
                                                                      .needs = api::needs(Right::person_write),
                                                                      .operation = "setPersonPassword",
                                                                      .summary = "Give a person a new password",
                                                                      .summary_zh = "为人员设置新密码",
                                                                      .tag = "people",
                                                                      .what = "Ends all of his sessions."},
                                                                     no_rows, set_password),
                                    [s](Asked<SetPassword>& asked, api::Ready ready) {
                                      // Read a moment ago, to know the caller; the command looks again whether this person is there.
                                      const auto directory = s.directories->newest();
                                      const auto* member = directory->member(asked.id<AgentTag>("person"));
                                      const auto email = member == nullptr ? std::string{} : member->email;
                                      const auto name = member == nullptr ? std::string{} : member->name;
                                      s.sign_in->hash_new(asked.given.password, email, name,
                                                          hashed_into(asked.given.password, std::move(ready)));
                                    });
}

api::Route change_route(const Services& s) {
  return api::write<PersonChanges, PersonSeen>(
      {.method = net::Method::patch,
       .path = "/api/v1/people/{person}",
       .needs = api::needs(Right::person_write),
       .operation = "changePerson",
       .summary = "Change a person's name, role or capacity, or disable him",
       .summary_zh = "修改人员信息、角色、容量或停用",
       .tag = "people",
       .what = "What is left out stays. There is always one active administrator."},
      want_person, [s](writer::Tx& tx, const Asked<PersonChanges>& asked) { return change(tx, asked, s.teams); });
}

std::vector<api::Route> reading_routes(const Services& s) {
  return {
      api::read<PeopleFilter, api::Page<PersonSeen>>({.path = "/api/v1/people",
                                                      .needs = api::needs(Right::person_read),
                                                      .operation = "listPeople",
                                                      .summary = "People who work here",
                                                      .summary_zh = "人员列表",
                                                      .tag = "people"},
                                                     [s](const Asked<PeopleFilter>& asked, db::Session& session) {
                                                       return Result<api::Page<PersonSeen>>{
                                                           people(*s.directories->current(session), asked)};
                                                     }),
      api::read<Nothing, PersonSeen>({.path = "/api/v1/people/{person}",
                                      .needs = api::needs(Right::person_read),
                                      .operation = "getPerson",
                                      .summary = "One person",
                                      .summary_zh = "人员详情",
                                      .tag = "people"},
                                     [s](const Asked<Nothing>& asked, db::Session& session) {
                                       return seen_in(*s.directories->current(session), asked.id<AgentTag>("person"));
                                     }),
  };
}

Result<Nothing> end_sessions(writer::Tx& tx, const Asked<Nothing>& asked) {
  const auto id = asked.id<AgentTag>("person");
  if (access::directory(tx).member(id) == nullptr) {
    return refuse(ErrorCode::not_found, "there is no such person");
  }
  credential::lock_person(tx, id);
  credential::end_sessions(tx, party_of(asked.caller), id, {});
  return Nothing{};
}

std::vector<api::Route> others_session_routes(const Services& s) {
  return {
      api::read<Nothing, api::Page<SessionSeen>>({.path = "/api/v1/people/{person}/sessions",
                                                  .needs = api::needs(Right::person_write),
                                                  .operation = "listPersonSessions",
                                                  .summary = "Where a person is signed in",
                                                  .summary_zh = "人员的登录会话",
                                                  .tag = "people"},
                                                 [s](const Asked<Nothing>& asked, db::Session& session) -> Result<api::Page<SessionSeen>> {
                                                   const auto id = asked.id<AgentTag>("person");
                                                   if (s.directories->current(session)->member(id) == nullptr) {
                                                     return refuse(ErrorCode::not_found, "there is no such person");
                                                   }
                                                   const auto theirs = credential::sessions_of(session, id, asked.moment, s.credentials);
                                                   return piece(sessions_seen(theirs, asked.caller.is_token ? 0 : asked.caller.session),
                                                                asked.page, Order::newest_first);
                                                 }),
      api::write<Nothing, Nothing>({.method = net::Method::del,
                                    .path = "/api/v1/people/{person}/sessions",
                                    .needs = api::needs(Right::person_write),
                                    .operation = "endPersonSessions",
                                    .summary = "End all of a person's sessions",
                                    .summary_zh = "结束人员的全部登录会话",
                                    .tag = "people"},
                                   no_rows, end_sessions),
  };
}

}  // namespace

std::vector<api::Route> person_routes(const Services& services) {
  auto all = reading_routes(services);
  all.push_back(invite_route(services));
  all.push_back(change_route(services));
  all.push_back(set_password_route(services));
  for (auto& route : others_session_routes(services)) {
    all.push_back(std::move(route));
  }
  return all;
}

}  // namespace zhiyin::rest
