#include "prove/access/streams_world.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "harness/api_call.hpp"

namespace zhiyin::prove {
namespace {

constexpr const char* password = "a long way to the sea";

std::string list_of(const std::set<std::string>& words) {
  return boost::json::serialize(boost::json::array(words.begin(), words.end()));
}

void put(std::set<std::string>& people, const std::string& who, bool in) {
  if (in) {
    people.insert(who);
  } else {
    people.erase(who);
  }
}

}  // namespace

bool sees(const Asker& asker, const Talk& talk) {
  if (!asker.may("conversation.read")) {
    return false;
  }
  if (asker.may("conversation.read_all") || asker.id == talk.owner || talk.participants.contains(asker.id)) {
    return true;
  }
  return asker.in_inbox && (talk.team.empty() || asker.teams.contains(talk.team));
}

Object ask(Line& line, const std::string& type, const std::string& id, const std::string& conversation, const std::string& more) {
  line.say(fmt::format(R"({{"t":"{}","id":"{}","conversation":"{}"{}}})", type, id, conversation, more));
  return line.answer(id);
}

World::World(harness::Installation& site, harness::Report& report) : site_(site), report_(report) {
  const auto line = site.gateway(0).child().wait_line("first administrator: ", std::chrono::seconds{30});
  if (!line) {
    throw std::runtime_error("the server prints no code for the first administrator");
  }
  found(line->substr(line->rfind(' ') + 1));
  office_ = dial(admin(), 0);
  office_->hear("welcome");
  witness_ = desk(admin());
  engage_everybody();
  engage_strangers();
}

Object World::api(const std::string& method, const std::string& target, const std::string& body, const std::string& cookie) {
  const auto answer = harness::call_api(
      port(), {.method = method, .target = "/api/v1" + target, .body = body, .cookie = cookie.empty() ? admin().cookie : cookie});
  if (answer.status < 200 || answer.status > 299) {
    throw std::runtime_error(fmt::format("{} {} is answered by {}: {}", method, target, answer.status, answer.body));
  }
  return answer.body.empty() ? Object{} : boost::json::parse(answer.body).as_object();
}

void World::found(const std::string& code) {
  const auto body = fmt::format(R"({{"code":"{}","name":"Proof","email":"first@example.com","password":"{}"}})", code, password);
  const auto made = harness::call_api(port(), {.method = "POST", .target = "/api/v1/setup", .body = body});
  Asker admin{.name = "first administrator", .id = harness::first_text(made.body, "id"), .cookie = harness::cookie_of(made)};
  admin.headers = "Cookie: " + admin.cookie + "\r\n";
  askers_.push_back(admin);
  const auto me = api("GET", "/me");
  const auto table = api("GET", "/permissions");
  for (const auto& row : table.at("permissions").as_array()) {
    for (const auto& role : row.at("roles").as_array()) {
      roles_[std::string{role.as_string()}].insert(std::string{row.at("right").as_string()});
    }
  }
  askers_.front().rights = roles_.at("administrator");
  askers_.front().id = flow::text_of(me, "person");
  team_ = flow::text_of(api("POST", "/teams", R"({"name":"Gold"})"), "id");
  elsewhere_ = flow::text_of(flow::object_of(api("POST", "/inboxes", R"({"name":"Elsewhere"})"), "inbox"), "id");
  api("PUT", "/teams/0000000000001/members", R"({"members":[]})");  // demonstration people see nothing
}

Asker World::person(const std::string& name, const std::string& role, bool in_inbox, bool in_team) {
  Asker one{.name = name, .rights = roles_.at(role)};
  const auto email = fmt::format("p{}@example.com", ++acts_);
  one.id = flow::text_of(
      api("POST", "/people", fmt::format(R"({{"name":"{}","email":"{}","role":"{}","password":"{}"}})", name, email, role, password)),
      "id");
  const auto in = harness::call_api(
      port(),
      {.method = "POST", .target = "/api/v1/sessions", .body = fmt::format(R"({{"email":"{}","password":"{}"}})", email, password)});
  one.cookie = harness::cookie_of(in);
  one.headers = "Cookie: " + one.cookie + "\r\n";
  one.in_inbox = in_inbox;
  if (in_inbox) {
    set_inbox(one, true);
  }
  if (in_team) {
    set_team(one, true);
    one.teams.insert(team_);
  }
  return one;
}

void World::set_inbox(const Asker& who, bool in) {
  put(inbox_people_, who.id, in);
  api("PUT", fmt::format("/inboxes/{}/people", website), fmt::format(R"({{"people":{}}})", list_of(inbox_people_)));
}

void World::set_team(const Asker& who, bool in) {
  put(team_people_, who.id, in);
  api("PUT", fmt::format("/teams/{}/members", team_), fmt::format(R"({{"members":{}}})", list_of(team_people_)));
}

Asker World::by_token(const Asker& of, const std::set<std::string>& rights, std::string* token) {
  const auto made = api("POST", "/tokens", fmt::format(R"({{"name":"proof","scopes":{}}})", list_of(rights)), of.cookie);
  auto one = of;
  one.name += " by a token";
  one.headers.clear();
  one.hello = fmt::format(R"(,"token":"{}")", flow::text_of(made, "secret"));
  one.rights.clear();
  std::ranges::set_intersection(of.rights, rights, std::inserter(one.rights, one.rights.end()));
  if (token != nullptr) {
    *token = flow::text_of(flow::object_of(made, "token"), "id");
  }
  return one;
}

void World::engage_everybody() {
  for (const auto& [role, rights] : roles_) {
    askers_.push_back(person(role + " inside", role, true, false));
    askers_.push_back(person(role + " in the team", role, true, true));
    askers_.push_back(person(role + " in the team only", role, false, true));
    askers_.push_back(person(role + " outside", role, false, false));
  }
  const auto inside = person("supervisor with tokens", "supervisor", true, true);
  auto reading = by_token(inside, {"conversation.read"});
  reading.name = "a token that reads";
  askers_.push_back(reading);
  auto narrow = by_token(inside, {"person.read", "conversation.note"});
  narrow.name = "a token without conversation.read";
  askers_.push_back(narrow);
}

void World::engage_strangers() {
  const auto one = person("leaver", "supervisor", true, true);
  const auto add = [this](Asker asker, const std::string& name) {
    asker.name = name;
    asker.good = false;
    askers_.push_back(std::move(asker));
  };
  std::string token;
  const auto revoked = by_token(one, one.rights, &token);
  api("DELETE", "/tokens/" + token, "", one.cookie);
  add(revoked, "a revoked token");
  api("DELETE", "/sessions/current", "", one.cookie);
  add(one, "an ended session");
  const auto disabled = person("disabled", "administrator", true, true);
  const auto disabled_token = by_token(disabled, disabled.rights);
  api("PATCH", "/people/" + disabled.id, R"({"active":false})");
  add(disabled, "somebody disabled");
  add(disabled_token, "the token of somebody disabled");
  const auto service = api("POST", "/service-tokens", R"({"name":"service","scopes":["conversation.read","conversation.read_all"]})");
  add({.hello = fmt::format(R"(,"token":"{}")", flow::text_of(service, "secret"))}, "a service token");
  add({.hello = R"(,"token":"zyp_0123456789")"}, "a stranger");
  add({}, "nobody");
}

Talk& World::talk(const std::string& name) {
  auto& one = *talks_.emplace_back(std::make_unique<Talk>());
  one.name = name;
  one.guest = visitor(fmt::format(R"(,"name":"{}visitor")", one.mark()));
  one.token = flow::text_of(one.guest->hear("welcome"), "token");
  one.guest->say(fmt::format(R"({{"t":"send","id":"{0}1","text":"{0}first words"}})", one.mark()));
  one.id = flow::text_of(one.guest->answer(one.mark() + "1"), "conversation");
  one.guest->message_fact(one.mark() + "1");
  return one;
}

std::unique_ptr<Line> World::dial(const Asker& asker) {
  return dial(asker, site_.count() - 1);
}

std::unique_ptr<Line> World::dial(const Asker& asker, std::size_t gateway) {
  auto line = std::make_unique<Line>(loop_, site_.gateway(gateway).port(), "/live/agent", asker.headers);
  line->say(fmt::format(R"({{"t":"hello","v":1{}}})", asker.hello));
  return line;
}

std::unique_ptr<Line> World::desk(const Asker& asker) {
  auto line = dial(asker);
  line->hear("welcome");
  return line;
}

std::unique_ptr<Line> World::visitor(const std::string& more) {
  auto line = std::make_unique<Line>(loop_, port(), "/live/visitor");
  line->say(fmt::format(R"({{"t":"hello","v":1{}}})", more));
  return line;
}

void World::act(const std::string& type, const Talk& talk, const std::string& more) {
  const auto answer = ask(*office_, type, fmt::format("o-{}", ++acts_), talk.id, more);
  if (flow::text_of(answer, "t") != "ack") {
    throw std::runtime_error(fmt::format("{} at {}: {}", type, talk.name, boost::json::serialize(answer)));
  }
}

void World::fail(const std::string& what) {
  report_.fail(fmt::format("{}: {}", harness::name_of(site_.engine()), what));
}

}  // namespace zhiyin::prove
