// The bot's commands on a store: what is answered, by whom it is taken over, and that nobody waits in a dead end.
#include "bot/service.hpp"

#include <gmock/gmock.h>

#include "bot/asker.hpp"
#include "bot/store.hpp"
#include "bot/timers.hpp"
#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "conversation/colleague_trial.hpp"
#include "conversation/inner.hpp"
#include "conversation/reading.hpp"
#include "conversation/store.hpp"
#include "conversation/timers.hpp"
#include "store/places.hpp"

namespace zhiyin::bot {
namespace {

using std::chrono::seconds;

constexpr InboxId website{1};
constexpr ArticleId refund{11};
constexpr ArticleId parcel{12};
const Person visitor{PersonKind::visitor, 5, "Li"};
const Person wang{PersonKind::agent, 9, "Wang"};

knowledge::Library library() {
  const auto text = [](std::string title, std::string summary, std::string plain) {
    return std::make_shared<const knowledge::LiveText>(knowledge::LiveText{
        .language = "en", .version = 1, .words = {.title = std::move(title), .summary = std::move(summary)}, .plain = std::move(plain)});
  };
  std::vector<knowledge::LiveArticle> articles{
      {.id = refund, .slug = "refunds", .category = {}, .texts = {text("Refunds", "Within three days.", "Long.")}},
      {.id = parcel, .slug = "parcels", .category = {}, .texts = {text("Late parcels", "", "We look for it.\n\nAnd more.")}}};
  return {1, {}, std::move(articles), nullptr};
}

class BotCommands : public testing::TestWithParam<db::Engine> {
 protected:
  void open(const std::string& words = "refund?", Stage first = Stage::bot) {
    id_ = *at_.run<ConversationId>([&](writer::Tx& tx) {
      const auto made = conversation::open(tx, website, "address", visitor, {}, {}, first);
      (void)conversation::say_as_visitor(tx, made, words, words, {}, first);
      return made;
    });
  }
  void visitor_says(const std::string& words) {
    ASSERT_TRUE(at_.run<int>(
        [&](writer::Tx& tx) {
          (void)conversation::say_as_visitor(tx, id_, words, words, {}, Stage::bot);
          return 0;
        },
        [&](writer::Tx& tx) { conversation::want(tx, id_); }));
  }
  std::optional<Act> answers(std::int64_t seq, const std::string& words, const std::optional<Reading>& reading) {
    const Question question{id_, seq, at_.clock.now(), words};
    return *at_.run<std::optional<Act>>(
        [&](writer::Tx& tx) { return answer(tx, question, reading ? &*reading : nullptr, library_, means_); },
        [&](writer::Tx& tx) { want(tx, id_); });
  }
  Result<conversation::Moved> asks_for_a_person() {
    Result<conversation::Moved> answer = refuse(ErrorCode::unavailable, "not answered");
    at_.lane->submit(ask_for_person(id_, ContactId{visitor.id}, means_, [&](auto result) { answer = std::move(result); }));
    while (at_.lane->step()) {
    }
    return answer;
  }
  void by(const std::function<void(writer::Tx&)>& acts) {
    ASSERT_TRUE(at_.run<int>(
        [&](writer::Tx& tx) {
          acts(tx);
          return 0;
        },
        [&](writer::Tx& tx) { conversation::want(tx, id_); }));
  }
  /// What the timers' runner does, at the present time.
  int fire_timers() {
    int fired = 0;
    const std::vector kinds{answer_by_kind(means_)};
    for (auto& command : timer::due_commands(at_.reading(), at_.clock.now(), kinds, 100,
                                             [&](const auto&, auto outcome, auto) { fired += outcome == timer::Outcome::fired ? 1 : 0; })) {
      at_.lane->submit(std::move(command));
      while (at_.lane->step()) {
      }
    }
    return fired;
  }
  [[nodiscard]] conversation::Picture now() { return *conversation::snapshot(at_.reading(), id_); }
  [[nodiscard]] Stage stage() { return now().conversation.stage; }
  [[nodiscard]] conversation::Message last() { return now().entries.back(); }
  [[nodiscard]] std::string note() {
    const auto notes = conversation::inner_of(at_.reading(), now().conversation).notes;
    return notes.empty() ? "" : notes.back().text;
  }
  [[nodiscard]] bool remembers() { return !(remembered(at_.reading(), id_) == Memory{}); }

