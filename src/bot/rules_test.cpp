// What the bot does next. Each dialogue is a table: what the customer says, what was understood, what it does. The promises of BOT-2 and of
// HAND-1 (explicit request, repeats, fallbacks) and HAND-5 are rows.
#include "bot/rules.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <optional>

namespace zhiyin::bot {
namespace {

constexpr ArticleId refund{1};
constexpr ArticleId parcel{2};
constexpr ArticleId cancel{3};
constexpr ArticleId hidden{9};  // customers may not read it

std::string title_of(ArticleId id) {
  return id == refund ? "Refunds" : id == parcel ? "Late parcels" : id == cancel ? "Cancel an order" : "";
}

std::optional<Reading> said(Says says) {
  return Reading{says, Verdict::unknown, {}};
}
std::optional<Reading> means(ArticleId id) {
  return Reading{Says::question, Verdict::answer, {id}};
}
std::optional<Reading> one_of(std::vector<ArticleId> ids) {
  return Reading{Says::question, Verdict::ask_back, std::move(ids)};
}
const std::optional<Reading> lost = Reading{};
const std::optional<Reading> unread;

struct Row {
  std::string text;
  std::optional<Reading> reading;
  std::string does;
};

std::string text_of(const Act& act) {
  switch (act.does) {
    case Does::greet: return "greets";
    case Does::answer: return "answers " + title_of(act.article);
    case Does::ask_back: {
      std::string all = "asks";
      for (const auto& one : act.choices) {
        all += " " + one.title + ",";
      }
      return all;
    }
    case Does::unknown: return "does not know";
    case Does::thanks: return "thanks";
    case Does::machine: return "is a machine";
    case Does::go_on: return "goes on";
    case Does::hand_over: return "hands over: " + std::string{reason_text(act.reason)};
  }
  return "";
}

struct Told {
  bool anything = true;
  std::string_view language = "en";
};

Step step(const std::string& text, const std::optional<Reading>& reading, const Memory& memory, Told told = {}) {
  return next({.text = text,
               .language = told.language,
               .reading = reading ? &*reading : nullptr,
               .memory = memory,
               .title = title_of,
               .anything = [told] { return told.anything; }});
}

void expect_dialogue(const std::vector<Row>& rows, Told told = {}) {
  Memory memory;
  for (const auto& row : rows) {
    auto now = step(row.text, row.reading, memory, told);
    EXPECT_EQ(text_of(now.act), row.does) << row.text;
    memory = read_memory(memory_text(now.memory));
  }
}

TEST(Dialogue, AnswersGreetsAndIsHonest) {
  expect_dialogue({{"hi", said(Says::greeting), "greets"},
                   {"are you a robot?", said(Says::asks_whether_machine), "is a machine"},
                   {"refund?", means(refund), "answers Refunds"},
                   {"thank you", said(Says::thanks), "thanks"},
                   {"my parcel is late", means(parcel), "answers Late parcels"},
                   {"yes", said(Says::agrees), "thanks"},
                   {"bye", said(Says::goodbye), "thanks"}});
}

TEST(Dialogue, HandsOverOnRequestAtAnyMoment) {
  expect_dialogue({{"human", said(Says::wants_person), "hands over: asked"}});
  expect_dialogue({{"refund?", means(refund), "answers Refunds"}, {"转人工", said(Says::wants_person), "hands over: asked"}});
}

// HAND-5: whatever is wrong with the reader, people get it.
TEST(Dialogue, HandsOverWhatWasNotRead) {
  expect_dialogue({{"refund?", unread, "hands over: silent"}});
}

TEST(Dialogue, FailsOnceAndHandsOverTheSecondTime) {
  expect_dialogue({{"my cat is blue", lost, "does not know"}, {"the cat!", lost, "hands over: failed_twice"}});
  expect_dialogue({{"my cat is blue", lost, "does not know"},
                   {"refund then", means(refund), "answers Refunds"},
                   {"and the cat?", lost, "hands over: failed_twice"}});
  expect_dialogue({{"my cat is blue", lost, "does not know"},
                   {"refund then", means(refund), "answers Refunds"},
                   {"thanks", said(Says::thanks), "thanks"},
                   {"and the cat?", lost, "does not know"}});
}

TEST(Dialogue, TakesUpThePersonThatItOffered) {
  expect_dialogue({{"my cat is blue", lost, "does not know"}, {"yes", said(Says::agrees), "hands over: asked"}});
  expect_dialogue({{"my cat is blue", lost, "does not know"}, {"Talk to a person", lost, "hands over: asked"}});
  expect_dialogue({{"my cat is blue", lost, "does not know"}, {" Talk to a person ", unread, "hands over: asked"}});
  expect_dialogue({{"my cat is blue", lost, "does not know"}, {"no", said(Says::disagrees), "goes on"}});
  expect_dialogue({{"Talk to a person", lost, "does not know"}});  // not offered: then the reader says what it means
  expect_dialogue({{"yes", said(Says::agrees), "goes on"}});
}

// An answer that was given and is asked for again has failed, as has one that is said not to help: neither is given again.
TEST(Dialogue, NeverRepeatsAFailedAnswer) {
  expect_dialogue({{"refund?", means(refund), "answers Refunds"},
                   {"how do I get my money back", means(refund), "does not know"},
                   {"refund!!", means(refund), "hands over: failed_twice"}});
  expect_dialogue({{"refund?", means(refund), "answers Refunds"},
                   {"that did not help", said(Says::disagrees), "does not know"},
                   {"which is it", one_of({refund, parcel}), "answers Late parcels"},
                   {"no", said(Says::disagrees), "hands over: failed_twice"}});
}

TEST(Dialogue, AsksBackAndTakesTheChoice) {
  expect_dialogue({{"order", one_of({refund, parcel}), "asks Refunds, Late parcels,"}, {"Late parcels", lost, "answers Late parcels"}});
  expect_dialogue({{"order", one_of({refund, parcel}), "asks Refunds, Late parcels,"}, {"Refunds", unread, "answers Refunds"}});
  expect_dialogue(
      {{"order", one_of({refund, parcel}), "asks Refunds, Late parcels,"}, {"none of these", said(Says::disagrees), "does not know"}});
  // In other words, and as unclear as before.
  expect_dialogue(
      {{"order", one_of({refund, parcel}), "asks Refunds, Late parcels,"}, {"the order", one_of({parcel, refund}), "does not know"}});
  expect_dialogue({{"order", one_of({refund, parcel}), "asks Refunds, Late parcels,"},
                   {"or cancel", one_of({refund, cancel}), "asks Refunds, Cancel an order,"}});
  // Only what customers may read is offered; of one there is nothing to choose.
  expect_dialogue({{"order", one_of({hidden, parcel}), "answers Late parcels"}});
  expect_dialogue({{"order", means(hidden), "does not know"}});
  // A question in between does not take the choices away.
  expect_dialogue({{"order", one_of({refund, parcel}), "asks Refunds, Late parcels,"},
                   {"are you a robot?", said(Says::asks_whether_machine), "is a machine"},
                   {"Refunds", lost, "answers Refunds"}});
}

TEST(Dialogue, HandsOverAtTheFourthAskingOfTheSame) {
  const auto thanks = Row{"thanks", said(Says::thanks), "thanks"};
  expect_dialogue({{"my cat is blue", lost, "does not know"},
                   thanks,
                   {"My cat is blue!", lost, "does not know"},
                   thanks,
                   {"my cat  is blue", lost, "does not know"},
                   thanks,
                   {"MY CAT IS BLUE", lost, "hands over: repeated"}});
}

TEST(Dialogue, HandsOverWhereNothingIsPublished) {
  expect_dialogue({{"我的猫是蓝色的", lost, "hands over: unpublished"}}, {.anything = false, .language = "zh-CN"});
}

TEST(Dialogue, OffersThePersonInItsLanguage) {
  expect_dialogue({{"我的猫是蓝色的", lost, "does not know"}, {"转人工", unread, "hands over: asked"}}, {.language = "zh-CN"});
}

// Whatever is said and understood: no article is answered with twice, choices are few, different and never empty, and after the second
// failure the bot has handed over.
RC_GTEST_PROP(Dialogue, KeepsItsPromisesWhateverIsSaid, ()) {
  Memory memory;
  std::vector<ArticleId> answered;
  int failures = 0;
  for (int turn = 0; turn < 30; ++turn) {
    const auto says = static_cast<Says>(*rc::gen::inRange(0, 9));
    const auto verdict = static_cast<Verdict>(*rc::gen::inRange(0, 3));
    std::vector<ArticleId> articles;
    for (const auto id : *rc::gen::container<std::vector<int>>(rc::gen::element(1, 2, 3, 9))) {
      articles.emplace_back(id);
    }
    const auto text = *rc::gen::element<std::string>("a", "b", "Refunds", "Late parcels", "Talk to a person");
    const auto now = step(text, Reading{says, verdict, articles}, memory);
    memory = now.memory;
    if (now.act.does == Does::hand_over) {
      return;
    }
    if (now.act.does == Does::thanks) {
      failures = memory.failures == 0 ? 0 : failures;
    }
    failures += now.act.does == Does::unknown ? 1 : 0;
    RC_ASSERT(failures <= 1);
    if (now.act.does == Does::answer) {
      RC_ASSERT(std::ranges::find(answered, now.act.article) == answered.end());
      RC_ASSERT(!title_of(now.act.article).empty());
      answered.push_back(now.act.article);
    }
    if (now.act.does == Does::ask_back) {
      RC_ASSERT(now.act.choices.size() >= 2U && now.act.choices.size() <= 3U);
      RC_ASSERT(now.act.choices == memory.offered);
    }
  }
}

}  // namespace
}  // namespace zhiyin::bot
