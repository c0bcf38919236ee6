// The life of an article on both engines: who writes at the same time hears of it, what was published stays, and what is live is told.
#include "knowledge/service.hpp"

#include <gmock/gmock.h>

#include "event/knowledge.hpp"
#include "identity/service.hpp"
#include "identity/store.hpp"
#include "knowledge/reading.hpp"
#include "knowledge/store.hpp"
#include "store/stepping.hpp"

namespace zhiyin::knowledge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Knowledge : public testing::TestWithParam<db::Engine> {
 protected:
  Knowledge() {
    const auto session = at_.store().open_writing();
    session->begin();
    (void)identity::found_people(*session, at_.clock.now(), 2);
    session->commit();
  }
  template <class T>
  Result<T> run(const std::function<Result<T>(writer::Tx&)>& decide) {
    at_.clock.set(at_.clock.now() + Millis{1'000});
    return at_.run<T>(decide);
  }
  Category category(const std::string& slug) {
    return run<Category>([&](writer::Tx& tx) { return make_category(tx, {slug, 1, {{"en", slug, ""}}}); }).value();
  }
  Article article(const std::string& slug, CategoryId category) {
    return run<Article>([&](writer::Tx& tx) { return make_article(tx, {slug, category}); }).value();
  }
  Result<Text> save(const At& at, const std::string& title) {
    return run<Text>([&](writer::Tx& tx) { return save_draft(tx, at, {title, "", "Body of " + title, {"how"}, {}}); });
  }
  Result<Text> publish(const At& at, bool minor = false) {
    return run<Text>([&](writer::Tx& tx) { return knowledge::publish(tx, at, minor); });
  }
  Result<Text> withdraw(const At& at) {
    return run<Text>([&](writer::Tx& tx) { return knowledge::withdraw(tx, at); });
  }
  Result<Text> restore(const At& at, std::int64_t version) {
    return run<Text>([&](writer::Tx& tx) { return knowledge::restore(tx, at, version); });
  }
  Result<void> discard(const At& at) {
    return run<void>([&](writer::Tx& tx) { return discard_draft(tx, at); });
  }
  Result<Imported> import(const std::string& name, const std::string& title, const std::string& category = "refunds", bool live = false,
                          const std::string& body = "Body") {
    return run<Imported>([&](writer::Tx& tx) {
      return import_file(tx, read_file_name(name).value(), {category, Audience::everybody, {title, "", body, {}, {}}}, one_, live);
    });
  }
  /// Saved and published, from whatever revision there is.
  Text put_live(ArticleId id, const std::string& language, const std::string& title, bool minor = false) {
    const auto now = text_state(at_.reading(), id, language);
    const auto saved = save({id, language, now ? now->revision : 0, one_}, title);
    return publish({id, language, saved->state.revision, one_}, minor).value();
  }
  bool stale(ArticleId id, const std::string& language) { return text_state(at_.reading(), id, language)->stale(); }
  std::vector<event::KnowledgeFact> facts() {
    std::vector<event::KnowledgeFact> all;
    for (const auto& entry : journal::read_after(at_.reading(), 0, 100)) {
      all.push_back(event::read_knowledge(entry).value());
    }
    return all;
  }

  trial::Stepping at_{GetParam(), {statements(), identity::statements()}};
  const AgentId one_{1};
  const AgentId two_{2};
};

TEST_P(Knowledge, AnArticleGoesFromDraftToPublishedToWithdrawn) {
  const auto id = article("refund-time", category("refunds").id).id;
  auto text = save({id, "en", 0, one_}, "First").value();
  EXPECT_EQ(text.state.state(), State::draft);
  EXPECT_FALSE(text.live);

  text = publish({id, "en", text.state.revision, two_}).value();
  EXPECT_EQ(text.state.state(), State::published);
  EXPECT_FALSE(text.draft);
  EXPECT_EQ(text.live->number, 1);
  EXPECT_EQ(text.live->words.title, "First");
  EXPECT_EQ(text.live->author, one_) << "whoever wrote it, not whoever published it";

  text = save({id, "en", text.state.revision, one_}, "Second").value();
  EXPECT_EQ(text.live->words.title, "First") << "a draft changes nothing that is shown";
  EXPECT_EQ(text.draft->based_on, 1);
  text = publish({id, "en", text.state.revision, one_}).value();
  EXPECT_EQ(text.live->number, 2);

  text = withdraw({id, "en", text.state.revision, one_}).value();
  EXPECT_EQ(text.state.state(), State::withdrawn);
  EXPECT_EQ(withdraw({id, "en", text.state.revision, one_}).error().code, ErrorCode::conflict);
  const auto all = versions(at_.reading(), id, "en", 0, 10);
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all.front().number, 2);
  EXPECT_EQ(version(at_.reading(), id, "en", 1)->words.body, "Body of First") << "what was published stays";
}

// Two write at once: the second must not overwrite what he has not read, and must know whom to talk to.
TEST_P(Knowledge, WhoeverSavesOverAnotherIsToldOfHim) {
  const auto id = article("refund-time", category("refunds").id).id;
  const auto first = save({id, "en", 0, two_}, "Two's").value();
  const auto refused = save({id, "en", 0, one_}, "One's");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::stale);
  EXPECT_THAT(refused.error().what, HasSubstr("Demo 02 changed this text at 2027-"));
  EXPECT_EQ(draft(at_.reading(), id, "en")->words.title, "Two's");
  EXPECT_FALSE(publish({id, "en", 0, one_})) << "nor publish it";
  EXPECT_FALSE(discard({id, "en", 0, one_}));
  EXPECT_TRUE(save({id, "en", first.state.revision, one_}, "Both"));
}

