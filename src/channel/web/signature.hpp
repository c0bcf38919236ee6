// A visitor's signed identity: the site's server says who he is, and proves it with the inbox's secret. docs/live-protocol.md, "Opening".
#pragma once

#include <string>
#include <string_view>

#include "contact/claim.hpp"
#include "contact/settings.hpp"
#include "platform/base/result.hpp"
#include "platform/json/reader.hpp"

namespace zhiyin::channel::web {

/// What an inbox asks of its visitors.
struct IdentityRules {
  std::string secret;     ///< empty: no identity can be signed
  bool required = false;  ///< strangers are refused
};

/// Who the visitor is, from the hello's `identity`. Version 1 signs the id alone; version 2 the id, e-mail, phone number and end, so it is
/// they that the site vouches for. An e-mail or phone number that is not signed, or not one, is typed, or dropped. Refused, with the reason
/// to close with: no secret, members of the wrong type, a wrong hash (compared in constant time), one that has expired. The claim's
/// inbox and token are the caller's to fill in.
[[nodiscard]] Result<contact::Claim> verified(const json::Object& identity, const IdentityRules& rules, Time now,
                                              const contact::Settings& settings);

/// Where a signed person is reached, whatever device he is on. Tells nobody his id.
[[nodiscard]] std::string address_of_signed(std::string_view secret, std::string_view external_id);

}  // namespace zhiyin::channel::web
