#include "api/cookie.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace zhiyin::api {

std::string cookie_with(std::string_view session_text, bool tls, std::chrono::seconds life) {
  return fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", tls ? session_cookie_tls : session_cookie, session_text,
                     life.count(), tls ? "; Secure" : "");
}

std::string cookie_without(bool tls) {
  return cookie_with("", tls, std::chrono::seconds{0});
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

}  // namespace zhiyin::api