TEST_P(Knowledge, AnEarlierVersionComesBackAsADraft) {
  const auto id = article("refund-time", category("refunds").id).id;
  put_live(id, "en", "First");
  auto text = put_live(id, "en", "Second");
  text = restore({id, "en", text.state.revision, two_}, 1).value();
  EXPECT_EQ(text.draft->words.title, "First");
  EXPECT_EQ(text.live->words.title, "Second");
  EXPECT_EQ(restore({id, "en", text.state.revision, two_}, 2).error().code, ErrorCode::conflict) << "it would overwrite the draft";
  EXPECT_EQ(restore({id, "en", text.state.revision, two_}, 9).error().code, ErrorCode::not_found);
  EXPECT_EQ(publish({id, "en", text.state.revision, two_})->live->number, 3);
}

// A translation that follows its pair does not make the pair stale, or each would chase the other for ever.
TEST_P(Knowledge, ATranslationIsStaleUntilItFollows) {
  const auto id = article("refund-time", category("refunds").id).id;
  put_live(id, "en", "First");
  put_live(id, "zh-CN", "一");
  EXPECT_FALSE(stale(id, "en")) << "a new language changes nothing of the others";
  put_live(id, "en", "Typing error", true);
  EXPECT_FALSE(stale(id, "zh-CN")) << "said to be minor";
  put_live(id, "en", "Second");
  EXPECT_TRUE(stale(id, "zh-CN"));
  EXPECT_FALSE(stale(id, "en"));
  put_live(id, "en", "Third");
  EXPECT_TRUE(stale(id, "zh-CN"));
  put_live(id, "zh-CN", "三");
  EXPECT_FALSE(stale(id, "zh-CN"));
  EXPECT_FALSE(stale(id, "en")) << "it has followed";
  put_live(id, "zh-CN", "四");
  EXPECT_TRUE(stale(id, "en")) << "now it leads";
}

TEST_P(Knowledge, OnlyWhatWasNeverPublishedCanBeDeleted) {
  const auto category_id = category("refunds").id;
  const auto draft_only = article("a", category_id).id;
  ASSERT_TRUE(save({draft_only, "en", 0, one_}, "A"));
  const auto shown = article("b", category_id).id;
  withdraw({shown, "en", put_live(shown, "en", "B").state.revision, one_}).value();
  EXPECT_TRUE(run<void>([&](writer::Tx& tx) { return remove_article(tx, draft_only); }));
  EXPECT_EQ(run<void>([&](writer::Tx& tx) { return remove_article(tx, shown); }).error().code, ErrorCode::conflict);
  EXPECT_FALSE(find(at_.reading(), draft_only));
  EXPECT_FALSE(draft(at_.reading(), draft_only, "en"));
}

