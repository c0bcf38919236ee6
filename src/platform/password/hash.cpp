#include "platform/password/hash.hpp"

#include <sodium.h>

#include <array>
#include <new>

#include "platform/base/require.hpp"

namespace zhiyin::password {
namespace {

/// Chooses the implementation for this processor; without it the portable one is used, at half the speed.
void set_up() {
  static const int done = sodium_init();
  require(done >= 0, "libsodium is there");
}

}  // namespace

std::string hash(std::string_view password, Cost cost) {
  set_up();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (crypto_pwhash_argon2id_str(text.data(), password.data(), password.size(), cost.passes, cost.memory_kib * 1024) != 0) {
    throw std::bad_alloc();
  }
  return text.data();
}

Verdict verify(std::string_view stored, std::string_view password, Cost cost) {
  set_up();
  std::array<char, crypto_pwhash_STRBYTES> text{};
  if (stored.size() >= text.size()) {
    return {};
  }
  stored.copy(text.data(), stored.size());
  if (crypto_pwhash_argon2id_str_verify(text.data(), password.data(), password.size()) != 0) {
    return {};
  }
  return {true, crypto_pwhash_argon2id_str_needs_rehash(text.data(), cost.passes, cost.memory_kib * 1024) != 0};
}

}  // namespace zhiyin::password
