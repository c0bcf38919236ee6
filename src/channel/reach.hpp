// A customer leaves a way to be reached, for when nobody is on duty.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "contact/claim.hpp"
#include "contact/settings.hpp"
#include "platform/writer/command.hpp"

namespace zhiyin::channel {

struct Reachable {
  InboxId inbox;
  std::string address;
  std::string name;   ///< used when he is first stored
  std::string email;  ///< as he typed it; empty: not given
  std::string phone;
  std::optional<contact::Claim> claim = {};
};

/// Keeps them as typed identities of his contact, which is made if need be. Refused: neither given, not an address (the error names which),
/// a blocked contact. `reply` runs on the writer's thread, after COMMIT.
[[nodiscard]] std::unique_ptr<writer::Command> reach(Reachable reachable, const contact::Settings& settings,
                                                     std::move_only_function<void(Result<ContactId>)> reply);

}  // namespace zhiyin::channel
