// The few cryptographic tools that modules share; libsodium stays behind this header and platform/password. Texts are bytes as they are.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "platform/clock/clock.hpp"

namespace zhiyin::crypto {

constexpr std::size_t key_bytes = 32;
using Key = std::array<unsigned char, key_bytes>;
constexpr std::size_t digest_chars = 64;

/// SHA-256 (FIPS 180-4), 64 lower-case hex digits.
[[nodiscard]] std::string sha256_hex(std::string_view bytes);
/// HMAC-SHA-256 (RFC 2104), likewise. A secret of any length.
[[nodiscard]] std::string hmac_hex(std::string_view secret, std::string_view bytes);
[[nodiscard]] std::string hmac_hex(const Key& key, std::string_view bytes);
/// In a time that does not depend on where they differ; texts of different lengths differ at once.
[[nodiscard]] bool equal(std::string_view a, std::string_view b);

[[nodiscard]] std::string random_bytes(Chance& chance, std::size_t count);
[[nodiscard]] Key random_key(Chance& chance);
/// nullopt unless it is exactly key_bytes long.
[[nodiscard]] std::optional<Key> key_of(std::string_view bytes);
/// A key of its own for each purpose: the HMAC-SHA-256 of the purpose.
[[nodiscard]] Key key_for(const Key& key, std::string_view purpose);

/// RFC 4648 section 5, without padding. Read, it has one spelling: nullopt for anything that base64url() does not write.
[[nodiscard]] std::string base64url(std::string_view bytes);
[[nodiscard]] std::optional<std::string> read_base64url(std::string_view text);
/// RFC 4648 section 4, with padding; white space around it is allowed. nullopt for anything else.
[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] std::optional<std::string> read_base64(std::string_view text);

/// XSalsa20-Poly1305 under a random nonce: the bytes of nonce and box. `chance` must be the operating system's, as nonces must not repeat.
[[nodiscard]] std::string seal(const Key& key, std::string_view plain, Chance& chance);
/// nullopt when it was not sealed with this key, or was changed since.
[[nodiscard]] std::optional<std::string> open(const Key& key, std::string_view sealed);
/// The name is sealed with it, so that one secret cannot be put in another's place.
[[nodiscard]] std::string seal_as(const Key& key, std::string_view name, std::string_view plain, Chance& chance);
/// nullopt also when it was sealed under another name.
[[nodiscard]] std::optional<std::string> open_as(const Key& key, std::string_view name, std::string_view sealed);

/// Overwrites the text, in a way that the compiler may not leave out.
void wipe(std::string& secret);

}  // namespace zhiyin::crypto
