#include "bot/asker.hpp"

#include <map>
#include <utility>

#include "bot/store.hpp"
#include "event/conversation.hpp"

namespace zhiyin::bot {
namespace {

/// Each batch is read anew after a failure, so the same question may be asked again: its answer drops itself.
void ask_all(Asker& asker, listener::Entries entries) {
  std::map<ConversationId, Question> newest;  // only the newest of each is answered
  for (const auto& entry : entries) {
    const auto fact = entry.kind == "message_sent" ? event::read(entry) : std::nullopt;
    const auto* sent = fact ? std::get_if<event::MessageSent>(&fact->change) : nullptr;
    if (sent != nullptr && sent->to_bot) {
      newest[fact->conversation] = {fact->conversation, sent->seq, fact->at, sent->text};
    }
  }
  for (auto& [id, question] : newest) {
    asker.ask(std::move(question));
  }
}

void forget_ended(writer::Tx& tx, listener::Entries entries) {
  for (const auto& entry : entries) {
    const auto fact = entry.kind == "stage_changed" ? event::read(entry) : std::nullopt;
    const auto* moved = fact ? std::get_if<event::StageChanged>(&fact->change) : nullptr;
    if (moved != nullptr && moved->stage == Stage::resolved) {
      forget(tx.session(), fact->conversation, fact->revision);
    }
  }
}

}  // namespace

void Asker::ask(Question question) {
  auto text = question.text;
  const auto language = understanding::language_of(text);
  readings_.read(std::move(text), language, [this, question = std::move(question)](std::optional<Reading> reading) mutable {
    submit(std::move(question), std::move(reading));
  });
}

void Asker::submit(Question question, std::optional<Reading> reading) {
  const auto asked = std::make_shared<const Question>(std::move(question));  // shared by want and run, which the command keeps
  submit_(writer::command<std::optional<Act>>(
      {static_cast<std::uint64_t>(asked->conversation.value())}, [asked](writer::Tx& tx) { want(tx, asked->conversation); },
      [this, asked, reading = std::move(reading), library = library_()](writer::Tx& tx) -> Result<std::optional<Act>> {
        return answer(tx, *asked, reading ? &*reading : nullptr, *library, means_);
      },
      [this, asked](const Result<std::optional<Act>>& act) {
        if (act && *act && (*act)->does == Does::hand_over) {
          means_.figures.handed_over((*act)->reason);
        } else if (act && *act) {
          means_.figures.answered((*act)->does, clock_.now() - asked->at);
        }
      }));
}

listener::Listener asking_listener(Asker* asker) {
  return {.name = "bot",
          .prepare =
              [asker](listener::Entries entries) {
                if (asker != nullptr) {
                  ask_all(*asker, entries);
                }
              },
          .want = {},
          .apply = forget_ended,
          .each_alone = true};
}

}  // namespace zhiyin::bot
