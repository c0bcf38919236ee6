#include "rest/session.hpp"

#include "api/cookie.hpp"
#include "credential/reading.hpp"
#include "credential/rules.hpp"
#include "credential/service.hpp"
#include "identity/demo.hpp"
#include "identity/rules.hpp"
#include "rest/acting.hpp"
#include "rest/session_shapes.hpp"

namespace zhiyin::rest {
namespace {

using api::Asked;
using api::Nothing;

constexpr auto password_most = static_cast<std::int64_t>(credential::password_max_chars);
constexpr auto password_least = static_cast<std::int64_t>(credential::password_min_chars);
constexpr auto email_most = static_cast<std::int64_t>(identity::email_max_bytes);
constexpr auto name_most = static_cast<std::int64_t>(identity::name_max_chars);

struct SignInGiven {
  std::string email;
  std::string password;
};
constexpr auto shape(api::Of<SignInGiven>) {
  return api::object<SignInGiven>(
      "SignIn", api::field("email", &SignInGiven::email, {.least = 1, .most = email_most, .example = R"("li@example.com")"}),
      api::field("password", &SignInGiven::password, {.least = 1, .most = password_most, .pattern = api::Pattern::words}));
}

struct DemoGiven {
  std::string name;
};
constexpr auto shape(api::Of<DemoGiven>) {
  return api::object<DemoGiven>(
      "DemoSignIn", api::field("name", &DemoGiven::name, {.least = 1, .most = 20, .what = "Which.", .example = R"("demo-01")"}));
}

struct SetupGiven {
  std::string code;
  std::string name;
  std::string email;
  std::string password;
};
constexpr auto shape(api::Of<SetupGiven>) {
  return api::object<SetupGiven>(
      "Setup", api::field("code", &SetupGiven::code, {.least = 1, .most = 64, .what = "What the program printed when it started."}),
      api::field("name", &SetupGiven::name, {.least = 1, .most = name_most, .example = R"("Li Na")"}),
      api::field("email", &SetupGiven::email, {.least = 3, .most = email_most, .pattern = api::Pattern::email}),
      api::field("password", &SetupGiven::password, {.least = password_least, .most = password_most, .pattern = api::Pattern::words}));
}

struct SignedIn {
  credential::SessionId session;
  AgentId person;
  Time ends_at;
};
constexpr auto shape(api::Of<SignedIn>) {
  return api::object<SignedIn>("SignedIn", api::field("session", &SignedIn::session, {}), api::field("person", &SignedIn::person, {}),
                               api::field("ends_at", &SignedIn::ends_at, {.what = "At the latest; sooner when it is not used."}));
}

struct PasswordGiven {
  std::string old_password;
  std::string new_password;
};
constexpr auto shape(api::Of<PasswordGiven>) {
  return api::object<PasswordGiven>(
      "NewPassword",
      api::field("old_password", &PasswordGiven::old_password, {.least = 1, .most = password_most, .pattern = api::Pattern::words}),
      api::field("new_password", &PasswordGiven::new_password,
                 {.least = password_least, .most = password_most, .pattern = api::Pattern::words}));
}

credential::Browser browser_of(const api::Asking& asked) {
  return {asked.peer, asked.user_agent};
}

api::Reply<SignedIn> reply_of(const credential::Opened& opened, bool tls, Millis life) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(life);
  return {{opened.id, opened.person, opened.ends_at}, {{"Set-Cookie", api::cookie_with(opened.text, tls, seconds)}}};
}

/// Gives what SignIn answers.
credential::Reply<credential::Opened> passing_on(const api::Asking& asked, Millis life, api::Give<api::Reply<SignedIn>> give) {
  return [tls = asked.tls, life, give = std::move(give)](credential::Answer<credential::Opened> answer) mutable {
    if (answer.result) {
      give(reply_of(*answer.result, tls, life));
    } else {
      give(std::unexpected(std::move(answer.result.error())), answer.retry_after);
    }
  };
}

api::Route sign_in_route(const Services& s) {
  return api::direct<SignInGiven, api::Reply<SignedIn>>(
      {.method = net::Method::post,
       .path = "/api/v1/sessions",
       .needs = api::open_to_all("nobody is signed in before he signs in"),
       .operation = "signIn",
       .summary = "Sign in",
       .summary_zh = "登录",
       .tag = "session",
       .what = "Sets the session cookie. Wrong guesses make the next one wait longer, whoever guesses.",
       .status = 201,
       .errors = {ErrorCode::unauthenticated},
       .rate = api::RateClass::sign_in,
       .sets_cookie = true,
       .replays = false},
      [s](const Asked<SignInGiven>& asked, api::Give<api::Reply<SignedIn>> give) {
        s.sign_in->sign_in({asked.given.email, asked.given.password, browser_of(asked)},
                           passing_on(asked, s.credentials.session_life, std::move(give)));
      });
}

api::Route setup_route(const Services& s) {
  return api::direct<SetupGiven, api::Reply<SignedIn>>(
      {.method = net::Method::post,
       .path = "/api/v1/setup",
       .needs = api::open_to_all("while there is no administrator nobody can sign in; the printed code stands for it"),
       .operation = "setUp",
       .summary = "Become the first administrator",
       .summary_zh = "创建首位管理员",
       .tag = "session",
       .what = "With the code that the program prints at its start while nobody administers it. Signs him in.",
       .status = 201,
       .errors = {ErrorCode::unauthenticated, ErrorCode::conflict},
       .rate = api::RateClass::sign_in,
       .sets_cookie = true,
       .replays = false},
      [s](const Asked<SetupGiven>& asked, api::Give<api::Reply<SignedIn>> give) {
        s.sign_in->claim_first({asked.given.code, asked.given.name, asked.given.email, asked.given.password, browser_of(asked)},
                               passing_on(asked, s.credentials.session_life, std::move(give)));
      });
}

api::Route demo_route(const Services& s) {
  return api::write<DemoGiven, api::Reply<SignedIn>>(
      {.method = net::Method::post,
       .path = "/api/v1/sessions/demo",
       .needs = api::open_to_all("demonstration people have no password; only this machine may let them in"),
       .operation = "signInDemo",
       .summary = "Sign in as a demonstration person",
       .summary_zh = "以演示人员身份登录",
       .tag = "session",
       .what = "From the server's own machine and through no proxy; the session counts from there only.",
       .status = 201,
       .errors = {ErrorCode::unauthenticated},
       .rate = api::RateClass::sign_in,
       .sets_cookie = true,
       .replays = false},
      no_rows, [s](writer::Tx& tx, const Asked<DemoGiven>& asked) -> Result<api::Reply<SignedIn>> {
        const auto person = identity::demo_agent(asked.given.name, s.demo_agents);
        const auto opened = credential::demo_sign_in(tx, AgentId{person ? person->id : 0}, asked.at_home, browser_of(asked), s.credentials);
        if (!opened) {
          return std::unexpected(opened.error());
        }
        return reply_of(*opened, asked.tls, s.credentials.session_life);
      });
}

Result<api::Reply<Nothing>> sign_out(writer::Tx& tx, const Asked<Nothing>& asked) {
  if (asked.caller.is_token) {
    return refuse(ErrorCode::conflict, "a token is no session", "", "revoke the token instead");
  }
  const credential::SessionId own{asked.caller.session};
  if (const auto ended = credential::end_session(tx, party_of(asked.caller), asked.caller.person, own); !ended) {
    return std::unexpected(ended.error());
  }
  return api::Reply<Nothing>{{}, {{"Set-Cookie", api::cookie_without(asked.tls)}}};
}

Result<Nothing> end_one(writer::Tx& tx, const Asked<Nothing>& asked) {
  const auto id = asked.id<credential::SessionTag>("session");
  const auto ended = credential::end_session(tx, party_of(asked.caller), asked.caller.person, id);
  return ended ? Result<Nothing>{Nothing{}} : std::unexpected(ended.error());
}

Result<Nothing> end_others(writer::Tx& tx, const Asked<Nothing>& asked) {
  if (!asked.caller.person.none()) {
    credential::lock_person(tx, asked.caller.person);
    const credential::SessionId kept{asked.caller.is_token ? 0 : asked.caller.session};
    credential::end_sessions(tx, party_of(asked.caller), asked.caller.person, kept);
  }
  return Nothing{};
}

api::Route password_route(const Services& s) {
  return api::direct<PasswordGiven, Nothing>(
      {.method = net::Method::post,
       .path = "/api/v1/me/password",
       .needs = api::signed_in("one's own, and only with the present one"),
       .operation = "changePassword",
       .summary = "Change one's password",
       .summary_zh = "修改自己的密码",
       .tag = "session",
       .what = "Ends all of one's sessions but this one.",
       .errors = {ErrorCode::conflict, ErrorCode::stale},
       .rate = api::RateClass::sign_in,
       .replays = false},
      [s](const Asked<PasswordGiven>& asked, api::Give<Nothing> give) {
        if (asked.caller.person.none()) {
          give(refuse(ErrorCode::conflict, "a service has no password"));
          return;
        }
        const credential::SessionId kept{asked.caller.is_token ? 0 : asked.caller.session};
        s.sign_in->change_password({asked.caller.person, kept, asked.given.old_password, asked.given.new_password, asked.peer},
                                   [give = std::move(give)](credential::Answer<void> answer) mutable {
                                     give(answer.result ? Result<Nothing>{Nothing{}} : std::unexpected(std::move(answer.result.error())),
                                          answer.retry_after);
                                   });
      });
}

api::Route list_route(const Services& s) {
  return api::read<Nothing, api::Page<SessionSeen>>(
      {.path = "/api/v1/sessions",
       .needs = api::signed_in("one's own"),
       .operation = "listSessions",
       .summary = "Where I am signed in",
       .summary_zh = "我的登录会话",
       .tag = "session"},
      [s](const Asked<Nothing>& asked, db::Session& session) -> Result<api::Page<SessionSeen>> {
        const auto own = credential::sessions_of(session, asked.caller.person, asked.moment, s.credentials);
        return piece(sessions_seen(own, asked.caller.is_token ? 0 : asked.caller.session), asked.page, Order::newest_first);
      });
}

}  // namespace

