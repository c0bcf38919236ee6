// What people may be called, and who must stay. Pure.
#pragma once

#include <string>
#include <string_view>

#include "identity/model.hpp"
#include "platform/base/result.hpp"

namespace zhiyin::identity {

constexpr std::size_t name_max_chars = 80;
constexpr std::size_t email_max_bytes = 254;
constexpr std::int64_t capacity_max = 100;
constexpr std::int64_t people_max = 10'000;  ///< of one deployment, disabled ones included

/// A name of a person, team, inbox or skill: 1 to 80 characters without control characters, spaces around it cut off. `text` is UTF-8.
[[nodiscard]] Result<std::string> name_from(std::string_view text, std::string_view where);
/// One @ with something on both sides, no spaces, at most 254 bytes; ASCII letters become small. Whether it exists, a mail will tell.
[[nodiscard]] Result<std::string> email_from(std::string_view text);
[[nodiscard]] Result<std::int64_t> capacity_from(std::int64_t wanted);

/// Whether `member` keeps the door open for others: demonstration people do not, they go with their setting.
[[nodiscard]] bool administers(const Member& member);
/// Refuses a change after which nobody could undo it: `others` is how many other people administer.
[[nodiscard]] Result<void> may_become(const Member& before, const Member& after, std::int64_t others);

}  // namespace zhiyin::identity
