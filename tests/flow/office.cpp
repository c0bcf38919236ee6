#include "flow/office.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "harness/http_get.hpp"

namespace zhiyin::flow {
namespace {

constexpr const char* password = "correct horse battery";
constexpr const char* everyone = "0000000000001";
constexpr const char* website = "0000000000001";

std::string quoted_list(const std::vector<std::string>& words) {
  std::string list;
  for (const auto& word : words) {
    list += (list.empty() ? "" : ",") + client::quoted(word);
  }
  return "[" + list + "]";
}

}  // namespace

Object Office::ask(std::string_view method, std::string_view path, const std::string& body, const std::string& cookie,
                   std::string* set_cookie) {
  const auto answer = harness::http_raw(
      port_,
      fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nSec-Fetch-Site: same-origin\r\nConnection: close\r\n{}{}\r\n{}", method, path,
                  port_, cookie.empty() ? "" : fmt::format("Cookie: {}\r\n", cookie),
                  body.empty() ? "" : fmt::format("Content-Type: application/json\r\nContent-Length: {}\r\n", body.size()), body),
      std::chrono::seconds{20});
  if (answer.status < 200 || answer.status > 299) {
    throw std::runtime_error(fmt::format("{} {} is answered by {}: {}", method, path, answer.status, answer.body));
  }
  if (set_cookie != nullptr) {
    const auto value = answer.header("Set-Cookie");
    *set_cookie = value.substr(0, value.find(';'));
  }
  return answer.body.empty() ? Object{} : boost::json::parse(answer.body).as_object();
}

Colleague Office::engage(const std::string& name) {
  Colleague one{.id = {}, .name = name, .cookie = {}};
  const auto email = name + "@example.com";
  const auto person = ask("POST", "/api/v1/people",
                          fmt::format(R"({{"name":"{}","email":"{}","role":"agent","password":"{}"}})", name, email, password), admin_);
  one.id = text_of(person, "id");
  auto people = members();
  people.push_back(one.id);
  set_members(people);
  ask("POST", "/api/v1/sessions", fmt::format(R"({{"email":"{}","password":"{}"}})", email, password), "", &one.cookie);
  return one;
}

std::vector<std::string> Office::members() {
  const auto team = ask("GET", fmt::format("/api/v1/teams/{}", everyone), "", admin_);
  std::vector<std::string> people;
  for (const auto& one : array_of(team, "members")) {
    people.emplace_back(one.as_string());
  }
  return people;
}

void Office::set_members(const std::vector<std::string>& people) {
  ask("PUT", fmt::format("/api/v1/teams/{}/members", everyone), fmt::format(R"({{"members":{}}})", quoted_list(people)), admin_);
}

std::string Office::experts(const std::string& name, const std::vector<Colleague>& people) {
  const auto team = std::string{text_of(ask("POST", "/api/v1/teams", fmt::format(R"({{"name":"{}","expert":true}})", name), admin_), "id")};
  std::vector<std::string> ids;
  auto others = members();
  for (const auto& one : people) {
    ids.push_back(one.id);
    std::erase(others, one.id);
  }
  set_members(others);
  ask("PUT", fmt::format("/api/v1/teams/{}/members", team), fmt::format(R"({{"members":{}}})", quoted_list(ids)), admin_);
  std::vector<std::string> serving;
  const auto inbox = ask("GET", fmt::format("/api/v1/inboxes/{}", website), "", admin_);
  for (const auto& each : array_of(inbox, "teams")) {
    serving.emplace_back(each.as_string());
  }
  serving.push_back(team);
  ask("PUT", fmt::format("/api/v1/inboxes/{}/teams", website), fmt::format(R"({{"teams":{}}})", quoted_list(serving)), admin_);
  return team;
}

void Office::disable(const std::string& person) {
  ask("PATCH", fmt::format("/api/v1/people/{}", person), R"({"active":false})", admin_);
}

std::string Office::token(const Colleague& of, const std::vector<std::string>& scopes) {
  const auto made = ask("POST", "/api/v1/tokens", fmt::format(R"({{"name":"flow","scopes":{}}})", quoted_list(scopes)), of.cookie);
  return std::string(text_of(made, "secret"));
}

void Office::sign_out(const Colleague& one) {
  ask("DELETE", "/api/v1/sessions/current", "", one.cookie);
}

}  // namespace zhiyin::flow
