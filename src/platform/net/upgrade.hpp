// The opening handshake of a WebSocket (RFC 6455 section 4.2), server's side.
#pragma once

#include <string>
#include <string_view>

namespace zhiyin::net {

/// True for the base64 of 16 bytes, which is what Sec-WebSocket-Key must be.
[[nodiscard]] bool is_websocket_key(std::string_view key);
/// Sec-WebSocket-Accept for a key.
[[nodiscard]] std::string websocket_accept(std::string_view key);
/// The whole 101 answer.
[[nodiscard]] std::string switching_protocols(std::string_view key);

}  // namespace zhiyin::net
