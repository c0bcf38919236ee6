#include "understanding/process/wire.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace zhiyin::understanding::wire {
namespace {

TEST(Wire, carries_lessons_whole) {
  const std::vector<std::string> asked{"where is \"my\" food\n", "我的外卖呢"};
  const std::vector<std::string> keywords{"late"};
  const std::vector<std::string> beyond{"what is the weather"};
  const std::vector<Topic> topics{{7, "Late orders", asked, keywords, "What we do", "Wait.\tThen write."}, {8, "Empty", {}, {}, {}, {}}};
  const auto kept = KeptLessons::read(lessons_text({"en", topics, beyond}));
  ASSERT_TRUE(kept);
  const auto lessons = kept->lessons();
  EXPECT_EQ(lessons.language, "en");
  EXPECT_EQ(std::vector<std::string>(lessons.beyond.begin(), lessons.beyond.end()), beyond);
  ASSERT_EQ(lessons.topics.size(), 2U);
  const auto& topic = lessons.topics.front();
  EXPECT_EQ(topic.id, 7);
  EXPECT_EQ(topic.title, "Late orders");
  EXPECT_EQ(std::vector<std::string>(topic.asked_as.begin(), topic.asked_as.end()), asked);
  EXPECT_EQ(std::vector<std::string>(topic.keywords.begin(), topic.keywords.end()), keywords);
  EXPECT_EQ(topic.summary, "What we do");
  EXPECT_EQ(topic.body, "Wait.\tThen write.");
  EXPECT_TRUE(lessons.topics[1].asked_as.empty());
}

TEST(Wire, carries_questions_and_readings_whole) {
  const auto question = question_from(question_text("它呢？\0x", "zh-CN"));
  ASSERT_TRUE(question);
  EXPECT_EQ(question->text, std::string("它呢？\0x"));
  EXPECT_EQ(question->language, "zh-CN");
  const auto reading = reading_from(reading_text({Says::wants_person, {{7, 0.625F}, {9, 0.25F}}, 0.125F}));
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->says, Says::wants_person);
  ASSERT_EQ(reading->candidates.size(), 2U);
  EXPECT_EQ(reading->candidates[1].topic, 9);
  EXPECT_EQ(reading->candidates[1].probability, 0.25F);
  EXPECT_EQ(reading->beyond, 0.125F);
}

// A language process that was left over from another version must not bring down the server.
TEST(Wire, drops_what_it_cannot_read) {
  for (const auto* text : {"", "{", "[]", "{}", R"({"says":99,"beyond":0,"candidates":[]})", R"({"says":0,"beyond":"x","candidates":[]})",
                           R"({"says":0,"beyond":0,"candidates":[[1]]})", R"({"says":0,"beyond":0,"candidates":[7]})",
                           R"({"language":"en","topics":[1]})", R"({"topics":[]})", R"({"text":"x"})"}) {
    EXPECT_FALSE(reading_from(text)) << text;
    EXPECT_FALSE(KeptLessons::read(text)) << text;
    EXPECT_FALSE(question_from(text)) << text;
  }
}

}  // namespace
}  // namespace zhiyin::understanding::wire
