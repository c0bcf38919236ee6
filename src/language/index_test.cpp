// The ranking: what is about a thing comes before what mentions it, in both languages, over typing errors; and the parts that others decide
// by.
#include "language/index.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <numeric>

namespace zhiyin::language {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

struct Article {
  std::int64_t id;
  std::string title;
  std::vector<std::string> asked_as;
  std::vector<std::string> keywords;
  std::string summary;
  std::string body;
};

Index index_of(const std::vector<Article>& articles, const Weights& weights = {}) {
  std::vector<Document> documents;
  for (const auto& one : articles) {
    documents.push_back({one.id, one.title, one.asked_as, one.keywords, one.summary, one.body});
  }
  return Index{documents, weights};
}

const std::vector<Article>& shop() {
  static const std::vector<Article> all{
      {1, "How long does a refund take?", {"when do i get my money back"}, {"reimbursement"}, "One to three days.", "Cards take longer."},
      {2,
       "Change the delivery address",
       {"wrong dorm"},
       {},
       "Before the courier has it.",
       "A refund is not needed for a change of address."},
      {3, "退款多久到账", {"钱什么时候退回来"}, {"返款"}, "一般一到三个工作日。", "银行卡慢一些。"},
      {4, "修改收货地址", {"宿舍写错了"}, {}, "骑手取餐前可以改。", "改地址不用先退款。"},
      {5, "Open the locker", {"my code does not work"}, {"pickup"}, "Type the code.", "Ask for a new one."},
  };
  return all;
}

std::vector<std::int64_t> ids(const std::vector<Hit>& hits) {
  std::vector<std::int64_t> all;
  for (const auto& hit : hits) {
    all.push_back(hit.document);
  }
  return all;
}

TEST(Index, PutsWhatIsAboutAThingBeforeWhatMentionsIt) {
  const auto index = index_of(shop());
  EXPECT_THAT(ids(index.search("refunds", 9)), ElementsAre(1, 2));
  EXPECT_THAT(ids(index.search("退款要几天", 9)), ElementsAre(3, 4));
  EXPECT_THAT(ids(index.search("address", 1)), ElementsAre(2));
}

TEST(Index, FindsByOtherWordsThatArticlesAreAskedIn) {
  const auto index = index_of(shop());
  EXPECT_EQ(index.search("money back", 1).at(0).document, 1);
  EXPECT_EQ(index.search("宿舍填错", 1).at(0).document, 4);
  EXPECT_EQ(index.search("reimbursement", 1).at(0).document, 1);
}

TEST(Index, GuessesWhatWasTypedWrongly) {
  const auto index = index_of(shop());
  for (const auto* wrong : {"delivary", "adress", "lokcer", "reimbursment"}) {
    EXPECT_THAT(index.search(wrong, 1), SizeIs(1)) << wrong;
  }
  EXPECT_EQ(index.search("refnud", 1).at(0).document, 1);
  EXPECT_THAT(index.search("locket", 1).at(0).matched, ElementsAre("locker")) << "one letter of six";
  EXPECT_THAT(index.search("cod", 9), IsEmpty()) << "too short to guess";
}

// Somebody who asks for what nobody wrote about must not be given something else.
TEST(Index, FindsNothingForWhatNobodyWrote) {
  const auto index = index_of(shop());
  EXPECT_THAT(index.search("", 9), IsEmpty());
  EXPECT_THAT(index.search("quantum chromodynamics", 9), IsEmpty());
  EXPECT_THAT(index.search("？！", 9), IsEmpty());
  EXPECT_THAT(index_of({}).search("refund", 9), IsEmpty());
}

TEST(Index, LeavesOutWhatIsNotAccepted) {
  const auto hits = index_of(shop()).search("refund", 1, [](std::int64_t id) { return id != 1; });
  EXPECT_THAT(ids(hits), ElementsAre(2));
}

// A bot decides by them: which field it was, and how much of the question the article speaks of.
TEST(Index, TellsThePartsOfAScore) {
  const auto index = index_of(shop());
  const auto hit = index.search("locker pickup zebra", 1).at(0);
  EXPECT_GT(hit.parts[static_cast<std::size_t>(Field::title)], 0);
  EXPECT_GT(hit.parts[static_cast<std::size_t>(Field::keywords)], 0);
  EXPECT_EQ(hit.parts[static_cast<std::size_t>(Field::body)], 0);
  EXPECT_THAT(hit.matched, ElementsAre("locker", "pickup"));
  EXPECT_GT(hit.coverage, 0.4);
  EXPECT_LT(hit.coverage, 0.8) << "nobody has heard of zebras";
  EXPECT_FLOAT_EQ(index.search("open the locker", 1).at(0).coverage, 1);
}

// By hand, from the formula in the header: one field, one term, two documents.
TEST(Index, ScoresByTheFormula) {
  Weights weights;
  weights.field = {1, 1, 1, 1, 1};
  const auto index = index_of({{1, "apple apple", {}, {}, "", ""}, {2, "pear", {}, {}, "", ""}}, weights);
  const double idf = std::log(1 + (2 - 1 + 0.5) / (1 + 0.5));
  const double tf = 2 / (1 - 0.5 + 0.5 * 2 / 1.5);
  EXPECT_NEAR(index.search("apple", 1).at(0).score, idf * tf / (1.6 + tf), 1e-5);
}

TEST(Edits, AreCounted) {
  EXPECT_EQ(edits(U"adress", U"address", 2), 1U);
  EXPECT_EQ(edits(U"lokcer", U"locker", 2), 1U) << "two neighbours swapped are one";
  EXPECT_EQ(edits(U"abcd", U"wxyz", 2), 3U) << "more than were asked for";
}

RC_GTEST_PROP(Index, PartsAddUpToTheScoreAndTheBestComesFirst, (const std::vector<std::string>& texts, const std::string& query)) {
  std::vector<Article> articles;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    articles.push_back({static_cast<std::int64_t>(i) + 1, texts[i], {}, {texts[i] + query.substr(0, query.size() / 2)}, query, texts[i]});
  }
  float last = INFINITY;
  for (const auto& hit : index_of(articles).search(query, 5)) {
    RC_ASSERT(hit.score > 0);
    RC_ASSERT(hit.score <= last);
    RC_ASSERT(std::abs(std::accumulate(hit.parts.begin(), hit.parts.end(), 0.0F) - hit.score) < 1e-3F);
    RC_ASSERT(hit.coverage > 0 && hit.coverage < 1.001F);
    last = hit.score;
  }
}

}  // namespace
}  // namespace zhiyin::language
