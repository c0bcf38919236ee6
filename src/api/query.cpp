#include "api/query.hpp"

#include <algorithm>

#include "platform/net/url.hpp"
#include "platform/net/utf8.hpp"

namespace zhiyin::api {
namespace {

std::optional<std::string> decoded(std::string_view text) {
  std::string plain{text};
  std::ranges::replace(plain, '+', ' ');
  auto out = net::percent_decoded(plain);
  return out && net::is_utf8(*out) ? std::move(out) : std::nullopt;
}

}  // namespace

QueryText read_query_text(std::string_view query, Reading& reading) {
  QueryText out;
  while (!query.empty()) {
    const auto part = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(part.size() + 1, query.size()));
    if (part.empty()) {
      continue;
    }
    const auto equals = std::min(part.find('='), part.size());
    auto name = decoded(part.substr(0, equals));
    auto value = decoded(part.substr(std::min(equals + 1, part.size())));
    if (!name || !value) {
      reading.fault("the query cannot be decoded", "percent-encode its UTF-8");
      return {};
    }
    const Reading::Step step{reading, repeated(*name)};
    if (std::ranges::find(out, *name, &QueryText::value_type::first) != out.end()) {
      reading.fault("it is there twice", "send it once; lists are separated by commas");
    } else if (out.size() == query_parts_max) {
      reading.fault("the query has too many parameters", "send fewer");
      return out;
    } else {
      out.emplace_back(std::move(*name), std::move(*value));
    }
  }
  return out;
}

void refuse_all(const QueryText& query, Reading& reading) {
  for (const auto& [name, value] : query) {
    unknown_member(name, {}, reading);
  }
}

}  // namespace zhiyin::api
