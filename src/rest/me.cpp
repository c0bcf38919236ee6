#include "rest/me.hpp"

#include "identity/rules.hpp"
#include "rest/words.hpp"

namespace zhiyin::rest {
namespace {

using identity::Role;

constexpr std::int64_t places_most = 10'000;
constexpr std::int64_t word_most = 40;

struct Me {
  std::optional<AgentId> person;
  std::string name;
  bool token = false;
  std::vector<std::string> rights;
  std::vector<InboxId> inboxes;
  std::vector<TeamId> teams;
};

constexpr auto shape(api::Of<Me>) {
  return api::object<Me>(
      "Me", api::field("person", &Me::person, {.what = "The person's id; null for a service token."}),
      api::field("name", &Me::name, {.most = identity::name_max_chars, .what = "What colleagues see.", .example = R"("Li Na")"}),
      api::field("token", &Me::token, {.what = "Whether this is a token; else it is a signed-in browser."}),
      api::field("rights", &Me::rights,
                 {.most = word_most, .items_most = identity::right_count, .what = "Of the person's role, cut down to the token's scopes."}),
      api::field("inboxes", &Me::inboxes, {.items_most = places_most, .what = "Those he belongs to, himself or through a team."}),
      api::field("teams", &Me::teams, {.items_most = places_most, .what = "Those he belongs to."}));
}

Result<Me> me(const api::Asked<api::Nothing>& asked, db::Session& /*session*/) {
  const auto& viewer = asked.caller.viewer;
  Me answer{asked.caller.person.none() ? std::nullopt : std::optional{asked.caller.person},
            viewer.name,
            asked.caller.is_token,
            {},
            viewer.inboxes,
            viewer.teams};
  for (const auto& row : identity::permissions()) {
    if (viewer.may(row.right)) {
      answer.rights.emplace_back(row.text);
    }
  }
  return answer;
}

struct Permission {
  std::string right;
  std::string what;
  std::string what_zh;
  std::vector<Role> roles;
};

struct Permissions {
  std::vector<Permission> permissions;
};

constexpr auto shape(api::Of<Permission>) {
  return api::object<Permission>(
      "Permission",
      api::field("right", &Permission::right, {.most = word_most, .what = "The word in tokens' scopes.", .example = R"("team.write")"}),
      api::field("what", &Permission::what, {.most = 200, .what = "What it allows."}),
      api::field("what_zh", &Permission::what_zh, {.most = 200, .what = "The same in Chinese."}),
      api::field("roles", &Permission::roles, {.items_most = identity::role_count, .what = "The roles that have it."}));
}

constexpr auto shape(api::Of<Permissions>) {
  return api::object<Permissions>("Permissions", api::field("permissions", &Permissions::permissions,
                                                            {.items_most = identity::right_count, .what = "The whole table."}));
}

Result<Permissions> permissions(const api::Asked<api::Nothing>& /*asked*/, db::Session& /*session*/) {
  Permissions answer;
  for (const auto& row : identity::permissions()) {
    Permission one{std::string{row.text}, std::string{row.what}, std::string{row.what_zh}, {}};
    for (const auto role : {Role::administrator, Role::supervisor, Role::agent, Role::quality, Role::planner}) {
      if (identity::may(role, row.right)) {
        one.roles.push_back(role);
      }
    }
    answer.permissions.push_back(std::move(one));
  }
  return answer;
}

}  // namespace

std::vector<api::Route> me_routes() {
  return {
      api::read<api::Nothing, Me>({.path = "/api/v1/me",
                                   .needs = api::signed_in("everybody may know who he is"),
                                   .operation = "getMe",
                                   .summary = "Who am I",
                                   .summary_zh = "当前身份与权限",
                                   .tag = "session"},
                                  me),
      api::read<api::Nothing, Permissions>({.path = "/api/v1/permissions",
                                            .needs = api::signed_in("a screen shows only what one may do, and says why not"),
                                            .operation = "listPermissions",
                                            .summary = "What each role may do",
                                            .summary_zh = "各角色可以做什么",
                                            .tag = "permissions"},
                                           permissions),
  };
}

}  // namespace zhiyin::rest
