#include "api/match.hpp"

#include <algorithm>

#include "platform/base/require.hpp"
#include "platform/net/router.hpp"

namespace zhiyin::api {
namespace {

constexpr std::size_t word_max = Segment::word_max;

std::vector<std::string_view> parts_of(std::string_view path) {
  std::vector<std::string_view> parts;
  while (path.starts_with('/')) {
    path.remove_prefix(1);
    parts.push_back(path.substr(0, path.find('/')));
    path.remove_prefix(parts.back().size());
  }
  return parts;
}

bool fits(const Segment& segment, std::string_view part) {
  switch (segment.kind) {
    case Segment::Kind::fixed: return part == segment.text;
    case Segment::Kind::id: return parse_id_text(part).has_value();
    case Segment::Kind::word: break;
  }
  Reading reading;
  return fits_text(part, {.least = 1, .most = word_max, .pattern = Pattern::slug}, reading);
}

/// Whether some path would fit both.
bool alike(const std::vector<Segment>& a, const std::vector<Segment>& b) {
  return std::ranges::equal(
      a, b, [](const Segment& x, const Segment& y) { return x.kind == y.kind && (x.kind != Segment::Kind::fixed || x.text == y.text); });
}

}  // namespace

std::vector<Segment> segments_of(std::string_view path_template) {
  std::vector<Segment> out;
  for (const auto part : parts_of(path_template)) {
    if (!part.starts_with('{')) {
      out.push_back({Segment::Kind::fixed, std::string{part}});
      continue;
    }
    require(part.ends_with('}'), "a path's part is {name} as a whole");
    const auto name = part.substr(1, part.size() - 2);
    const auto colon = name.find(':');
    require(colon == std::string_view::npos || name.substr(colon) == ":slug", "a path's part is an id or a slug");
    out.push_back({colon == std::string_view::npos ? Segment::Kind::id : Segment::Kind::word, std::string{name.substr(0, colon)}});
  }
  return out;
}

std::string Matcher::Place::allow() const {
  std::string text;
  for (const auto& [method, route] : routes) {
    text.append(text.empty() ? "" : ", ").append(net::method_text(method));
    text.append(method == net::Method::get ? ", HEAD" : "");
  }
  return text + ", OPTIONS";
}

Matcher::Matcher(std::span<const Route> routes) {
  for (const auto& route : routes) {
    const auto segments = segments_of(route.about.path);
    auto at = std::ranges::find_if(places_, [&](const Place& place) { return alike(place.segments, segments); });
    if (at == places_.end()) {
      at = places_.insert(places_.end(), Place{segments, {}});
    }
    require(at->segments == segments, "templates of one path name its parts alike");
    require(at->routes.emplace(route.about.method, &route).second, "a path answers a method once");
  }
  // What stands there word by word goes before what could be anything.
  std::ranges::sort(places_, [](const Place& a, const Place& b) {
    return std::ranges::lexicographical_compare(a.segments, b.segments, std::less{}, &Segment::kind, &Segment::kind);
  });
}

Matcher::Found Matcher::find(std::string_view path) const {
  const auto parts = parts_of(path);
  const auto found = std::ranges::find_if(places_, [&](const Place& place) { return std::ranges::equal(place.segments, parts, fits); });
  if (found == places_.end()) {
    return {};
  }
  Found out{&*found, {}};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (found->segments[i].kind != Segment::Kind::fixed) {
      out.parts.emplace(found->segments[i].text, parts[i]);
    }
  }
  return out;
}

}  // namespace zhiyin::api
