#include "bot/service.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "access/directory.hpp"
#include "bot/store.hpp"
#include "contact/block.hpp"
#include "conversation/work.hpp"
#include "routing/survey.hpp"

namespace zhiyin::bot {
namespace {

/// As customers may read it; nullptr: they may not.
const knowledge::LiveText* readable(const knowledge::LiveArticle* article, std::string_view language) {
  return article == nullptr || article->audience != knowledge::Audience::everybody ? nullptr : article->in(language);
}

/// The summary answers by itself; without one the first paragraph does.
std::string told(const knowledge::LiveText& text) {
  if (!text.words.summary.empty()) {
    return text.words.summary;
  }
  const auto begin = text.plain.find_first_not_of(" \r\n");
  return begin == std::string::npos ? text.words.title : text.plain.substr(begin, text.plain.find('\n', begin) - begin);
}

struct Saying {
  std::string text;
  event::Aids aids;
};

Saying saying_of(const Act& act, std::string_view language, const knowledge::Library& library, const Means& means) {
  switch (act.does) {
    case Does::greet: return {say(Line::greet, language, means.settings.name), {}};
    case Does::thanks: return {say(Line::thanks, language), {}};
    case Does::machine: return {say(Line::machine, language), {}};
    case Does::go_on: return {say(Line::go_on, language), {}};
    case Does::unknown: return {say(Line::unknown, language), {.source = {}, .choices = {say(Line::person, language)}}};
    case Does::ask_back: {
      Saying saying{say(Line::ask_back, language), {}};
      std::ranges::transform(act.choices, std::back_inserter(saying.aids.choices), &Offered::title);
      return saying;
    }
    case Does::answer: {
      const auto* article = library.article(act.article);
      const auto* text = readable(article, language);
      require(text != nullptr, "the bot answers with what it was told of");
      return {told(*text),
              {.source =
                   event::Source{article->id, article->slug, text->words.title, text->language, means.link(text->language, article->slug)},
               .choices = {}}};
    }
    case Does::hand_over: break;
  }
  fail_requirement("handing over has words of its own", std::source_location::current());
}

Step step_for(const Question& question, const Reading* reading, const knowledge::Library& library, const Memory& memory,
              const Means& means) {
  const auto language = understanding::language_of(question.text);
  return next(
      {.text = question.text,
       .language = language,
       .reading = reading,
       .memory = memory,
       .title =
           [&](ArticleId id) {
             const auto* text = readable(library.article(id), language);
             return text == nullptr ? std::string{} : text->words.title;
           },
       .anything =
           [&] { return std::ranges::any_of(library.articles(), [&](const auto& one) { return readable(&one, language) != nullptr; }); },
       .same_question_max = means.settings.same_question_max});
}

/// One for each question: stages and seq rise, so no other message is called so.
std::string client_id_of(const conversation::Conversation& c, std::string_view what) {
  return fmt::format("{}:{}:{}", what, c.id.text(), c.customer_last_seq);
}

/// Whether this is what the customer waits for an answer to.
bool waits(const conversation::Conversation* c, std::int64_t seq) {
  return c != nullptr && c->stage == Stage::bot && c->customer_last_seq == seq && c->last_seq == seq;
}

}  // namespace

void want(writer::Tx& tx, ConversationId id) {
  conversation::want(tx, id);
  access::want(tx);
}

std::optional<Act> answer(writer::Tx& tx, const Question& question, const Reading* reading, const knowledge::Library& library,
                          const Means& means) {
  const auto* c = conversation::find(tx, question.conversation);
  if (!waits(c, question.seq)) {
    return std::nullopt;
  }
  auto step = step_for(question, reading, library, remembered(tx.session(), c->id), means);
  if (step.act.does == Does::hand_over) {
    remember(tx.session(), c->id, c->revision, step.memory);
    hand_over(tx, c->id, step.act.reason, means.person(), means);
    return std::move(step.act);
  }
  auto saying = saying_of(step.act, step.memory.language, library, means);
  const auto client_id = client_id_of(*c, "bot");
  const auto said =
      conversation::say_as_bot(tx, c->id, means.person(), {.client_id = client_id, .text = saying.text}, std::move(saying.aids));
  require(said.has_value(), "in its own stage the bot may speak");
  remember(tx.session(), c->id, c->revision, step.memory);
  return std::move(step.act);
}

bool hand_over(writer::Tx& tx, ConversationId id, Reason reason, const Person& by, const Means& means) {
  const auto* c = conversation::find(tx, id);
  if (c == nullptr || c->stage != Stage::bot) {
    return false;
  }
  const auto memory = remembered(tx.session(), id);
  const auto language = memory.language.empty() ? understanding::language_of(c->last_text) : std::string_view{memory.language};
  const auto duty = routing::duty_of(tx.session(), access::directory(tx), {c->inbox, c->team}, tx.now());
  const auto line = say(duty.on ? Line::handing_over : Line::nobody_there, language);
  const auto said = conversation::say_as_bot(tx, id, means.person(), {.client_id = client_id_of(*c, "bot-over"), .text = line});
  require(said.has_value(), "in its own stage the bot may speak");
  const auto moved = conversation::hand_over(tx, id, by);
  require(moved.has_value(), "what the bot has can be handed over");
  conversation::note_as_system(tx, id, client_id_of(*c, "bot-over"), reason_note(reason));
  return true;
}

std::unique_ptr<writer::Command> ask_for_person(ConversationId id, ContactId visitor, const Means& means,
                                                std::move_only_function<void(Result<conversation::Moved>)> reply) {
  struct Outcome {
    conversation::Moved moved;
    bool handed_over = false;
  };
  return writer::command<Outcome>(
      {static_cast<std::uint64_t>(id.value())},
      [id, visitor](writer::Tx& tx) {
        bot::want(tx, id);
        contact::want_standing(tx, visitor);
      },
      [id, visitor, &means](writer::Tx& tx) -> Result<Outcome> {
        const auto* c = conversation::find(tx, id);
        if (c == nullptr) {
          return refuse(ErrorCode::conflict, "there is no conversation yet", "conversation", "say what it is about");
        }
        if (contact::blocked(tx, visitor)) {
          return std::unexpected(contact::blocked_refusal());
        }
        if (c->stage == Stage::resolved) {
          return refuse(ErrorCode::conflict, "this conversation is over", "conversation", "say what it is about, to begin again");
        }
        const bool handed_over = hand_over(tx, id, Reason::asked, c->visitor(), means);
        return Outcome{{id, c->revision, c->inner_revision}, handed_over};
      },
      [&means, reply = std::move(reply)](Result<Outcome> result) mutable {
        if (result && result->handed_over) {
          means.figures.handed_over(Reason::asked);
        }
        reply(result ? Result<conversation::Moved>{result->moved} : std::unexpected(std::move(result.error())));
      });
}

}  // namespace zhiyin::bot
