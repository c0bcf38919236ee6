// What may be set of an inbox, and how its secret looks. Pure.
#pragma once

#include <optional>
#include <string>

#include "inbox/model.hpp"
#include "platform/base/result.hpp"
#include "platform/clock/clock.hpp"

namespace zhiyin::inbox {

constexpr std::size_t inboxes_max = 1'000;
constexpr std::int64_t reopen_days_max = 365;
constexpr Millis wrap_up_max = std::chrono::hours{1};
constexpr Millis offer_min = std::chrono::seconds{5};
constexpr Millis offer_max = std::chrono::minutes{10};

/// nullopt when all of it is within its bounds.
[[nodiscard]] std::optional<Error> fault_in(const Inbox& inbox);
/// 32 random bytes as base64url without padding.
[[nodiscard]] std::string new_secret(Chance& chance);

}  // namespace zhiyin::inbox
