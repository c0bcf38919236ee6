#include "bot/store.hpp"

#include <array>

namespace zhiyin::bot {
namespace {

constexpr db::Statement dialogue_of{"bot_dialogue", "SELECT d.memory FROM bot_dialogue AS d WHERE d.conversation = $1"};
constexpr db::Statement dialogue_save{
    "bot_save_dialogue",
    "INSERT INTO bot_dialogue (conversation, revision, memory) VALUES ($1, $2, $3) ON CONFLICT (conversation) DO UPDATE SET "
    "revision = excluded.revision, memory = excluded.memory"};
constexpr db::Statement dialogue_forget{"bot_forget_dialogue", "DELETE FROM bot_dialogue WHERE conversation = $1 AND revision <= $2"};
constexpr std::array<const db::Statement*, 3> all_statements{&dialogue_of, &dialogue_save, &dialogue_forget};

}  // namespace

db::ModuleStatements statements() {
  return {all_statements, {}};
}

Memory remembered(db::Session& session, ConversationId id) {
  const auto rows = session.query(dialogue_of, {id.value()});
  return rows.empty() ? Memory{} : read_memory(rows.text(0, 0));
}

void remember(db::Session& session, ConversationId id, std::int64_t revision, const Memory& memory) {
  const auto text = memory_text(memory);
  (void)session.query(dialogue_save, {id.value(), revision, text});
}

void forget(db::Session& session, ConversationId id, std::int64_t revision) {
  (void)session.query(dialogue_forget, {id.value(), revision});
}

}  // namespace zhiyin::bot
