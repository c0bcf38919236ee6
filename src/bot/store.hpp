// What the bot remembers, as rows. Whoever writes one holds its conversation's lock. Table: bot_dialogue.
#pragma once

#include "bot/memory.hpp"
#include "platform/db/session.hpp"

namespace zhiyin::bot {

[[nodiscard]] db::ModuleStatements statements();

/// Empty when there is none.
[[nodiscard]] Memory remembered(db::Session& session, ConversationId id);
/// `revision`: the conversation's after what is remembered.
void remember(db::Session& session, ConversationId id, std::int64_t revision, const Memory& memory);
/// Unless something was remembered after `revision`.
void forget(db::Session& session, ConversationId id, std::int64_t revision);

}  // namespace zhiyin::bot
