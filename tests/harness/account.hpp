// Who a user of this machine is, to be asked on any thread.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>

namespace zhiyin::harness {

struct Account {
  uid_t user = 0;
  gid_t group = 0;
};
/// nullopt when there is nobody of that name.
[[nodiscard]] std::optional<Account> account_of(const std::string& name);

}  // namespace zhiyin::harness
