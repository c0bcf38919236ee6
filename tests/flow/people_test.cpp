// Setting an installation up over the public API: the first administrator, people, teams, tokens, inboxes, and who is shut out again. One
// administrator for all tests of an engine, as there is one first.
#include <fmt/format.h>

#include "flow/site.hpp"
#include "harness/api_call.hpp"

namespace zhiyin::flow {
namespace {

using harness::ApiCall;
using harness::cookie_of;
using harness::first_text;

constexpr const char* password = administrator_password;

class People : public FlowTest {
 protected:
  [[nodiscard]] harness::Answer call(const ApiCall& call) const { return harness::call_api(port(), call); }
  [[nodiscard]] harness::Answer as_administrator(const std::string& method, const std::string& target, const std::string& body = {}) {
    return call({.method = method, .target = target, .body = body, .cookie = administrator()});
  }
  [[nodiscard]] harness::Answer sign_in(const std::string& email, const std::string& with = password) const {
    return call({.method = "POST", .target = "/api/v1/sessions", .body = fmt::format(R"({{"email":"{}","password":"{}"}})", email, with)});
  }
  static std::string setup_body(const std::string& code) {
    return fmt::format(R"({{"code":"{}","name":"Li Na","email":"li@example.com","password":"{}"}})", code, password);
  }
  struct Colleague {
    std::string id;
    std::string cookie;
  };
  Colleague colleague(const std::string& name, const std::string& role) {
    const auto made =
        as_administrator("POST", "/api/v1/people",
                         fmt::format(R"({{"name":"{0}","email":"{0}@example.com","role":"{1}","password":"{2}"}})", name, role, password));
    EXPECT_EQ(made.status, 201) << made.body;
    const auto in = sign_in(name + "@example.com");
    EXPECT_EQ(in.status, 201) << in.body;
    return {first_text(made.body, "id"), cookie_of(in)};
  }
  [[nodiscard]] harness::Answer as(const Colleague& who, const std::string& method, const std::string& target,
                                   const std::string& body = {}) const {
    return call({.method = method, .target = target, .body = body, .cookie = who.cookie});
  }
};
ON_BOTH_ENGINES(People);

TEST_P(People, the_printed_code_makes_one_administrator_once) {
  EXPECT_EQ(call({.method = "POST", .target = "/api/v1/setup", .body = setup_body("AAAAA-AAAAA-AAAAA-AAAAA")}).status, 401);
  EXPECT_EQ(as_administrator("GET", "/api/v1/me").status, 200);
  EXPECT_EQ(call({.method = "POST", .target = "/api/v1/setup", .body = setup_body(first_code())}).status, 401) << "a code serves once";
  const auto wrong = sign_in("li@example.com", "something else altogether");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(wrong.header("set-cookie"), "");
  const auto right = sign_in("LI@example.com");
  EXPECT_EQ(right.status, 201);
  EXPECT_NE(right.header("set-cookie").find("HttpOnly; SameSite=Strict"), std::string::npos);
}

TEST_P(People, guessing_is_slowed_down_and_told_when_to_come_again) {
  harness::Answer last;
  for (int i = 0; i < 8 && last.status != 429; ++i) {
    last = sign_in("guessed@example.com", "guess after guess");
  }
  EXPECT_EQ(last.status, 429);
  EXPECT_NE(last.header("retry-after"), "");
}

TEST_P(People, signing_out_ends_the_session_and_takes_the_cookie_away) {
  const auto lin = colleague("lin-out", "agent");
  EXPECT_EQ(as(lin, "GET", "/api/v1/me").status, 200);
  const auto out = as(lin, "DELETE", "/api/v1/sessions/current");
  EXPECT_EQ(out.status, 204);
  EXPECT_NE(out.header("set-cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(as(lin, "GET", "/api/v1/me").status, 401);
}

TEST_P(People, a_session_cookie_from_another_sites_page_changes_nothing) {
  const auto planted = call({.method = "DELETE",
                             .target = "/api/v1/sessions",
                             .more = {"Cookie: " + administrator(), "Origin: https://evil.example", "Sec-Fetch-Site: cross-site"}});
  EXPECT_EQ(planted.status, 403);
}

TEST_P(People, whoever_is_disabled_is_shut_out_at_once_and_offline) {
  const auto mei = colleague("mei-disabled", "agent");
  const auto made = as(mei, "POST", "/api/v1/tokens", R"({"name":"export","scopes":["person.read"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto token = first_text(made.body, "secret");
  EXPECT_EQ(call({.target = "/api/v1/people", .token = token}).status, 200);
  EXPECT_EQ(as(mei, "PUT", "/api/v1/me/state", R"({"state":"available"})").status, 200);

  EXPECT_EQ(as_administrator("PATCH", "/api/v1/people/" + mei.id, R"({"active":false})").status, 200);
  EXPECT_EQ(as(mei, "GET", "/api/v1/me").status, 401);
  EXPECT_EQ(call({.target = "/api/v1/people", .token = token}).status, 401);
  EXPECT_EQ(sign_in("mei-disabled@example.com").status, 401);
  EXPECT_EQ(as_administrator("PATCH", "/api/v1/people/" + mei.id, R"({"active":true})").status, 200);
  const auto states = as_administrator("GET", "/api/v1/states?limit=100").body;
  const auto at = states.find(mei.id);
  ASSERT_NE(at, std::string::npos);
  EXPECT_EQ(first_text(states.substr(at), "state"), "offline");
}

TEST_P(People, the_last_administrator_cannot_shut_himself_out) {
  const auto me = first_text(as_administrator("GET", "/api/v1/me").body, "person");
  EXPECT_EQ(as_administrator("PATCH", "/api/v1/people/" + me, R"({"active":false})").status, 409);
  EXPECT_EQ(as_administrator("PATCH", "/api/v1/people/" + me, R"({"role":"agent"})").status, 409);
  EXPECT_EQ(as_administrator("GET", "/api/v1/me").status, 200);
}

TEST_P(People, a_role_counts_from_the_next_request_on) {
  const auto wei = colleague("wei-role", "agent");
  EXPECT_EQ(as(wei, "POST", "/api/v1/teams", R"({"name":"Wei's"})").status, 403);
  EXPECT_EQ(as_administrator("PATCH", "/api/v1/people/" + wei.id, R"({"role":"planner"})").status, 200);
  EXPECT_EQ(as(wei, "POST", "/api/v1/teams", R"({"name":"Wei's"})").status, 201);
}

TEST_P(People, a_token_reaches_no_further_than_its_scopes) {
  const auto narrow = as_administrator("POST", "/api/v1/tokens", R"({"name":"invite","scopes":["person.write"]})");
  ASSERT_EQ(narrow.status, 201) << narrow.body;
  const auto token = first_text(narrow.body, "secret");
  EXPECT_EQ(call({.target = "/api/v1/audit", .token = token}).status, 403);
  // Else whoever has it could make himself an administrator with a password of his own.
  const auto grab = call({.method = "POST",
                          .target = "/api/v1/people",
                          .body = R"({"name":"Grab","email":"grab@example.com","role":"administrator","password":"a long way to the sea"})",
                          .token = token});
  EXPECT_EQ(grab.status, 403);
  const auto wider =
      call({.method = "POST", .target = "/api/v1/tokens", .body = R"({"name":"w","scopes":["audit.read"]})", .token = token});
  EXPECT_EQ(wider.status, 422);
  EXPECT_EQ(as_administrator("GET", "/api/v1/tokens").body.find(token), std::string::npos) << "a secret is shown once";
}

TEST_P(People, a_service_token_has_no_hold_on_other_services_tokens) {
  const auto made = as_administrator("POST", "/api/v1/service-tokens", R"({"name":"till","scopes":["person.read"]})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto token = first_text(made.body, "secret");
  const auto id = first_text(made.body, "id");
  EXPECT_EQ(call({.target = "/api/v1/people", .token = token}).status, 200);
  EXPECT_EQ(call({.target = "/api/v1/tokens", .token = token}).body, R"({"items":[],"next":null})");
  EXPECT_EQ(call({.method = "DELETE", .target = "/api/v1/tokens/" + id, .token = token}).status, 409);
  EXPECT_EQ(call({.target = "/api/v1/people", .token = token}).status, 200);
  EXPECT_EQ(as_administrator("DELETE", "/api/v1/service-tokens/" + id).status, 204);
  EXPECT_EQ(call({.target = "/api/v1/people", .token = token}).status, 401);
}

TEST_P(People, one_changes_ones_password_with_the_present_one_and_stays) {
  const auto he = colleague("he-password", "agent");
  const auto elsewhere = cookie_of(sign_in("he-password@example.com"));
  const auto body = [](const char* old) { return fmt::format(R"({{"old_password":"{}","new_password":"over the hills again"}})", old); };
  EXPECT_EQ(as(he, "POST", "/api/v1/me/password", body("not this one")).status, 422);
  EXPECT_EQ(as(he, "POST", "/api/v1/me/password", body(password)).status, 204);
  EXPECT_EQ(as(he, "GET", "/api/v1/me").status, 200);
  EXPECT_EQ(call({.target = "/api/v1/me", .cookie = elsewhere}).status, 401);
  EXPECT_EQ(sign_in("he-password@example.com", "over the hills again").status, 201);
}

TEST_P(People, demonstration_people_come_in_from_this_machine_only_and_so_do_their_sessions) {
  const ApiCall ask{.method = "POST", .target = "/api/v1/sessions/demo", .body = R"({"name":"demo-07"})"};
  auto proxied = ask;
  proxied.more = {"X-Forwarded-For: 203.0.113.9"};
  EXPECT_EQ(call(proxied).status, 401);
  const auto in = call(ask);
  ASSERT_EQ(in.status, 201) << in.body;
  EXPECT_EQ(call({.target = "/api/v1/me", .cookie = cookie_of(in)}).status, 200);
  EXPECT_EQ(call({.target = "/api/v1/me", .cookie = cookie_of(in), .more = {"X-Forwarded-For: 203.0.113.9"}}).status, 401);
  const ApiCall change{.method = "PUT", .target = "/api/v1/me/state", .body = R"({"state":"busy"})", .cookie = cookie_of(in)};
  EXPECT_EQ(call(change).status, 200);
  auto carried = change;
  carried.more = {"X-Forwarded-For: 203.0.113.9"};
  EXPECT_EQ(call(carried).status, 401);
}

TEST_P(People, teams_skills_and_inboxes_are_made_changed_and_told_to_the_audit_log) {
  const auto ada = colleague("ada-team", "agent");
  const auto team = first_text(as_administrator("POST", "/api/v1/teams", R"({"name":"Returns"})").body, "id");
  ASSERT_NE(team, "");
  EXPECT_EQ(as_administrator("POST", "/api/v1/teams", R"({"name":"Returns"})").status, 409);
  EXPECT_EQ(as_administrator("PUT", "/api/v1/teams/" + team + "/members", fmt::format(R"({{"members":["{}"]}})", ada.id)).status, 200);
  EXPECT_NE(as_administrator("GET", "/api/v1/people?team=" + team).body.find(ada.id), std::string::npos);
  EXPECT_EQ(as_administrator("DELETE", "/api/v1/teams/" + team).status, 409) << "somebody belongs to it";

  const auto skill = first_text(as_administrator("POST", "/api/v1/skills", R"({"name":"Refunds"})").body, "id");
  const auto levels = fmt::format(R"({{"skills":[{{"skill":"{}","level":5}}]}})", skill);
  EXPECT_EQ(as_administrator("PUT", "/api/v1/people/" + ada.id + "/skills", levels).status, 200);
  EXPECT_EQ(as(ada, "GET", "/api/v1/people/" + ada.id + "/skills").body, levels);

  const auto made = as_administrator("POST", "/api/v1/inboxes", R"({"name":"Shop"})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto inbox = first_text(made.body, "id");
  EXPECT_EQ(as(ada, "GET", "/api/v1/inboxes/" + inbox).status, 404) << "not hers, so not there";
  EXPECT_EQ(as_administrator("PUT", "/api/v1/inboxes/" + inbox + "/teams", fmt::format(R"({{"teams":["{}"]}})", team)).status, 200);
  const auto seen = as(ada, "GET", "/api/v1/inboxes/" + inbox);
  EXPECT_EQ(seen.status, 200);
  const auto secret = first_text(made.body, "secret");
  EXPECT_EQ(secret.size(), 43U);
  EXPECT_EQ(as_administrator("GET", "/api/v1/inboxes/" + inbox).body.find(secret), std::string::npos);
  const auto rotated = as_administrator("POST", "/api/v1/inboxes/" + inbox + "/secret");
  EXPECT_NE(first_text(rotated.body, "secret"), secret);

  const auto log = as_administrator("GET", "/api/v1/audit?limit=100").body;
  for (const auto* action : {"team_added", "team_members_set", "skills_set", "inbox_added", "inbox_teams_set", "inbox_secret_rotated"}) {
    EXPECT_NE(log.find(fmt::format(R"("action":"{}")", action)), std::string::npos) << action;
  }
  EXPECT_EQ(log.find(secret), std::string::npos);
  EXPECT_EQ(log.find(password), std::string::npos);
}

TEST_P(People, lists_come_in_pieces_without_a_gap) {
  std::string all;
  std::string after;
  int pieces = 0;
  do {
    const auto piece = as_administrator("GET", "/api/v1/people?limit=20" + (after.empty() ? "" : "&after=" + after));
    ASSERT_EQ(piece.status, 200) << piece.body;
    all += piece.body;
    after = first_text(piece.body, "next");
  } while (!after.empty() && ++pieces < 20);
  EXPECT_GE(pieces, 2);
  for (int i = 1; i <= 50; ++i) {
    const auto name = fmt::format(R"("name":"Demo {:02}")", i);
    const auto at = all.find(name);
    EXPECT_NE(at, std::string::npos) << name;
    EXPECT_EQ(all.find(name, at + 1), std::string::npos) << name;
  }
}

TEST_P(People, somebody_elses_sessions_are_ended_by_who_may) {
  const auto bo = colleague("bo-ended", "agent");
  EXPECT_NE(as_administrator("GET", "/api/v1/people/" + bo.id + "/sessions").body.find("127.0.0.1"), std::string::npos);
  EXPECT_EQ(as_administrator("DELETE", "/api/v1/people/" + bo.id + "/sessions").status, 204);
  EXPECT_EQ(as(bo, "GET", "/api/v1/me").status, 401);
}

}  // namespace
}  // namespace zhiyin::flow
