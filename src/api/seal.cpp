#include "api/seal.hpp"

namespace zhiyin::api {

std::string Sealer::seal(std::string_view plain, std::string_view bound) const {
  return crypto::base64url(crypto::seal(crypto::key_for(key_, bound), plain, chance_));
}

std::optional<std::string> Sealer::open(std::string_view sealed, std::string_view bound) const {
  const auto bytes = crypto::read_base64url(sealed);
  return bytes ? crypto::open(crypto::key_for(key_, bound), *bytes) : std::nullopt;
}

}  // namespace zhiyin::api
