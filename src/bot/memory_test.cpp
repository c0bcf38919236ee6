// The memory of a dialogue comes back from its row as it went in.
#include "bot/memory.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

namespace zhiyin::bot {
namespace {

RC_GTEST_PROP(DialogueMemory, ComesBack, ()) {
  Memory memory;
  memory.language = *rc::gen::element<std::string>("", "en", "zh-CN");
  memory.failures = *rc::gen::inRange(0, 3);
  for (const auto id : *rc::gen::container<std::vector<int>>(rc::gen::inRange(1, 1'000'000))) {
    memory.shown.emplace_back(id);
    memory.failed.emplace_back(id + 1);
    memory.asked.push_back({id * -9'000'000'000'000, id});
    memory.offered.push_back({ArticleId{id}, "\"退款\" and \\ " + std::to_string(id)});
  }
  memory.last_shown = ArticleId{*rc::gen::inRange(0, 9)};
  memory.person_offered = *rc::gen::arbitrary<bool>();
  RC_ASSERT(read_memory(memory_text(memory)) == memory);
}

TEST(DialogueMemory, IsEmptyWhereTheRowCannotBeRead) {
  for (const auto* text : {"", "null", "{", R"({"shown":"x","asked":[1],"offered":[{}]})"}) {
    EXPECT_EQ(read_memory(text).shown.size(), 0U) << text;
  }
}

TEST(DialogueMemory, KnowsTheSameQuestionAgain) {
  EXPECT_EQ(fingerprint("Where is my parcel?"), fingerprint("  where is MY parcel"));
  EXPECT_NE(fingerprint("Where is my parcel?"), fingerprint("Where is my refund?"));
  EXPECT_EQ(fingerprint("怎么退款？"), fingerprint("怎么退款"));
  EXPECT_NE(fingerprint("怎么退款"), fingerprint("怎么取消"));
}

}  // namespace
}  // namespace zhiyin::bot
