// The pages of web/, compiled into the program, and how they are served.
#pragma once

#include <span>
#include <string_view>

#include "platform/net/http.hpp"

namespace zhiyin::app {

/// One file of the web build. All views live as long as the program.
struct WebAsset {
  std::string_view path;  ///< as asked for: "/", "/agent", "/assets/…"
  std::string_view content_type;
  std::string_view etag;   ///< of the content, without quotes; each encoding has its own made of it
  bool immutable = false;  ///< its name changes with its content
  std::string_view raw;
  std::string_view gzip;    ///< empty where it would save nothing
  std::string_view brotli;  ///< empty where it would save nothing
};

/// Generated from the web build (web/embed.mjs, cmake/Web.cmake).
[[nodiscard]] std::span<const WebAsset> web_assets();

/// What `assets` have to say to the request: the best encoding that it accepts (RFC 9110, 12.5.3), 304 when it has that one already
/// (If-None-Match), 404 for a path that is not there.
[[nodiscard]] net::Response answer_web(const net::Request& request, std::span<const WebAsset> assets);

/// For "/", "/agent", "/widget.js" and "/assets/*"; GET answers HEAD too.
[[nodiscard]] net::Handler serve_web();

}  // namespace zhiyin::app
