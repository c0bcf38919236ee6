#include "platform/net/url.hpp"

#include <algorithm>

#include "platform/net/utf8.hpp"

namespace zhiyin::net {
namespace {

int hex_value(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  if (c >= 'a' && c <= 'f') {
    return c - 'a' + 10;
  }
  if (c >= 'A' && c <= 'F') {
    return c - 'A' + 10;
  }
  return -1;
}

bool control(char c) {
  return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
}

bool has_dot_segment(std::string_view path) {
  while (!path.empty()) {
    path.remove_prefix(1);  // the '/' before the segment
    const auto segment = path.substr(0, path.find('/'));
    if (segment == "." || segment == "..") {
      return true;
    }
    path.remove_prefix(segment.size());
  }
  return false;
}

/// The part after "scheme://authority", or nothing when `target` is not in absolute form.
std::optional<std::string_view> after_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (target.starts_with(scheme)) {
      target.remove_prefix(scheme.size());
      const auto end = std::min(target.find_first_of("/?"), target.size());
      return end == 0 ? std::nullopt : std::optional{target.substr(end)};
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> percent_decoded(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out.push_back(text[i]);
      continue;
    }
    const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
    const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
    if (high < 0 || low < 0) {
      return std::nullopt;
    }
    out.push_back(static_cast<char>(high * 16 + low));
    i += 2;
  }
  return out;
}

Result<Target> parse_target(std::string_view target) {
  const auto bad = [](std::string what) {
    return refuse(ErrorCode::bad_request, std::move(what), "request target", "Send a plain, percent-encoded path.");
  };
  if (target == "*") {
    return Target{"*", {}};
  }
  if (!target.starts_with('/')) {
    const auto rest = after_authority(target);
    if (!rest) {
      return bad("The request target is not a path.");
    }
    target = *rest;
  }
  if (std::ranges::any_of(target, [](char c) { return control(c) || c == ' ' || c == '#'; })) {
    return bad("The request target holds a character that must be percent-encoded.");
  }
  const auto mark = std::min(target.find('?'), target.size());
  auto path = percent_decoded(target.substr(0, mark));
  if (!path) {
    return bad("The path holds a '%' that is not followed by two hexadecimal digits.");
  }
  if (path->empty()) {
    path->push_back('/');
  }
  if (std::ranges::any_of(*path, control) || !is_utf8(*path)) {
    return bad("The decoded path holds control characters or is not UTF-8.");
  }
  if (has_dot_segment(*path)) {
    return bad("The path holds a \".\" or \"..\" segment.");
  }
  return Target{std::move(*path), mark == target.size() ? std::string_view{} : target.substr(mark + 1)};
}

}  // namespace zhiyin::net
