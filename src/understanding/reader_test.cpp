// What a reader must do whatever its company is: right on phrasings that it has not seen, silent on what is beyond, careful when it has
// learnt little, the same every time, and unmoved by bytes that are no text. How often it is right on the demo company: `bench reader`.
#include "understanding/reader.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <numeric>
#include <thread>

#include "understanding/decide.hpp"

namespace zhiyin::understanding {
namespace {

struct Article {
  std::string title;
  std::vector<std::string> asked_as;
  std::vector<std::string> unseen;  // held back: other words for the same
};
using Shop = std::vector<Article>;

const Shop& bakery() {
  static const Shop all{
      {"Opening hours",
       {"when do you open", "are you open on sunday", "what time do you close", "open on holidays", "how late can I come by",
        "opening times please", "is the bakery open today", "closing time on saturday"},
       {"what time do you open on sunday", "are you open late today", "when does the bakery close", "holiday opening times"}},
      {"Order a birthday cake",
       {"I need a cake for a birthday", "can you write a name on the cake", "how far ahead must I order a cake", "cake for twenty people",
        "birthday cake with chocolate", "do you make wedding cakes", "what cake sizes are there", "order a big cake for saturday"},
       {"a birthday cake for ten people please", "write happy birthday on a cake", "how early do I order a wedding cake",
        "which cake sizes do you make"}},
      {"Allergens and gluten",
       {"is the rye bread free of gluten", "I am allergic to nuts", "do the rolls contain milk", "which bread has no egg",
        "vegan croissants", "list of allergens", "lactose in the cheesecake", "does it have traces of nuts"},
       {"nuts allergy, which bread is safe", "any gluten free rolls", "do croissants contain egg or milk", "allergens of the rye"}},
      {"Delivery to your door",
       {"do you deliver", "how much is delivery", "bring the bread to my house", "delivery on weekday mornings",
        "is there a minimum order for delivery", "can rolls be delivered at seven", "deliver to the office",
        "which streets do you deliver to"},
       {"deliver rolls to my house at seven", "what does delivery to the office cost", "do you deliver to my street",
        "minimum for morning delivery"}},
      {"Pay with card or gift voucher",
       {"can I pay by card", "do you take vouchers", "gift card balance", "is cash fine", "pay with my phone", "buy a gift voucher",
        "which cards work", "voucher expired"},
       {"do you take cards or only cash", "pay by phone possible", "my gift voucher has expired", "what is the balance of my gift card"}},
  };
  return all;
}

const Shop& bakery_in_chinese() {
  static const Shop all{
      {"营业时间",
       {"几点开门", "周日开不开", "晚上几点关门", "节假日营业吗", "最晚几点能来", "今天开门吗", "你们营业到几点", "早上什么时候开"},
       {"周日几点开门", "晚上营业到几点关门", "节假日几点关", "今天早上几点开"}},
      {"订生日蛋糕",
       {"想订个生日蛋糕", "蛋糕上能写名字吗", "蛋糕要提前几天订", "二十个人吃多大的蛋糕", "巧克力生日蛋糕", "婚礼蛋糕做吗",
        "蛋糕有哪些尺寸", "周六要一个大蛋糕"},
       {"生日蛋糕要提前多久订", "十个人吃要多大蛋糕", "蛋糕上写生日快乐", "能订婚礼蛋糕吗"}},
      {"过敏原",
       {"黑麦面包含麸质吗", "我对坚果过敏", "小面包里有牛奶吗", "哪种面包不含鸡蛋", "有没有纯素可颂", "过敏原清单", "芝士蛋糕有乳糖吗",
        "会不会有花生"},
       {"坚果过敏能吃哪种面包", "可颂含牛奶鸡蛋吗", "有不含麸质的面包吗", "面包里有没有花生"}},
      {"送货上门",
       {"能送货吗", "配送费多少", "面包送到家里", "工作日早上送吗", "起送价是多少", "七点能送到吗", "送到公司", "哪些小区能送"},
       {"早上七点送到家里", "送到公司配送费多少", "我们小区能送货吗", "起送多少钱"}},
      {"刷卡和礼品券",
       {"能刷卡吗", "收礼品券吗", "礼品卡余额", "付现金行吗", "手机支付可以吗", "买一张礼品券", "支持哪些银行卡", "券过期了"},
       {"礼品券过期了怎么办", "可以用手机支付吗", "查礼品卡余额", "只收现金还是能刷卡"}},
  };
  return all;
}

const std::vector<std::string>& beyond() {
  static const std::vector<std::string> all{"how do I bake bread at home",
                                            "do you have work for me",
                                            "where did you learn to bake",
                                            "the music in your shop is loud",
                                            "can my dog come in",
                                            "招人吗",
                                            "能带狗进来吗",
                                            "店里音乐太吵"};
  return all;
}

/// `shift` gives each title the phrasings of another: what a reader must fail on.
Reader reader_of(const Shop& shop, std::string_view language, std::size_t shift = 0) {
  std::vector<Topic> topics;
  for (std::size_t i = 0; i < shop.size(); ++i) {
    const auto& told = shop[(i + shift) % shop.size()];
    topics.push_back({static_cast<std::int64_t>(i) + 1, told.title, told.asked_as, {}, {}, {}});
  }
  return Reader{{language, topics, beyond()}};
}

struct Count {
  std::size_t first = 0;
  std::size_t answered = 0;
  std::size_t wrong = 0;
  std::size_t all = 0;
};
Count count(const Reader& reader, const Shop& shop) {
  Count made;
  for (std::size_t i = 0; i < shop.size(); ++i) {
    for (const auto& question : shop[i].unseen) {
      const auto id = static_cast<std::int64_t>(i) + 1;
      const auto reading = reader.read(question);
      const auto decision = decide(reading);
      ++made.all;
      made.first += !reading.candidates.empty() && reading.candidates.front().topic == id ? 1 : 0;
      const bool answered = decision.verdict == Verdict::answer;
      made.answered += answered && decision.topics.front() == id ? 1 : 0;
      made.wrong += answered && decision.topics.front() != id ? 1 : 0;
    }
  }
  return made;
}

TEST(Reader, FindsTheTopicOfPhrasingsThatItHasNotSeen) {
  for (const auto& [shop, language] : {std::pair{bakery(), "en"}, std::pair{bakery_in_chinese(), "zh-CN"}}) {
    const auto made = count(reader_of(shop, language), shop);
    EXPECT_GE(made.first, made.all * 9 / 10) << language;
    EXPECT_GE(made.answered, made.all / 4) << language;
    EXPECT_LE(made.wrong, 1U) << language;
  }
}

// The same measure on a reader that was taught wrongly: were it to pass, the test above would say nothing.
TEST(Reader, FailsWhenItWasTaughtWrongly) {
  for (const auto& [shop, language] : {std::pair{bakery(), "en"}, std::pair{bakery_in_chinese(), "zh-CN"}}) {
    EXPECT_LE(count(reader_of(shop, language, 1), shop).first, 3U) << language;
  }
}

TEST(Reader, AnswersAPhrasingAsItWasWritten) {
  const auto reader = reader_of(bakery(), "en");
  for (const auto* text : {"When do you OPEN?", "lactose in the cheesecake!!", "Opening hours"}) {
    EXPECT_EQ(decide(reader.read(text)).verdict, Verdict::answer) << text;
  }
  EXPECT_EQ(decide(reader_of(bakery_in_chinese(), "zh-CN").read("几点开门？")).topics, std::vector<std::int64_t>{1});
}

TEST(Reader, AsksBackWhereAPhrasingStandsUnderTwoTopics) {
  auto shop = bakery();
  shop[1].asked_as.emplace_back("I want to change it");
  shop[3].asked_as.emplace_back("I want to change it");
  const auto decision = decide(reader_of(shop, "en").read("i want to change it"));
  EXPECT_EQ(decision.verdict, Verdict::ask_back);
  EXPECT_THAT(decision.topics, testing::UnorderedElementsAre(2, 4));
}

TEST(Reader, SaysThatItDoesNotKnow) {
  const auto english = reader_of(bakery(), "en");
  for (const auto* text :
       {"what is the weather like", "my laptop does not start", "who won the election", "can I bring my dog", "zxcv qwer", "12345"}) {
    EXPECT_NE(decide(english.read(text)).verdict, Verdict::answer) << text;
  }
  const auto chinese = reader_of(bakery_in_chinese(), "zh-CN");
  for (const auto* text : {"明天天气怎么样", "电脑开不了机", "谁当选了", "能带我的狗来吗", "哈哈哈哈"}) {
    EXPECT_NE(decide(chinese.read(text)).verdict, Verdict::answer) << text;
  }
}

TEST(Reader, IsCarefulWhenItHasLearntLittle) {
  const std::vector<Topic> topics{
      {1, "How long does a refund take?", {}, {}, "One to three working days.", "Banks need a day more. Ask us after a week."},
      {2, "Change the delivery address", {}, {}, "Before the courier has it.", "Open the order and choose the new address."},
      {3, "Open the locker", {}, {}, "Type the code.", "A new code comes when you ask for it."}};
  const Reader reader{{"en", topics, {}}};
  for (const auto* text : {"what is the code of the building", "my bank called me", "do you open on Sundays", "can I take a day off",
                           "new phone", "how long is the film", "order a taxi", "where is the courier"}) {
    EXPECT_EQ(decide(reader.read(text)).verdict, Verdict::unknown) << text;
  }
  EXPECT_EQ(decide(reader.read("How long does a refund take")).topics, std::vector<std::int64_t>{1});
}

TEST(Reader, KnowsNothingWithoutLessons) {
  const Reader reader{{"en", {}, {}}};
  const auto reading = reader.read("where is my order");
  EXPECT_TRUE(reading.candidates.empty());
  EXPECT_EQ(reading.beyond, 1.0F);
  EXPECT_EQ(decide(reading), Decision{});
  const std::vector<Topic> empty{{7, "", {}, {}, "", ""}};
  EXPECT_EQ(decide(Reader{{"zh-CN", empty, {}}}.read("我的外卖呢")).verdict, Verdict::unknown);
}

TEST(Reader, IsTheSameForTheSameLessons) {
  const auto one = reader_of(bakery(), "en");
  const auto other = reader_of(bakery(), "en");
  std::vector<std::string> questions;
  for (const auto& article : bakery()) {
    questions.insert(questions.end(), article.unseen.begin(), article.unseen.end());
  }
  std::vector<Reading> wanted;
  for (const auto& question : questions) {
    wanted.push_back(one.read(question));
    EXPECT_EQ(other.read(question), wanted.back());
  }
  std::vector<int> same(4);
  {
    std::vector<std::jthread> threads;
    for (auto& right : same) {
      threads.emplace_back([&] {
        for (std::size_t i = 0; i < questions.size(); ++i) {
          right += one.read(questions[i]) == wanted[i] ? 1 : 0;
        }
      });
    }
  }
  EXPECT_THAT(same, testing::Each(static_cast<int>(questions.size())));
}

void expect_sound(const Reading& reading) {
  RC_ASSERT(reading.candidates.size() <= candidates_max);
  float sum = 0;
  float before = 1;
  for (const auto& [topic, probability] : reading.candidates) {
    RC_ASSERT(probability >= 0);
    RC_ASSERT(probability <= before);
    before = probability;
    sum += probability;
  }
  RC_ASSERT(reading.beyond >= 0 && reading.beyond <= 1);
  RC_ASSERT(sum + reading.beyond <= 1.001F);
}

RC_GTEST_PROP(Reader, ReadsAnyBytes, (const std::string& text)) {
  static const auto english = reader_of(bakery(), "en");
  static const auto chinese = reader_of(bakery_in_chinese(), "zh-CN");
  expect_sound(english.read(text));
  expect_sound(chinese.read(text));
}

TEST(Reader, ReadsWhatIsHardlyText) {
  const auto english = reader_of(bakery(), "en");
  const auto chinese = reader_of(bakery_in_chinese(), "zh-CN");
  std::string far;
  while (far.size() < 16'384) {
    far += "蛋糕 cake delivery 几点 ";
  }
  for (const auto& text :
       {far, std::string(16'384, 'a'), std::string(16'384, '\0'), std::string("open\0open", 9), std::string{"\xf0\x28\x8c\x28 open"},
        std::string{"\xe8\x9b"}, std::string{"🎂🎂🎂"}, std::string{"e\xcc\x81\xcc\x81\xcc\x81"}, std::string(600, ' ') + "open"}) {
    for (const auto* reader : {&english, &chinese}) {
      const auto reading = reader->read(text);
      EXPECT_LE(reading.candidates.size(), candidates_max);
    }
  }
  EXPECT_TRUE(english.read("🎂🎂").candidates.empty());
}

TEST(Reader, HearsASmallTalkThatALessonMeansAsAQuestion) {
  auto shop = bakery();
  shop[0].asked_as.emplace_back("anyone there");
  EXPECT_EQ(reader_of(bakery(), "en").read("anyone there?").says, Says::greeting);
  EXPECT_EQ(reader_of(shop, "en").read("anyone there?").says, Says::question);
}

TEST(LanguageOf, IsChineseWithAnyHan) {
  EXPECT_EQ(language_of("where is my 外卖"), "zh-CN");
  EXPECT_EQ(language_of("where is it"), "en");
  EXPECT_EQ(language_of("ひらがな"), "en");
  EXPECT_EQ(language_of("\xff"), "en");
  EXPECT_EQ(language_of(""), "en");
}

TEST(Decide, FollowsItsThresholds) {
  const Thresholds at{.answer = 0.6F, .together = 0.5F, .each = 0.1F, .beyond_most = 0.5F};
  const auto decided = [&](const Reading& reading) { return decide(reading, at); };
  EXPECT_EQ(decided({Says::question, {{1, 0.6F}, {2, 0.3F}}, 0.1F}), (Decision{Verdict::answer, {1}}));
  EXPECT_EQ(decided({Says::question, {{1, 0.59F}, {2, 0.3F}}, 0.1F}), (Decision{Verdict::ask_back, {1, 2}}));
  EXPECT_EQ(decided({Says::question, {{1, 0.3F}, {2, 0.2F}, {3, 0.15F}, {4, 0.12F}}, 0.2F}), (Decision{Verdict::ask_back, {1, 2, 3}}));
  EXPECT_EQ(decided({Says::question, {{1, 0.59F}, {2, 0.05F}}, 0.1F}), Decision{}) << "one alone is nothing to choose from";
  EXPECT_EQ(decided({Says::question, {{1, 0.25F}, {2, 0.2F}}, 0.3F}), Decision{}) << "too little together";
  EXPECT_EQ(decided({Says::question, {{1, 0.35F}, {2, 0.2F}}, 0.51F}), Decision{}) << "likely beyond";
  EXPECT_EQ(decided({Says::greeting, {{1, 0.9F}}, 0.1F}), Decision{}) << "nobody asked";
  EXPECT_EQ(decided({Says::question, {}, 1}), Decision{});
}

}  // namespace
}  // namespace zhiyin::understanding