TEST_P(Knowledge, ADiscardedDraftLeavesWhatIsLive) {
  const auto id = article("a", category("refunds").id).id;
  auto text = put_live(id, "en", "Live");
  text = save({id, "en", text.state.revision, one_}, "Worse").value();
  ASSERT_TRUE(discard({id, "en", text.state.revision, one_}));
  EXPECT_EQ(knowledge::text(at_.reading(), id, "en")->live->words.title, "Live");
  EXPECT_FALSE(draft(at_.reading(), id, "en"));
  text = save({id, "de", 0, one_}, "Neu").value();
  ASSERT_TRUE(discard({id, "de", text.state.revision, one_}));
  EXPECT_FALSE(text_state(at_.reading(), id, "de")) << "of a language that was never published nothing is left";
}

TEST_P(Knowledge, OnlyAnEmptyCategoryIsArchived) {
  const auto refunds = category("refunds");
  const auto other = category("other");
  const auto id = article("a", refunds.id).id;
  const auto archive = [&](CategoryId which, bool archived) {
    return run<Category>(
        [&](writer::Tx& tx) { return change_category(tx, which, {.slug = {}, .position = {}, .texts = {}, .archived = archived}); });
  };
  const auto refused = archive(refunds.id, true);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::conflict);
  EXPECT_THAT(refused.error().what, HasSubstr("1 article"));
  ASSERT_TRUE(run<Article>([&](writer::Tx& tx) { return change_article(tx, id, {.slug = {}, .category = other.id, .audience = {}}); }));
  EXPECT_TRUE(archive(refunds.id, true)->archived);
  const auto into = run<Article>([&](writer::Tx& tx) { return make_article(tx, {"b", refunds.id}); });
  EXPECT_EQ(into.error().code, ErrorCode::conflict) << "nothing comes into an archived one";
  EXPECT_FALSE(archive(refunds.id, false)->archived);
}

TEST_P(Knowledge, AddressesAreUnique) {
  const auto refunds = category("refunds");
  const auto again = run<Category>([&](writer::Tx& tx) { return make_category(tx, {"refunds", 1, {{"en", "x", ""}}}); });
  EXPECT_EQ(again.error().code, ErrorCode::conflict);
  const auto id = article("a", refunds.id).id;
  article("b", refunds.id);
  EXPECT_EQ(run<Article>([&](writer::Tx& tx) { return make_article(tx, {"a", refunds.id}); }).error().code, ErrorCode::conflict);
  const auto taken = run<Article>([&](writer::Tx& tx) { return change_article(tx, id, {.slug = "b", .category = {}, .audience = {}}); });
  EXPECT_EQ(taken.error().code, ErrorCode::conflict);
}

