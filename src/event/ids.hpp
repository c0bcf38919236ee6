// The ids that more than one module speaks of, and who somebody is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "platform/base/id.hpp"

namespace zhiyin {

using ConversationId = Id<struct ConversationTag>;
using ContactId = Id<struct ContactTag>;
/// Everybody who works here and can sign in, whatever his role.
using AgentId = Id<struct AgentTag>;
using InboxId = Id<struct InboxTag>;
using TeamId = Id<struct TeamTag>;
using SkillId = Id<struct SkillTag>;
using ArticleId = Id<struct ArticleTag>;
using CategoryId = Id<struct CategoryTag>;

/// Who speaks or reads. `id` is a ContactId, an AgentId, or 0 for the bot.
enum class PersonKind : std::uint8_t { visitor = 1, agent = 2, bot = 3 };
struct Person {
  PersonKind kind = PersonKind::visitor;
  std::int64_t id = 0;
  std::string name;
  friend bool operator==(const Person&, const Person&) = default;
};
[[nodiscard]] std::string_view person_kind_text(PersonKind kind);

}  // namespace zhiyin