std::vector<api::Route> session_routes(const Services& services) {
  return {
      sign_in_route(services),
      demo_route(services),
      setup_route(services),
      list_route(services),
      api::write<Nothing, api::Reply<Nothing>>({.method = net::Method::del,
                                                .path = "/api/v1/sessions/current",
                                                .needs = api::signed_in("one's own"),
                                                .operation = "signOut",
                                                .summary = "Sign out",
                                                .summary_zh = "退出登录",
                                                .tag = "session",
                                                .sets_cookie = true},
                                               no_rows, sign_out),
      api::write<Nothing, Nothing>({.method = net::Method::del,
                                    .path = "/api/v1/sessions/{session}",
                                    .needs = api::signed_in("one's own"),
                                    .operation = "endSession",
                                    .summary = "End one of my sessions",
                                    .summary_zh = "结束我的一个登录会话",
                                    .tag = "session"},
                                   no_rows, end_one),
      api::write<Nothing, Nothing>({.method = net::Method::del,
                                    .path = "/api/v1/sessions",
                                    .needs = api::signed_in("one's own"),
                                    .operation = "endOtherSessions",
                                    .summary = "End all my sessions but this one",
                                    .summary_zh = "结束我的其他登录会话",
                                    .tag = "session"},
                                   no_rows, end_others),
      password_route(services),
  };
}

}  // namespace zhiyin::rest
