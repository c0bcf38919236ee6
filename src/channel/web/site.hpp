// A web inbox as its visitors meet it. What an administrator changes of it holds for the next hello.
#pragma once

#include <optional>
#include <string_view>

#include "access/directory.hpp"
#include "channel/web/signature.hpp"
#include "inbox/safe.hpp"

namespace zhiyin::channel::web {

struct Site {
  InboxId inbox;
  IdentityRules rules;
};

class Sites {
 public:
  /// `first` is what the settings say of the first web inbox, in place of what the inbox itself says: its secret, when it is not empty; and
  /// that an identity is required, when it is.
  Sites(const access::Directories& directories, const inbox::Safe& safe, IdentityRules first)
      : directories_(directories), safe_(safe), first_(std::move(first)) {}

  /// That of a hello's `inbox`; without one the first active web inbox. nullopt: there is none that takes visitors. Any thread; asks
  /// nobody.
  [[nodiscard]] std::optional<Site> find(std::optional<std::string_view> named) const;

 private:
  const access::Directories& directories_;
  const inbox::Safe& safe_;
  IdentityRules first_;
};

}  // namespace zhiyin::channel::web