  trial::Places at_{
      GetParam(),
      0,
      {contact::statements(), contact::reading_statements(), conversation::statements(), conversation::reading_statements(), statements()}};
  const knowledge::Library library_ = library();
  Figures figures_{at_.metrics};
  const Means means_{{.name = "Zhi"},
                     [](std::string_view language, std::string_view slug) { return std::string{language} + "/" + std::string{slug}; },
                     figures_};
  ConversationId id_;
};
INSTANTIATE_TEST_SUITE_P(Engines, BotCommands, trial::both_engines(), trial::engine_label);

const std::optional<Reading> means_refund = Reading{Says::question, Verdict::answer, {refund}};
const std::optional<Reading> lost = Reading{};

TEST_P(BotCommands, AnswersWithItsSource) {
  open();
  EXPECT_EQ(answers(1, "refund?", means_refund)->does, Does::answer);
  const auto said = last();
  EXPECT_EQ(said.author, (Person{PersonKind::bot, 0, "Zhi"}));
  EXPECT_EQ(said.text, "Within three days.");
  EXPECT_EQ(said.aids.source, (event::Source{refund, "refunds", "Refunds", "en", "en/refunds"}));
  EXPECT_EQ(stage(), Stage::bot);
  EXPECT_EQ(to_millis(now().conversation.waiting_since), 0) << "nobody waits for an answer now";
  at_.clock.advance(seconds{10});
  EXPECT_EQ(fire_timers(), 0);
  visitor_says("and parcels?");
  (void)answers(3, "and parcels?", Reading{Says::question, Verdict::answer, {parcel}});
  EXPECT_EQ(last().text, "We look for it.") << "without a summary the first paragraph answers";
}

// The answer to what is not the newest question any more drops itself; so does one that comes twice.
TEST_P(BotCommands, AnswersTheNewestQuestionOnce) {
  open("one");
  visitor_says("two");
  EXPECT_FALSE(answers(1, "one", means_refund));
  EXPECT_TRUE(answers(2, "two", means_refund));
  EXPECT_FALSE(answers(2, "two", means_refund));
  EXPECT_EQ(now().entries.size(), 3U);
}

TEST_P(BotCommands, AsksBackAndRemembersTheChoices) {
  open("order");
  (void)answers(1, "order", Reading{Says::question, Verdict::ask_back, {refund, parcel}});
  EXPECT_THAT(last().aids.choices, testing::ElementsAre("Refunds", "Late parcels"));
  visitor_says("Late parcels");
  (void)answers(3, "Late parcels", std::nullopt);
  EXPECT_EQ(last().aids.source->article, parcel);
}

TEST_P(BotCommands, HandsOverWithALineAndANote) {
  open("my cat");
  (void)answers(1, "my cat", lost);
  EXPECT_THAT(last().aids.choices, testing::ElementsAre("Talk to a person"));
  visitor_says("the cat!");
  EXPECT_EQ(answers(3, "the cat!", lost)->reason, Reason::failed_twice);
  const auto c = now().conversation;
  EXPECT_EQ(c.stage, Stage::queued);
  EXPECT_TRUE(c.assignee.none());
  EXPECT_EQ(last().author.kind, PersonKind::bot);
  EXPECT_EQ(note(), reason_note(Reason::failed_twice));
  EXPECT_EQ(to_millis(c.waiting_since), to_millis(at_.clock.now())) << "from now on he waits for a person";
  EXPECT_EQ(c.customer_unread, 1);
  visitor_says("hello?");
  EXPECT_FALSE(answers(5, "hello?", means_refund)) << "people have it";
  EXPECT_TRUE(remembers()) << "what was shown is for whoever takes over";
}

// HAND-5, invariant I5: whatever died, five seconds after his newest message the customer is in the queue.
TEST_P(BotCommands, TheTimerHandsOverWhatWasNotAnswered) {
  open("我的包裹呢");
  at_.clock.advance(seconds{4});
  visitor_says("在吗");
  at_.clock.advance(seconds{4});
  EXPECT_EQ(fire_timers(), 0) << "counted from the newest message";
  at_.clock.advance(seconds{1});
  EXPECT_EQ(fire_timers(), 1);
  EXPECT_EQ(stage(), Stage::queued);
  EXPECT_EQ(note(), reason_note(Reason::silent));
  EXPECT_EQ(understanding::language_of(last().text), "zh-CN") << "in his language, although nothing is remembered of him";
  EXPECT_EQ(fire_timers(), 0);
}

TEST_P(BotCommands, WhoTakesItIsNotDisturbed) {
  open();
  by([&](writer::Tx& tx) { EXPECT_TRUE(conversation::take(tx, id_, conversation::colleague(wang), {})); });
  EXPECT_FALSE(answers(1, "refund?", means_refund));
  at_.clock.advance(seconds{10});
  EXPECT_EQ(fire_timers(), 0);
  EXPECT_EQ(stage(), Stage::assigned);
  EXPECT_EQ(now().entries.size(), 1U);
}

TEST_P(BotCommands, AVisitorAsksForAPersonAsOftenAsHeLikes) {
  open();
  const auto first = asks_for_a_person();
  ASSERT_TRUE(first);
  EXPECT_EQ(stage(), Stage::queued);
  EXPECT_EQ(note(), reason_note(Reason::asked));
  EXPECT_EQ(asks_for_a_person()->revision, first->revision) << "with people already: nothing more is said";
  EXPECT_FALSE(answers(1, "refund?", means_refund));
  by([&](writer::Tx& tx) {
    EXPECT_TRUE(conversation::take(tx, id_, conversation::colleague(wang), {}));
    EXPECT_TRUE(conversation::resolve(tx, id_, conversation::colleague(wang), {}));
  });
  EXPECT_EQ(asks_for_a_person().error().code, ErrorCode::conflict);
}

// A dialogue that has ended is forgotten, but not the one that began after it.
TEST_P(BotCommands, ForgetsWhatHasEnded) {
  open("my cat");
  (void)answers(1, "my cat", lost);
  ASSERT_TRUE(remembers());
  by([&](writer::Tx& tx) { conversation::resolve_as_system(tx, id_); });
  const auto listener = asking_listener(nullptr);
  const auto hear = [&] {
    const auto all = journal::read_after(at_.reading(), 0, 100);
    (void)at_.run<int>([&](writer::Tx& tx) {
      listener.apply(tx, all);
      return 0;
    });
  };
  hear();
  EXPECT_FALSE(remembers());
  visitor_says("again");
  EXPECT_EQ(stage(), Stage::bot) << "it begins with the bot again";
  EXPECT_EQ(answers(3, "again", lost)->does, Does::unknown) << "a first failure again";
  hear();
  EXPECT_TRUE(remembers());
}

// What was asked in one batch is asked once for each conversation, the newest; what is not said to the bot is not asked.
TEST_P(BotCommands, TheListenerAsksForTheNewest) {
  struct Recorded final : Readings {
    void read(std::string text, std::string_view language, Then then) override {
      asked.push_back(text + " " + std::string{language});
      then(Reading{Says::greeting, Verdict::unknown, {}});
    }
    std::vector<std::string> asked;
  } readings;
  Asker asker{readings, [this] { return knowledge::LibraryPtr{&library_, [](const auto*) {}}; },
              [this](std::unique_ptr<writer::Command> command) { at_.lane->submit(std::move(command)); }, at_.clock, means_};
  open("one");
  visitor_says("二");
  const auto mine = id_;
  open("not for the bot", Stage::queued);
  const auto all = journal::read_after(at_.reading(), 0, 100);
  asking_listener(&asker).prepare(all);
  EXPECT_THAT(readings.asked, testing::ElementsAre("二 zh-CN"));
  while (at_.lane->step()) {
  }
  id_ = mine;
  EXPECT_EQ(last().text, say(Line::greet, "zh-CN", "Zhi"));
}

}  // namespace
}  // namespace zhiyin::bot
