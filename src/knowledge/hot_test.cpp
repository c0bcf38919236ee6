// Whoever opens the widget is offered what an administrator has written: these, in this order, and nothing that is not for everybody.
#include "knowledge/hot.hpp"

#include <gmock/gmock.h>

#include "identity/service.hpp"
#include "identity/store.hpp"
#include "knowledge/service.hpp"
#include "knowledge/store.hpp"
#include "store/stepping.hpp"

namespace zhiyin::knowledge {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Hot : public testing::TestWithParam<db::Engine> {
 protected:
  Hot() {
    const auto session = at_.store().open_writing();
    session->begin();
    (void)identity::found_people(*session, at_.clock.now(), 1);
    session->commit();
    const auto category = at_.run<Category>([](writer::Tx& tx) { return make_category(tx, {"refunds", 1, {{"en", "Refunds", ""}}}); });
    for (const auto& [slug, audience] : {std::pair{"refund-time", Audience::everybody}, {"for-us", Audience::internal}}) {
      articles_.push_back(at_.run<Article>([&](writer::Tx& tx) { return make_article(tx, {slug, category->id, audience}); })->id);
    }
  }
  int set(const std::string& language, std::vector<HotQuestion> questions) {
    const auto done = at_.run<HotQuestions>([&](writer::Tx& tx) { return set_hot_questions(tx, language, questions); });
    return done ? 0 : http_status(done.error().code);
  }
  [[nodiscard]] std::vector<std::string> in(std::string_view language) {
    std::vector<std::string> texts;
    for (const auto& one : hot_questions(at_.reading(), language)) {
      texts.push_back(one.text + (one.article.none() ? "" : " *"));
    }
    return texts;
  }

  trial::Stepping at_{GetParam(), {statements(), identity::statements()}};
  std::vector<ArticleId> articles_;
};
INSTANTIATE_TEST_SUITE_P(Engines, Hot, trial::both_engines(), trial::engine_label);

TEST_P(Hot, TheseAndNoOthersInTheirOrder) {
  EXPECT_EQ(set("en", {{"Where is it?", {}}, {"  Refund? ", articles_[0]}, {"Another", {}}}), 0);
  EXPECT_EQ(set("zh-CN", {{"在哪里？", {}}}), 0);
  EXPECT_THAT(in("en"), ElementsAre("Where is it?", "Refund? *", "Another"));
  EXPECT_EQ(set("en", {{"Another", {}}, {"Where is it?", {}}}), 0);
  EXPECT_THAT(in("en"), ElementsAre("Another", "Where is it?"));
  EXPECT_THAT(in("zh-CN"), ElementsAre("在哪里？"));
  EXPECT_EQ(hot_questions(at_.reading()).size(), 2U);
  EXPECT_EQ(set("en", {}), 0);
  EXPECT_THAT(in("en"), IsEmpty());
}

TEST_P(Hot, WhatCannotBeShownIsRefusedAndChangesNothing) {
  ASSERT_EQ(set("en", {{"Where is it?", {}}}), 0);
  EXPECT_EQ(set("en", {{" ", {}}}), 422);
  EXPECT_EQ(set("en", {{"two\nlines", {}}}), 422);
  EXPECT_EQ(set("en", {{std::string(hot_text_max_chars + 1, 'x'), {}}}), 422);
  EXPECT_EQ(set("en", {{"same", {}}, {" same", {}}}), 422);
  EXPECT_EQ(set("en", {{"not there", ArticleId{99}}}), 422);
  EXPECT_EQ(set("en", {{"not for strangers", articles_[1]}}), 422) << "an internal article is not told of";
  std::vector<HotQuestion> many;
  for (std::size_t i = 0; i <= hot_questions_max; ++i) {
    many.push_back({"question " + std::to_string(i), {}});
  }
  EXPECT_EQ(set("en", many), 422);
  EXPECT_THAT(in("en"), ElementsAre("Where is it?"));
}

}  // namespace
}  // namespace zhiyin::knowledge