// Pictures of what is live are renewed by these; a draft must not wake anybody.
TEST_P(Knowledge, WhatIsLiveIsTold) {
  const auto refunds = category("refunds");
  const auto id = article("a", refunds.id).id;
  const auto text = put_live(id, "en", "A");
  ASSERT_TRUE(run<Article>([&](writer::Tx& tx) { return change_article(tx, id, {.slug = "a2", .category = {}, .audience = {}}); }));
  withdraw({id, "en", text.state.revision, one_}).value();
  ASSERT_TRUE(run<Article>([&](writer::Tx& tx) { return change_article(tx, id, {.slug = "a3", .category = {}, .audience = {}}); }));
  std::vector<event::KnowledgeChange> changes;
  std::vector<std::int64_t> generations;
  for (const auto& fact : facts()) {
    changes.push_back(fact.change);
    generations.push_back(fact.generation);
  }
  EXPECT_THAT(
      changes,
      ElementsAre(event::KnowledgeChange{event::CategoryChanged{refunds.id}}, event::KnowledgeChange{event::ArticlePublished{id, "en", 1}},
                  event::KnowledgeChange{event::ArticleMoved{id}}, event::KnowledgeChange{event::ArticleWithdrawn{id, "en"}}));
  EXPECT_THAT(generations, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(generation(at_.reading()), 4);
}

TEST_P(Knowledge, AFileIsImportedOnce) {
  EXPECT_EQ(import("a.en.md", "A").error().code, ErrorCode::not_found) << "its category is not there";
  category("refunds");
  const auto other = category("other");
  const auto first = import("a.en.md", "A").value();
  EXPECT_TRUE(first.changed);
  EXPECT_EQ(first.text.draft->words.title, "A");
  EXPECT_FALSE(import("a.en.md", "A")->changed);
  const auto over = import("a.en.md", "Other");
  ASSERT_FALSE(over);
  EXPECT_EQ(over.error().code, ErrorCode::conflict) << "somebody's draft is not overwritten";
  EXPECT_THAT(over.error().what, HasSubstr("Demo 01"));
  ASSERT_TRUE(publish({first.article.id, "en", first.text.state.revision, one_}));
  EXPECT_FALSE(import("a.en.md", "A")->changed) << "it is live as it is";
  EXPECT_EQ(import("a.en.md", "A", "other")->article.category, other.id);
  EXPECT_EQ(import("a.zh.md", "甲", "other")->article.id, first.article.id) << "its pair";
}

// All or nothing: a file that cannot be shown leaves no article behind.
TEST_P(Knowledge, AFileIsLiveAtOnceIfAsked) {
  category("refunds");
  EXPECT_EQ(import("a.en.md", "A", "refunds", true, "").error().code, ErrorCode::invalid);
  EXPECT_FALSE(article_of_slug(at_.reading(), "a"));
  const auto first = import("a.en.md", "A", "refunds", true).value();
  EXPECT_EQ(first.text.state.state(), State::published);
  EXPECT_FALSE(import("a.en.md", "A", "refunds", true)->changed);
  EXPECT_EQ(import("a.en.md", "B", "refunds", true)->text.live->number, 2);
  ASSERT_TRUE(import("a.en.md", "C"));
  EXPECT_EQ(import("a.en.md", "C", "refunds", true)->text.live->number, 3) << "its own draft";
}

TEST_P(Knowledge, ArticlesAreFoundByWhatTheyAre) {
  const auto refunds = category("refunds");
  const auto other = category("other");
  const auto a = article("a", refunds.id).id;
  const auto b = article("b", other.id).id;
  const auto c = article("c", refunds.id).id;
  put_live(a, "en", "50% Off");
  put_live(b, "zh-CN", "退款");
  ASSERT_TRUE(save({b, "en", 0, one_}, "Money"));
  const auto ids = [&](const Filter& filter, ArticleId after = {}, std::int64_t most = 10) {
    std::vector<ArticleId> all;
    for (const auto& one : articles(at_.reading(), filter, after, most)) {
      all.push_back(one.id);
    }
    return all;
  };
  EXPECT_THAT(ids({}), ElementsAre(a, b, c));
  EXPECT_THAT(ids({}, a, 1), ElementsAre(b));
  EXPECT_THAT(ids({.category = refunds.id, .audience = {}, .language = {}, .state = {}, .words = {}}), ElementsAre(a, c));
  EXPECT_THAT(ids({.category = {}, .audience = Audience::internal, .language = {}, .state = {}, .words = {}}), IsEmpty());
  EXPECT_THAT(ids({.category = {}, .audience = {}, .language = "en", .state = {}, .words = {}}), ElementsAre(a, b));
  EXPECT_THAT(ids({.category = {}, .audience = {}, .language = "en", .state = State::published, .words = {}}), ElementsAre(a));
  EXPECT_THAT(ids({.category = {}, .audience = {}, .language = {}, .state = State::draft, .words = {}}), ElementsAre(b));
  EXPECT_THAT(ids({.category = {}, .audience = {}, .language = {}, .state = {}, .words = "50% o"}), ElementsAre(a));
  EXPECT_THAT(ids({.category = {}, .audience = {}, .language = {}, .state = {}, .words = "退"}), ElementsAre(b));
  EXPECT_THAT(ids({.category = {}, .audience = {}, .language = {}, .state = {}, .words = "5_%"}), IsEmpty()) << "no pattern of his own";
}

INSTANTIATE_TEST_SUITE_P(Engines, Knowledge, trial::both_engines(), trial::engine_label);

}  // namespace
}  // namespace zhiyin::knowledge
