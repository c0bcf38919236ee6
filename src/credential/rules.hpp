// What is a password, and how long somebody waits who guesses. Pure.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

#include "platform/base/result.hpp"
#include "platform/base/time.hpp"

namespace zhiyin::credential {

constexpr std::size_t password_min_chars = 10;
constexpr std::size_t password_max_chars = 128;

/// Refuses one that is too short or too long, the person's e-mail address or name, or among those that are tried first. What it is
/// composed of is its owner's business. Texts are UTF-8.
[[nodiscard]] Result<void> check_password(std::string_view password, std::string_view email, std::string_view name);

/// How often an account, existing or not, was tried. A try counts before it is looked at, so that a thousand at once are a thousand.
struct Guesses {
  std::int64_t tries = 0;
  Time last_at;
  Time locked_until;
  std::int64_t untold = 0;  ///< failures that the audit log does not know yet
  Time told_at;             ///< when it was last told
  friend bool operator==(const Guesses&, const Guesses&) = default;
};

constexpr std::int64_t free_tries = 5;
constexpr std::chrono::seconds first_delay{1};
constexpr std::chrono::minutes longest_delay{15};
constexpr std::chrono::hours forget_tries_after{24};

/// From the fifth try on each one locks the account: 1 s, 2 s, 4 s … 15 minutes.
[[nodiscard]] Millis delay_after(std::int64_t tries);
/// How long the account stays locked; nullopt: one may try.
[[nodiscard]] std::optional<Millis> wait_of(const Guesses& guesses, Time now);
[[nodiscard]] Guesses with_try(Guesses guesses, Time now);
/// After a right password.
[[nodiscard]] Guesses with_success(Guesses guesses);
/// One row an hour: whether a failure now is to be told, with all that are untold.
[[nodiscard]] bool tells(const Guesses& guesses, Time now);

}  // namespace zhiyin::credential
