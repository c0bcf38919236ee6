// Texts that only we can read and make: the cursors of paging.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/crypto/crypto.hpp"

namespace zhiyin::api {

class Sealer {
 public:
  Sealer(const crypto::Key& key, Chance& chance) : key_(key), chance_(chance) {}

  /// base64url without padding; opens only together with the same `bound`, which is not in it.
  [[nodiscard]] std::string seal(std::string_view plain, std::string_view bound) const;
  /// nullopt for what this key did not seal, for another `bound`, or when a bit was changed.
  [[nodiscard]] std::optional<std::string> open(std::string_view sealed, std::string_view bound) const;

 private:
  crypto::Key key_;
  Chance& chance_;
};

}  // namespace zhiyin::api
