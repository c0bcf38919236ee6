#include "channel/web/address.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>

#include "platform/base/require.hpp"

namespace zhiyin::channel::web {

bool is_token(std::string_view text) {
  return text.size() == 32 && std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'); });
}

std::string address_of(std::string_view token) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  require(EVP_Digest(token.data(), token.size(), digest.data(), &length, EVP_sha256(), nullptr) == 1, "SHA-256 is there");
  std::string text;
  for (unsigned i = 0; i < length; ++i) {
    fmt::format_to(std::back_inserter(text), "{:02x}", digest.at(i));
  }
  return text;
}

}  // namespace zhiyin::channel::web
