// The rows of inboxes. Tables: inbox, inbox_person, inbox_team.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "inbox/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::inbox {

/// Of commands and of questions.
[[nodiscard]] db::ModuleStatements statements();

/// Without people and teams.
void insert(db::Session& session, const Inbox& inbox);
void update(db::Session& session, const Inbox& inbox);
/// Unless another has replaced it meanwhile.
void replace_secret_of(db::Session& session, const Inbox& inbox, std::string_view kept);
void replace_people(db::Session& session, InboxId inbox, std::span<const AgentId> people);
void replace_teams(db::Session& session, InboxId inbox, std::span<const TeamId> teams);
[[nodiscard]] std::optional<InboxId> inbox_named(db::Session& session, std::string_view name);

}  // namespace zhiyin::inbox
