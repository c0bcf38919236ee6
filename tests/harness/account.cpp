#include "harness/account.hpp"

#include <pwd.h>

#include <array>

namespace zhiyin::harness {

std::optional<Account> account_of(const std::string& name) {
  passwd entry{};
  passwd* found = nullptr;
  std::array<char, 16384> words{};
  if (::getpwnam_r(name.c_str(), &entry, words.data(), words.size(), &found) != 0 || found == nullptr) {
    return std::nullopt;
  }
  return Account{entry.pw_uid, entry.pw_gid};
}

}  // namespace zhiyin::harness
