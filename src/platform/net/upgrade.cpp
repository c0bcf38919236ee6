#include "platform/net/upgrade.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "platform/base/require.hpp"

namespace zhiyin::net {

bool is_websocket_key(std::string_view key) {
  constexpr std::size_t length = 24;
  const auto base64 = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  };
  return key.size() == length && key.ends_with("==") && std::ranges::all_of(key.substr(0, length - 2), base64);
}

std::string websocket_accept(std::string_view key) {
  const auto salted = fmt::format("{}258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned digest_bytes = 0;
  require(EVP_Digest(salted.data(), salted.size(), digest.data(), &digest_bytes, EVP_sha1(), nullptr) == 1, "OpenSSL has SHA-1");
  std::array<unsigned char, 4 * (EVP_MAX_MD_SIZE + 2) / 3 + 1> text{};
  const auto length = EVP_EncodeBlock(text.data(), digest.data(), static_cast<int>(digest_bytes));
  return {text.begin(), text.begin() + length};
}

std::string switching_protocols(std::string_view key) {
  return fmt::format("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: {}\r\n\r\n",
                     websocket_accept(key));
}

}  // namespace zhiyin::net
