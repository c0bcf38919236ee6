// The inbox through which a website's visitor comes in.
#pragma once

#include <optional>
#include <string_view>

#include "access/directory.hpp"

namespace zhiyin::channel {

/// The web inbox of this id; without one the first that takes visitors. nullptr: there is none that does.
[[nodiscard]] const inbox::Inbox* entrance(const access::Directory& directory, std::optional<std::string_view> named);
/// The first web inbox, whether it takes visitors or not: the one that settings speak of. nullptr: there is none.
[[nodiscard]] const inbox::Inbox* first_website(const access::Directory& directory);

}  // namespace zhiyin::channel
