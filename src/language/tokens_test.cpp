// What a text is found by: the same terms for a question and for the article that answers it.
#include "language/tokens.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace zhiyin::language {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Tokens, OfEnglishAreStems) {
  EXPECT_THAT(terms("How do I get my refunds?"), ElementsAre("how", "do", "i", "get", "my", "refund"));
  EXPECT_THAT(terms("refunded REFUNDING refund's"), ElementsAre("refund", "refund", "refund"));
  EXPECT_THAT(terms("don't don\u2019t dont"), ElementsAre("dont", "dont", "dont"));
  EXPECT_THAT(terms("  ...  "), IsEmpty());
}

TEST(Tokens, OfChineseAreCharactersAndPairs) {
  EXPECT_THAT(terms("退款"), ElementsAre("退", "退款", "款"));
  EXPECT_THAT(terms("用App退，款"), ElementsAre("用", "app", "退", "款")) << "neither a word nor a comma stands inside a pair";
}

TEST(Tokens, OfOtherScriptsAreWords) {
  EXPECT_THAT(terms("Возврат 5€"), ElementsAre("возврат", "5"));
}

// A page marks what was found; a single common character would mark half of it.
TEST(Places, AreWhereTheTermsStand) {
  const std::string text = "退款多久退";
  EXPECT_THAT(places(text, terms("退款")), ElementsAre(Span{0, 6}));
  EXPECT_THAT(places(text, std::vector<std::string>{"退"}), ElementsAre(Span{0, 3}, Span{12, 15}));
  EXPECT_THAT(places("My Refunds now", terms("refund")), ElementsAre(Span{3, 10}));
  EXPECT_THAT(places("退款多久", terms("款多久")), ElementsAre(Span{3, 12})) << "neighbours are one place";
}

RC_GTEST_PROP(Tokens, StandInOrderInsideAnyText, (const std::string& text)) {
  std::size_t last = 0;
  for (const auto& token : tokens(text)) {
    RC_ASSERT(token.begin >= last);
    RC_ASSERT(token.begin < token.end);
    RC_ASSERT(token.end <= text.size());
    RC_ASSERT(!token.term.empty());
    last = token.begin;
  }
}

}  // namespace
}  // namespace zhiyin::language
