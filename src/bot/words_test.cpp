// What the bot says itself: friendly, short, and never a pretence of being a person.
#include "bot/words.hpp"

#include <gmock/gmock.h>

#include "bot/readings.hpp"

namespace zhiyin::bot {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

constexpr std::array all_lines{Line::greet,   Line::machine, Line::thanks,       Line::go_on,       Line::ask_back,
                               Line::unknown, Line::person,  Line::handing_over, Line::nobody_there};

TEST(Words, AreThereInEachLanguageAndShort) {
  for (const auto line : all_lines) {
    const auto en = say(line, "en", "Zhi");
    const auto zh = say(line, "zh-CN", "小知");
    EXPECT_NE(en, zh);
    EXPECT_EQ(say(line, "fr", "Zhi"), en) << "a language that it does not speak is answered in English";
    EXPECT_LE(en.size(), 160U) << en;
    EXPECT_EQ(understanding::language_of(zh), "zh-CN");
    EXPECT_EQ(understanding::language_of(en), "en");
  }
}

// BOT-2, honesty: whoever is greeted or asks is told.
TEST(Words, SayThatItIsAMachine) {
  for (const auto line : {Line::greet, Line::machine}) {
    EXPECT_THAT(say(line, "en", "Zhi"), HasSubstr("a machine"));
    EXPECT_THAT(say(line, "zh-CN", "小知"), HasSubstr("机器人"));
  }
  EXPECT_THAT(say(Line::greet, "en", "Zhi"), HasSubstr("I am Zhi,"));
}

TEST(Words, OfTheCustomerTellTheLanguage) {
  EXPECT_EQ(understanding::language_of("我的包裹在哪里"), "zh-CN");
  EXPECT_EQ(understanding::language_of("iPhone 订单"), "zh-CN");
  EXPECT_EQ(understanding::language_of("Where is my parcel?"), "en");
  EXPECT_EQ(understanding::language_of(""), "en");
  EXPECT_EQ(understanding::language_of("\xFF\xE4"), "en") << "what is not UTF-8 is no Han character";
  EXPECT_EQ(understanding::language_of("𠮷野家"), "zh-CN") << "beyond the basic plane";
}

}  // namespace
}  // namespace zhiyin::bot
