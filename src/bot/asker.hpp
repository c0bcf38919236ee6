// From a customer's message to the bot's answer: follows the log, has each message read, and submits the command that answers. It waits
// for nobody: what is never read, or dies on the way, is the timer's (timers.hpp).
#pragma once

#include <functional>
#include <memory>

#include "bot/service.hpp"
#include "platform/clock/clock.hpp"
#include "platform/listener/listener.hpp"

namespace zhiyin::bot {

class Asker {
 public:
  using Submit = std::function<void(std::unique_ptr<writer::Command>)>;
  using Library = std::function<knowledge::LibraryPtr()>;

  /// All outlive it; it outlives every question that is under way with `readings`, and every command.
  Asker(Readings& readings, Library library, Submit submit, const Clock& clock, const Means& means)
      : readings_(readings), library_(std::move(library)), submit_(std::move(submit)), clock_(clock), means_(means) {}

  /// Returns at once. Any thread but a store writer's.
  void ask(Question question);

 private:
  void submit(Question question, std::optional<Reading> reading);

  Readings& readings_;
  const Library library_;
  const Submit submit_;
  const Clock& clock_;
  const Means& means_;
};

/// Asks about what visitors say to the bot, and forgets dialogues that have ended. nullptr: to make its cursor only.
[[nodiscard]] listener::Listener asking_listener(Asker* asker);

}  // namespace zhiyin::bot
