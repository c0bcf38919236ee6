// One word is found however it was typed: full width, capitals, with composed or separate accents.
#include "language/normalise.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace zhiyin::language {
namespace {

TEST(Normalise, MakesWritingsOfOneWordTheSame) {
  struct Row {
    std::string_view text, normal;
  };
  for (const auto& row :
       {Row{"Refund", "refund"}, Row{"ＡＢＣ１２３", "abc123"}, Row{"①", "1"}, Row{"Straße", "strasse"}, Row{"ﬁne", "fine"},
        Row{"e\xCC\x81t\xC3\xA9", "\xC3\xA9t\xC3\xA9"}, Row{"退款", "退款"}, Row{"退款Ａpp", "退款app"}, Row{"", ""},
        Row{"a\xFF"
            "b",
            "a b"},
        Row{"ｶﾞ", "ガ"}, Row{"co\xC2\xADop", "coop"}}) {
    EXPECT_EQ(normalise(row.text), row.normal) << row.text;
  }
}

TEST(Normalise, KnowsScriptsWithoutSpaces) {
  EXPECT_EQ(kind_of(point_at("退", 0).code), CharacterKind::gram);
  EXPECT_EQ(kind_of(point_at("ひ", 0).code), CharacterKind::gram);
  EXPECT_EQ(kind_of(point_at("é", 0).code), CharacterKind::word);
  EXPECT_EQ(kind_of('7'), CharacterKind::word);
  EXPECT_EQ(kind_of(point_at("，", 0).code), CharacterKind::other);
}

// What comes from outside may be anything.
RC_GTEST_PROP(Normalise, TakesAnyBytesAndTakesItsOwnWorkAsItIs, (const std::string& text)) {
  const auto once = normalise(text);
  RC_ASSERT(normalise(once) == once);
}

}  // namespace
}  // namespace zhiyin::language
