#include "channel/web/origin.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace zhiyin::channel::web {
namespace {

std::string small(std::string_view text) {
  std::string out{text};
  std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return out;
}

/// scheme://host or scheme://host:port (RFC 6454, section 6.1).
bool is_origin(std::string_view text) {
  const auto scheme = text.starts_with("https://") ? 8U : text.starts_with("http://") ? 7U : 0U;
  const auto host = text.substr(scheme);
  return scheme > 0 && !host.empty() && host.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789.-:[]") == std::string_view::npos;
}

}  // namespace

Origins::Origins(std::string_view listed) {
  constexpr std::string_view between = ", \t";
  for (auto at = listed.find_first_not_of(between); at != std::string_view::npos; at = listed.find_first_not_of(between, at)) {
    const auto end = std::min(listed.find_first_of(between, at), listed.size());
    auto origin = small(listed.substr(at, end - at));
    if (origin.ends_with('/')) {
      origin.pop_back();
    }
    if (!is_origin(origin)) {
      throw std::runtime_error(fmt::format("web.origins: {} is not a site like https://shop.example.com", listed.substr(at, end - at)));
    }
    allowed_.push_back(std::move(origin));
    at = end;
  }
}

bool Origins::let_in(std::string_view origin, std::string_view host) const {
  if (allowed_.empty() || origin.empty()) {
    return true;
  }
  const auto page = small(origin);
  const auto scheme = page.find("://");
  const bool own = scheme != std::string::npos && !host.empty() && page.substr(scheme + 3) == small(host);
  return own || std::ranges::find(allowed_, page) != allowed_.end();
}

}  // namespace zhiyin::channel::web
