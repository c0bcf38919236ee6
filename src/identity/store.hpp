// The rows of people. Tables: person, access_head.
#pragma once

#include "identity/model.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::identity {

/// Of commands and of questions.
[[nodiscard]] db::ModuleStatements statements();

void insert(db::Session& session, const Member& member);
void update(db::Session& session, const Member& member);
/// How many other people than `but` administer, demonstration people left out.
[[nodiscard]] std::int64_t other_administrators(db::Session& session, AgentId but);
[[nodiscard]] std::int64_t count_people(db::Session& session);

/// Locks the row; it is there since found().
[[nodiscard]] std::int64_t lock_generation(db::Session& session);
[[nodiscard]] std::int64_t raise_generation(db::Session& session);
/// False when it was there.
[[nodiscard]] bool found_head(db::Session& session);

}  // namespace zhiyin::identity
