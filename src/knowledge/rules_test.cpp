// What may be written, and what is made of it.
#include "knowledge/rules.hpp"

#include <gmock/gmock.h>

namespace zhiyin::knowledge {
namespace {

using testing::ElementsAre;

TEST(Slugs, AreAddresses) {
  EXPECT_EQ(slug_from("refund-time"), "refund-time");
  for (const auto* wrong : {"", "Refund", "a b", "-a", "a-", "a--b", "退款", "../x"}) {
    EXPECT_FALSE(slug_from(wrong)) << wrong;
  }
  EXPECT_FALSE(slug_from(std::string(slug_max + 1, 'a')));
}

TEST(Languages, AreWrittenInOneWay) {
  struct Row {
    const char *given, *kept;
  };
  for (const auto& row : {Row{"EN", "en"}, Row{"zh-cn", "zh-CN"}, Row{"zh", "zh-CN"}, Row{"ZH-hans-cn", "zh-Hans-CN"},
                          Row{"pt-BR", "pt-BR"}, Row{"de-1996", "de-1996"}}) {
    EXPECT_EQ(language_from(row.given), row.kept) << row.given;
  }
  for (const auto* wrong : {"", "e", "en_US", "en-", "-en", "1en", "abcdefghi", "en-<b>"}) {
    EXPECT_FALSE(language_from(wrong)) << wrong;
  }
}

Words words() {
  return {"Title", "Summary", "Body", {"one"}, {"two"}};
}

TEST(Written, IsTrimmedAndEachWayOfAskingKeptOnce) {
  const auto kept = words_from({" Title ", "", "\n\n Body \r\n\n", {" a ", "", "a", "b"}, {}});
  ASSERT_TRUE(kept);
  EXPECT_EQ(kept->title, "Title");
  EXPECT_EQ(kept->body, " Body") << "the first line may be code, so its blanks count";
  EXPECT_THAT(kept->asked_as, ElementsAre("a", "b"));
  EXPECT_EQ(words_from(*kept), *kept) << "what was kept fits as it is";
}

// The error names the member, so a form can show it there.
TEST(Written, HasLimits) {
  struct Row {
    std::string where;
    std::function<void(Words&)> spoil;
  };
  const std::vector<Row> rows{
      {"title", [](Words& w) { w.title = "  "; }},
      {"title", [](Words& w) { w.title = std::string(title_max_chars + 1, 'x'); }},
      {"title", [](Words& w) { w.title = "two\nlines"; }},
      {"summary", [](Words& w) { w.summary = std::string(summary_max_chars + 1, 'x'); }},
      {"body", [](Words& w) { w.body = std::string(body_max_bytes + 1, 'x'); }},
      {"asked_as[0]", [](Words& w) { w.asked_as[0] = std::string(asked_as_max_chars + 1, 'x'); }},
      {"asked_as",
       [](Words& w) {
         for (std::size_t i = 0; i < asked_as_max; ++i) {
           w.asked_as.push_back(std::to_string(i));
         }
       }},
      {"keywords[0]", [](Words& w) { w.keywords[0] = std::string(keyword_max_chars + 1, 'x'); }},
  };
  for (const auto& row : rows) {
    auto spoilt = words();
    row.spoil(spoilt);
    const auto kept = words_from(spoilt);
    ASSERT_FALSE(kept) << row.where;
    EXPECT_EQ(kept.error().where, row.where) << kept.error().what;
  }
  auto long_title = words();
  for (std::size_t i = 1; i < title_max_chars; ++i) {
    long_title.title += "x";
  }
  long_title.title.resize(title_max_chars - 1);
  EXPECT_TRUE(words_from({long_title.title + "字", "", "", {}, {}})) << "counted in characters";
}

TEST(CategoryTexts, NameEachLanguageOnce) {
  const auto kept = texts_from({{"zh", "退款", ""}, {"en", "Refunds", ""}});
  ASSERT_TRUE(kept);
  EXPECT_THAT(*kept, ElementsAre(CategoryText{"en", "Refunds", ""}, CategoryText{"zh-CN", "退款", ""}));
  EXPECT_FALSE(texts_from({}));
  EXPECT_FALSE(texts_from({{"zh", "退款", ""}, {"zh-CN", "退货", ""}}));
  EXPECT_FALSE(texts_from({{"en", " ", ""}}));
}

}  // namespace
}  // namespace zhiyin::knowledge
