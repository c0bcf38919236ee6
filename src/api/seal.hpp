// Texts that only we can read and make: the cursors of paging. AES-256 in Galois/Counter Mode (NIST SP 800-38D), a fresh random nonce each.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "platform/clock/clock.hpp"

namespace zhiyin::api {

using SealKey = std::array<unsigned char, 32>;

class Sealer {
 public:
  /// `chance` must be the operating system's, as nonces must not repeat under one key.
  Sealer(const SealKey& key, Chance& chance) : key_(key), chance_(chance) {}

  /// base64url without padding; opens only together with the same `bound`, which is not in it.
  [[nodiscard]] std::string seal(std::string_view plain, std::string_view bound) const;
  /// nullopt for what this key did not seal, for another `bound`, or when a bit was changed.
  [[nodiscard]] std::optional<std::string> open(std::string_view sealed, std::string_view bound) const;

 private:
  SealKey key_;
  Chance& chance_;
};

}  // namespace zhiyin::api
