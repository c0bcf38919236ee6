// Questions about contacts, on a reading session.
#pragma once

#include <optional>
#include <string_view>

#include "event/conversation.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::contact {

[[nodiscard]] db::ModuleStatements reading_statements();

/// The contact whose address it is.
[[nodiscard]] std::optional<Person> find_by_address(db::Session& session, InboxId inbox, std::string_view address);

}  // namespace zhiyin::contact
