// The bot's commands, on a store writer. Each decides again what may have changed since it was asked for.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/figures.hpp"
#include "bot/readings.hpp"
#include "bot/settings.hpp"
#include "conversation/service.hpp"
#include "knowledge/library.hpp"
#include "platform/writer/command.hpp"

namespace zhiyin::bot {

/// Made by wiring, outlives every command.
struct Means {
  Settings settings;
  /// The path of an article's page, by language and slug.
  std::function<std::string(std::string_view language, std::string_view slug)> link;
  Figures& figures;

  [[nodiscard]] Person person() const { return {PersonKind::bot, 0, settings.name}; }
};

/// A customer's message that waits for the bot.
struct Question {
  ConversationId conversation;
  std::int64_t seq = 0;
  Time at;
  std::string text;
};

/// What is decided on: the conversation and the directory.
void want(writer::Tx& tx, ConversationId id);

/// Says one thing, or hands over. nullopt, and nothing is done: the question is not the newest any more, is answered, or the conversation
/// is not the bot's; so it may be run again.
[[nodiscard]] std::optional<Act> answer(writer::Tx& tx, const Question& question, const Reading* reading, const knowledge::Library& library,
                                        const Means& means);
/// Tells the customer, gives the conversation to the queue in the name of `by` (the bot, or its visitor), and notes the reason. False, and
/// nothing is done, when the bot does not have it.
bool hand_over(writer::Tx& tx, ConversationId id, Reason reason, const Person& by, const Means& means);

/// The visitor of this conversation wants a person. With people already it stays as it is; conflict when it is resolved; forbidden when he
/// is blocked. `reply` runs on the writer's thread, after COMMIT.
[[nodiscard]] std::unique_ptr<writer::Command> ask_for_person(ConversationId id, ContactId visitor, const Means& means,
                                                              std::move_only_function<void(Result<conversation::Moved>)> reply);

}  // namespace zhiyin::bot
