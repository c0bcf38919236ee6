#include "api/presented.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "api/cookie.hpp"
#include "platform/crypto/crypto.hpp"

namespace zhiyin::api {
namespace {

bool same_letters(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, [&](char x, char y) { return lower(x) == lower(y); });
}

bool plausible(std::string_view secret) {
  return !secret.empty() && secret.size() <= secret_max_bytes &&
         std::ranges::all_of(secret, [](char c) { return c > ' ' && c < 0x7F && c != '"' && c != ';' && c != ','; });
}

bool from_own_page(const net::Request& request) {
  if (request.header("sec-fetch-site") == "same-origin") {
    return true;
  }
  const auto origin = request.header("origin");
  const auto scheme = origin.find("://");
  return scheme != std::string_view::npos && !request.header("host").empty() &&
         same_letters(origin.substr(scheme + 3), request.header("host"));
}

Result<Presented> bearer(std::string_view header) {
  constexpr std::string_view scheme = "Bearer ";
  auto token = header.substr(std::min(scheme.size(), header.size()));
  while (token.starts_with(' ')) {
    token.remove_prefix(1);
  }
  if (!same_letters(header.substr(0, scheme.size()), scheme) || !plausible(token)) {
    return refuse(ErrorCode::unauthenticated, "the Authorization header holds no bearer token", "Authorization",
                  "send Authorization: Bearer TOKEN");
  }
  return Presented{Presented::Kind::token, std::string{token}, false};
}

}  // namespace

bool at_home(const net::Request& request) {
  const auto peer = request.peer;
  return !request.behind_proxy && (peer.starts_with("127.") || peer == "::1" || peer.starts_with("::ffff:127."));
}

bool changes(net::Method method) {
  return method != net::Method::get && method != net::Method::head && method != net::Method::options;
}

Result<Presented> presented(const net::Request& request) {
  if (const auto header = request.header("authorization"); !header.empty()) {
    auto token = bearer(header);
    if (token) {
      token->at_home = at_home(request);
    }
    return token;
  }
  const auto cookies = request.header("cookie");
  auto value = cookie_value(cookies, session_cookie_tls);
  if (value.empty()) {
    value = cookie_value(cookies, session_cookie);
  }
  if (!plausible(value)) {
    return Presented{};
  }
  if (changes(request.method) && !from_own_page(request)) {
    return refuse(ErrorCode::forbidden, "a session cookie counts only for what a page of this server sends", "Origin",
                  "send a bearer token instead of the cookie");
  }
  return Presented{Presented::Kind::cookie, std::string{value}, at_home(request)};
}

std::string digest_of(std::initializer_list<std::string_view> parts) {
  std::string all;
  for (const auto part : parts) {
    fmt::format_to(std::back_inserter(all), "{}:", part.size());
    all.append(part);
  }
  return crypto::sha256_hex(all);
}

std::string credential_digest(const Presented& presented) {
  return digest_of({presented.kind == Presented::Kind::token ? "token" : "cookie", presented.secret}).substr(0, 32);
}

}  // namespace zhiyin::api
