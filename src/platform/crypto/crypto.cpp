#include "platform/crypto/crypto.hpp"

#include <sodium.h>

#include <algorithm>
#include <cstring>
#include <type_traits>

#include "platform/base/require.hpp"

namespace zhiyin::crypto {
namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

unsigned char* bytes_of(std::string& text) {
  return reinterpret_cast<unsigned char*>(text.data());
}

std::string hex(const unsigned char* bytes, std::size_t count) {
  std::string text(count * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), bytes, count);
  text.pop_back();
  return text;
}

using Digest = std::array<unsigned char, crypto_auth_hmacsha256_BYTES>;

Digest hmac(const unsigned char* secret, std::size_t secret_bytes, std::string_view bytes) {
  crypto_auth_hmacsha256_state state{};
  Digest digest{};
  crypto_auth_hmacsha256_init(&state, secret, secret_bytes);
  crypto_auth_hmacsha256_update(&state, bytes_of(bytes), bytes.size());
  crypto_auth_hmacsha256_final(&state, digest.data());
  return digest;
}

std::string to_base64(std::string_view bytes, int variant) {
  std::string text(sodium_base64_encoded_len(bytes.size(), variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes_of(bytes), bytes.size(), variant);
  text.pop_back();  // the closing zero
  return text;
}

std::optional<std::string> from_base64(std::string_view text, int variant) {
  std::string bytes(text.size(), '\0');
  std::size_t length = 0;
  if (sodium_base642bin(bytes_of(bytes), bytes.size(), text.data(), text.size(), nullptr, &length, nullptr, variant) != 0) {
    return std::nullopt;
  }
  bytes.resize(length);
  return bytes;
}

}  // namespace

std::string sha256_hex(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  crypto_hash_sha256(digest.data(), bytes_of(bytes), bytes.size());
  return hex(digest.data(), digest.size());
}

std::string hmac_hex(std::string_view secret, std::string_view bytes) {
  const auto digest = hmac(bytes_of(secret), secret.size(), bytes);
  return hex(digest.data(), digest.size());
}

std::string hmac_hex(const Key& key, std::string_view bytes) {
  const auto digest = hmac(key.data(), key.size(), bytes);
  return hex(digest.data(), digest.size());
}

bool equal(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

std::string random_bytes(Chance& chance, std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t at = 0; at < count; at += sizeof(std::uint64_t)) {
    const auto bits = chance.bits();
    std::memcpy(bytes.data() + at, &bits, std::min(sizeof bits, count - at));
  }
  return bytes;
}

Key random_key(Chance& chance) {
  const auto key = key_of(random_bytes(chance, key_bytes));
  require(key.has_value(), "as many bytes as were asked for");
  return *key;
}

std::optional<Key> key_of(std::string_view bytes) {
  if (bytes.size() != key_bytes) {
    return std::nullopt;
  }
  Key key{};
  std::memcpy(key.data(), bytes.data(), key.size());
  return key;
}

Key key_for(const Key& key, std::string_view purpose) {
  static_assert(std::is_same_v<Key, Digest>);
  return hmac(key.data(), key.size(), purpose);
}

std::string base64url(std::string_view bytes) {
  return to_base64(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::optional<std::string> read_base64url(std::string_view text) {
  return from_base64(text, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string base64(std::string_view bytes) {
  return to_base64(bytes, sodium_base64_VARIANT_ORIGINAL);
}

std::optional<std::string> read_base64(std::string_view text) {
  constexpr std::string_view space = " \t\r\n";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) {
    return std::nullopt;
  }
  return from_base64(text.substr(first, text.find_last_not_of(space) + 1 - first), sodium_base64_VARIANT_ORIGINAL);
}

std::string seal(const Key& key, std::string_view plain, Chance& chance) {
  static_assert(key_bytes == crypto_secretbox_KEYBYTES);
  auto sealed = random_bytes(chance, crypto_secretbox_NONCEBYTES);
  sealed.resize(crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES + plain.size());
  auto* const nonce = bytes_of(sealed);
  crypto_secretbox_easy(nonce + crypto_secretbox_NONCEBYTES, bytes_of(plain), plain.size(), nonce, key.data());
  return sealed;
}

std::optional<std::string> open(const Key& key, std::string_view sealed) {
  constexpr std::size_t least = crypto_secretbox_NONCEBYTES + crypto_secretbox_MACBYTES;
  if (sealed.size() < least) {
    return std::nullopt;
  }
  std::string plain(sealed.size() - least, '\0');
  const auto* const nonce = bytes_of(sealed);
  if (crypto_secretbox_open_easy(bytes_of(plain), nonce + crypto_secretbox_NONCEBYTES, sealed.size() - crypto_secretbox_NONCEBYTES, nonce,
                                 key.data()) != 0) {
    return std::nullopt;
  }
  return plain;
}

std::string seal_as(const Key& key, std::string_view name, std::string_view plain, Chance& chance) {
  return seal(key, std::string{name}.append(":").append(plain), chance);
}

std::optional<std::string> open_as(const Key& key, std::string_view name, std::string_view sealed) {
  const auto opened = open(key, sealed);
  const auto prefix = std::string{name} + ":";
  return opened && opened->starts_with(prefix) ? std::optional{opened->substr(prefix.size())} : std::nullopt;
}

void wipe(std::string& secret) {
  sodium_memzero(secret.data(), secret.size());
  secret.clear();
}

}  // namespace zhiyin::crypto
