// The session cookie: its name, how it is given and taken away, and how it is found again.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace zhiyin::api {

/// Over TLS it has the prefix that binds it to this host and to TLS (RFC 6265bis, section 4.1.3.2).
constexpr std::string_view session_cookie = "zhiyin_session";
constexpr std::string_view session_cookie_tls = "__Host-zhiyin_session";

/// The value of Set-Cookie. `tls`: the browser came by TLS, to us or to a proxy before us.
[[nodiscard]] std::string cookie_with(std::string_view session_text, bool tls, std::chrono::seconds life);
[[nodiscard]] std::string cookie_without(bool tls);

/// The value of one cookie of a Cookie header; empty when it is not there.
[[nodiscard]] std::string_view cookie_value(std::string_view header, std::string_view name);

}  // namespace zhiyin::api
