#include "app/web_assets.hpp"

#include <algorithm>
#include <cctype>
#include <string>
#include <utility>

namespace zhiyin::app {

namespace {

// No inline scripts or styles, nothing from elsewhere; only our own pages may frame these. `connect-src` names ws: and wss: because
// some browsers do not count the page's own WebSocket as 'self'.
constexpr std::string_view page_policy =
    "default-src 'self'; connect-src 'self' ws: wss:; img-src 'self' data:; style-src 'self'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'";

constexpr std::string_view widget_path = "/widget.js";  // pages of other sites take it in

struct Encoded {
  std::string_view name;  // empty: as it is
  std::string_view data;
};

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string_view::npos ? std::string_view{} : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// The elements of a comma-separated header, until `seen` says that it has seen enough.
template <class Seen>
void each_element(std::string_view list, Seen seen) {
  while (!list.empty()) {
    const auto comma = list.find(',');
    const auto element = trimmed(list.substr(0, comma));
    list = comma == std::string_view::npos ? std::string_view{} : list.substr(comma + 1);
    if (!element.empty() && seen(element)) {
      return;
    }
  }
}

/// True for a weight of 0 in all its spellings ("q=0", "q=0.000").
bool weighs_nothing(std::string_view parameters) {
  const auto weight = trimmed(parameters);
  if (weight.size() < 3 || !same_word(weight.substr(0, 2), "q=")) {
    return false;
  }
  return weight.substr(2).find_first_not_of("0.") == std::string_view::npos;
}

/// Whether the client takes `coding`: by its own name, else by "*".
bool accepts(std::string_view accept_encoding, std::string_view coding) {
  bool any = false;
  bool named = false;
  bool wanted = false;
  each_element(accept_encoding, [&](std::string_view element) {
    const auto semicolon = element.find(';');
    const auto name = trimmed(element.substr(0, semicolon));
    const bool takes = semicolon == std::string_view::npos || !weighs_nothing(element.substr(semicolon + 1));
    if (same_word(name, coding)) {
      named = true;
      wanted = takes;
    } else if (name == "*") {
      any = takes;
    }
    return named;
  });
  return named ? wanted : any;
}

Encoded best_encoding(const WebAsset& asset, std::string_view accept_encoding) {
  if (!asset.brotli.empty() && accepts(accept_encoding, "br")) {
    return {"br", asset.brotli};
  }
  if (!asset.gzip.empty() && accepts(accept_encoding, "gzip")) {
    return {"gzip", asset.gzip};
  }
  return {"", asset.raw};
}

/// If-None-Match compares weakly: a W/ in front does not matter.
bool has_already(std::string_view if_none_match, std::string_view etag) {
  bool found = false;
  each_element(if_none_match, [&](std::string_view element) {
    found = element == "*" || (element.starts_with("W/") ? element.substr(2) : element) == etag;
    return found;
  });
  return found;
}

}  // namespace

net::Response answer_web(const net::Request& request, std::span<const WebAsset> assets) {
  const auto asset = std::ranges::find(assets, request.path, &WebAsset::path);
  if (asset == assets.end()) {
    return net::problem({ErrorCode::not_found, "there is no such page", std::string{request.path}, "", {}});
  }
  const auto encoded = best_encoding(*asset, request.header("Accept-Encoding"));
  std::string etag = "\"";
  etag.append(asset->etag).append(encoded.name.empty() ? "" : "-").append(encoded.name).append("\"");

  net::Response response;
  response.content_type = asset->content_type;
  response.headers.emplace_back("Cache-Control", asset->immutable             ? "public, max-age=31536000, immutable"
                                                 : asset->path == widget_path ? "public, max-age=3600"
                                                                              : "no-cache");
  if (asset->path == widget_path) {
    response.headers.emplace_back("Cross-Origin-Resource-Policy", "cross-origin");
    response.headers.emplace_back("Access-Control-Allow-Origin", "*");
  }
  response.headers.emplace_back("Vary", "Accept-Encoding");
  if (asset->content_type.starts_with("text/html")) {
    response.headers.emplace_back("Content-Security-Policy", page_policy);
  }
  const bool known = has_already(request.header("If-None-Match"), etag);
  response.headers.emplace_back("ETag", std::move(etag));
  if (known) {
    response.status = 304;
    return response;
  }
  if (!encoded.name.empty()) {
    response.headers.emplace_back("Content-Encoding", encoded.name);
  }
  response.fixed = encoded.data;
  return response;
}

net::Handler serve_web() {
  return [](const net::Request& request, net::Responder answer) { answer(answer_web(request, web_assets())); };
}

}  // namespace zhiyin::app
