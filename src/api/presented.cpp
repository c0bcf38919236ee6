#include "api/presented.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "platform/base/require.hpp"

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

std::string_view cookie_value(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = std::min(header.find(';'), header.size());
    auto pair = header.substr(0, end);
    header.remove_prefix(std::min(end + 1, header.size()));
    while (pair.starts_with(' ')) {
      pair.remove_prefix(1);
    }
    if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=') {
      return pair.substr(name.size() + 1);
    }
  }
  return {};
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
  std::array<unsigned char, EVP_MAX_MD_SIZE> bytes{};
  unsigned length = 0;
  require(EVP_Digest(all.data(), all.size(), bytes.data(), &length, EVP_sha256(), nullptr) == 1, "SHA-256 is there");
  std::string text;
  for (unsigned i = 0; i < length; ++i) {
    fmt::format_to(std::back_inserter(text), "{:02x}", bytes.at(i));
  }
  return text;
}

std::string credential_digest(const Presented& presented) {
  return digest_of({presented.kind == Presented::Kind::token ? "token" : "cookie", presented.secret}).substr(0, 32);
}

}  // namespace zhiyin::api
