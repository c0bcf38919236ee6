// The picture of what is live: exact, without what is not for everybody, and new in every process soon after the commit.
#include "knowledge/library.hpp"

#include <gmock/gmock.h>

#include <chrono>
#include <thread>

#include "identity/service.hpp"
#include "identity/store.hpp"
#include "knowledge/reading.hpp"
#include "knowledge/service.hpp"
#include "knowledge/store.hpp"
#include "store/stepping.hpp"

namespace zhiyin::knowledge {
namespace {

using namespace std::chrono_literals;
using testing::ElementsAre;
using testing::IsEmpty;

/// What of a gateway this is about: it follows the log from where it is, and keeps a picture.
class Process {
 public:
  explicit Process(db::Store& store) : libraries([&store] { return store.open_reading(); }, metrics_), session_(store.open_reading()) {
    pos_ = journal::head(*session_).pos;
    libraries.look();
  }
  void follow() {
    auto entries = journal::read_after(*session_, pos_, 1'000);
    if (!entries.empty()) {
      pos_ = entries.back().pos;
      libraries.hear(entries);
    }
  }
  /// Follows until it has that generation; false after `within`.
  bool comes_to(std::int64_t generation, std::chrono::milliseconds within) {
    const auto end = std::chrono::steady_clock::now() + within;
    do {
      follow();
      if (libraries.current()->generation() == generation) {
        return true;
      }
      std::this_thread::sleep_for(2ms);
    } while (std::chrono::steady_clock::now() < end);
    return false;
  }

 private:
  MetricRegistry metrics_;

 public:
  Libraries libraries;

 private:
  std::unique_ptr<db::Session> session_;
  std::int64_t pos_ = 0;
};

class LibraryOf : public testing::TestWithParam<db::Engine> {
 protected:
  LibraryOf() {
    const auto session = at_.store().open_writing();
    session->begin();
    (void)identity::found_people(*session, at_.clock.now(), 1);
    session->commit();
    category_ = at_.run<Category>([](writer::Tx& tx) { return make_category(tx, {"refunds", 1, {{"en", "Refunds", ""}}}); })->id;
  }
  ArticleId article(const std::string& slug, Audience audience = Audience::everybody) {
    return at_.run<Article>([&](writer::Tx& tx) { return make_article(tx, {slug, category_, audience}); })->id;
  }
  void put_live(ArticleId id, const std::string& language, const std::string& title, const std::string& body = "Body") {
    const auto now = text_state(at_.reading(), id, language);
    const auto saved = at_.run<Text>(
        [&](writer::Tx& tx) { return save_draft(tx, {id, language, now ? now->revision : 0, {}}, {title, "", body, {}, {}}); });
    ASSERT_TRUE(at_.run<Text>([&](writer::Tx& tx) { return publish(tx, {id, language, saved->state.revision, {}}, false); }));
  }
  std::int64_t generation() { return knowledge::generation(at_.reading()); }
  LibraryPtr now(const Library* before = nullptr) { return load(at_.reading(), before); }
  static std::vector<std::string> slugs(const std::vector<Found>& found) {
    std::vector<std::string> all;
    for (const auto& one : found) {
      all.push_back(one.article->slug);
    }
    return all;
  }

  trial::Stepping at_{GetParam(), {statements(), identity::statements()}};
  CategoryId category_;
};

TEST_P(LibraryOf, WhatIsLiveHoldsNothingElse) {
  const auto shown = article("shown");
  put_live(shown, "en", "Refund time", "Some **days**");
  const auto drafted = article("drafted");
  ASSERT_TRUE(at_.run<Text>([&](writer::Tx& tx) { return save_draft(tx, {drafted, "en", 0, {}}, {"Refund draft", "", "x", {}, {}}); }));
  const auto library = now();
  ASSERT_EQ(library->articles().size(), 1U);
  EXPECT_EQ(library->article("shown")->in("en")->plain, "Some days");
  EXPECT_EQ(library->article("drafted"), nullptr);
  EXPECT_EQ(library->article("shown")->in("zh-CN"), nullptr);
  EXPECT_THAT(library->languages(), ElementsAre("en"));
  EXPECT_EQ(library->category("refunds")->id, category_);
}

// What is for colleagues must not be found by customers, by whatever words.
TEST_P(LibraryOf, InternalArticlesAreForColleaguesAlone) {
  put_live(article("public"), "en", "Refund time");
  put_live(article("secret", Audience::internal), "en", "Refund limits");
  const auto library = now();
  EXPECT_THAT(slugs(library->search({"refund limits", "en"})), ElementsAre("public"));
  EXPECT_THAT(slugs(library->search({"refund limits", "en", true})), ElementsAre("secret", "public"));
  EXPECT_THAT(library->search({"refund", "fr"}), IsEmpty());
}

TEST_P(LibraryOf, WhatHasNotChangedIsNotReadAnew) {
  const auto one = article("one");
  const auto two = article("two");
  put_live(one, "en", "One");
  put_live(two, "en", "Two");
  put_live(one, "zh-CN", "一");
  const auto before = now();
  put_live(two, "en", "Two again");
  const auto after = now(before.get());
  EXPECT_EQ(after->article(one)->texts.front(), before->article(one)->texts.front());
  EXPECT_NE(after->article(two)->texts.front(), before->article(two)->texts.front());
  EXPECT_EQ(after->article(two)->in("en")->words.title, "Two again");
  EXPECT_EQ(after->index("zh-CN"), before->index("zh-CN")) << "an index whose texts are the same";
  EXPECT_NE(after->index("en"), before->index("en"));
  EXPECT_THAT(slugs(after->search({"again", "en"})), ElementsAre("two"));
}

// The promise is a second. Each process hears of it from the log alone.
TEST_P(LibraryOf, APublishedArticleIsLiveInEveryProcess) {
  Process first{at_.store()};
  Process second{at_.store()};
  const auto id = article("one");
  put_live(id, "en", "Locker codes");
  for (auto* process : {&first, &second}) {
    ASSERT_TRUE(process->comes_to(generation(), 1s));
    EXPECT_THAT(slugs(process->libraries.search({"locker", "en"}).found), ElementsAre("one"));
  }
  const auto held = first.libraries.search({"locker", "en"});
  const auto text = text_state(at_.reading(), id, "en");
  ASSERT_TRUE(at_.run<Text>([&](writer::Tx& tx) { return withdraw(tx, {id, "en", text->revision, {}}); }));
  for (auto* process : {&first, &second}) {
    ASSERT_TRUE(process->comes_to(generation(), 1s));
    EXPECT_THAT(process->libraries.search({"locker", "en"}).found, IsEmpty());
  }
  EXPECT_EQ(held.found.front().text->words.title, "Locker codes") << "whoever still reads in the old picture may";
}

INSTANTIATE_TEST_SUITE_P(Engines, LibraryOf, trial::both_engines(), trial::engine_label);

}  // namespace
}  // namespace zhiyin::knowledge
