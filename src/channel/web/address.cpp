#include "channel/web/address.hpp"

#include <algorithm>

#include "platform/crypto/crypto.hpp"

namespace zhiyin::channel::web {

bool is_token(std::string_view text) {
  return text.size() == 32 && std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
}

std::string address_of(std::string_view token) {
  return crypto::sha256_hex(token);
}

}  // namespace zhiyin::channel::web
