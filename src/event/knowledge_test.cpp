// Whoever keeps a picture of what is live hears of each change by these facts alone, from a log that other versions of us read too.
#include "event/knowledge.hpp"

#include <gtest/gtest.h>

namespace zhiyin::event {
namespace {

TEST(KnowledgeFacts, AreReadAsTheyWereWritten) {
  const auto at = from_millis(1'800'000'000'000);
  for (const KnowledgeChange& change :
       {KnowledgeChange{ArticlePublished{ArticleId{7}, "zh-CN", 3}}, KnowledgeChange{ArticleWithdrawn{ArticleId{7}, "en"}},
        KnowledgeChange{ArticleMoved{ArticleId{7}}}, KnowledgeChange{CategoryChanged{CategoryId{9}}}}) {
    const KnowledgeFact fact{12, at, change};
    EXPECT_EQ(read_knowledge(write(fact)), fact);
  }
}

TEST(KnowledgeFacts, LeaveThoseOfOthersAlone) {
  journal::Entry entry;
  entry.kind = "message_sent";
  EXPECT_EQ(read_knowledge(entry), std::nullopt);
}

}  // namespace
}  // namespace zhiyin::event
