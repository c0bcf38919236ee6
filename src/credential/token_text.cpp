#include "credential/token_text.hpp"

#include <algorithm>

#include "platform/crypto/crypto.hpp"

namespace zhiyin::credential {
namespace {

constexpr std::size_t random_size = 32;
constexpr std::size_t random_chars = 43;
constexpr std::size_t prefix_chars = 4;
constexpr std::size_t checksum_chars = 6;

bool is_base64url(std::string_view text) {
  return std::ranges::all_of(
      text, [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

std::string checksum(std::string_view prefix_and_random) {
  return crypto::sha256_hex(std::string{"zhiyin-token:"}.append(prefix_and_random)).substr(0, checksum_chars);
}

std::string_view prefix_of(TokenKind kind) {
  return kind == TokenKind::personal ? "zyp_" : "zys_";
}

}  // namespace

std::string fresh_session_text(Chance& chance) {
  return crypto::base64url(crypto::random_bytes(chance, random_size));
}

std::string fresh_token_text(TokenKind kind, Chance& chance) {
  auto text = std::string{prefix_of(kind)} + crypto::base64url(crypto::random_bytes(chance, random_size));
  return text + checksum(text);
}

std::optional<Presented> read_session_text(std::string_view text) {
  if (text.size() != random_chars || !is_base64url(text)) {
    return std::nullopt;
  }
  return Presented{std::nullopt, crypto::sha256_hex(text)};
}

std::optional<Presented> read_token_text(std::string_view text) {
  constexpr auto signed_chars = prefix_chars + random_chars;
  if (text.size() != signed_chars + checksum_chars || !is_base64url(text)) {
    return std::nullopt;
  }
  for (const auto kind : {TokenKind::personal, TokenKind::service}) {
    if (text.starts_with(prefix_of(kind)) && crypto::equal(checksum(text.substr(0, signed_chars)), text.substr(signed_chars))) {
      return Presented{kind, crypto::sha256_hex(text)};
    }
  }
  return std::nullopt;
}

}  // namespace zhiyin::credential
