// What a request shows of its sender: a bearer token, or the session cookie where a cookie may be believed.
#pragma once

#include <string>
#include <string_view>

#include "api/ports.hpp"
#include "platform/net/http.hpp"

namespace zhiyin::api {

constexpr std::size_t secret_max_bytes = 512;

/// A token wins over a cookie. A browser sends cookies whoever made it ask: for a method that changes things a cookie counts only when
/// Sec-Fetch-Site is same-origin or Origin names the host that was asked; else the request is refused as forbidden.
[[nodiscard]] Result<Presented> presented(const net::Request& request);

/// From this machine, and through no proxy: then whoever asks could read the store as well.
[[nodiscard]] bool at_home(const net::Request& request);

/// GET, HEAD and OPTIONS change nothing.
[[nodiscard]] bool changes(net::Method method);

/// A digest to know the same credential by, without keeping it: 32 hexadecimal digits.
[[nodiscard]] std::string credential_digest(const Presented& presented);

/// SHA-256 of all parts, each after its length, as 64 hexadecimal digits.
[[nodiscard]] std::string digest_of(std::initializer_list<std::string_view> parts);

}  // namespace zhiyin::api
