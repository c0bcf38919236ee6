// What a visitor thinks of his conversation is kept once, told to everybody who follows it, and his to change for a week.
#include "conversation/rating.hpp"

#include "conversation/life_trial.hpp"

namespace zhiyin::conversation {
namespace {

class Rate : public Life {
 protected:
  Result<Moved> rates(std::int64_t score, std::string_view comment = "", std::string_view client_id = "r-1") {
    return run<>([&](writer::Tx& tx) { return rate(tx, id, {client_id, score, comment}); });
  }
  [[nodiscard]] std::optional<Rating> rating() { return snapshot(at.reading(), id)->rating; }
  /// "5 very good" for each fact that tells it.
  [[nodiscard]] std::vector<std::string> told() {
    std::vector<std::string> lines;
    for (const auto& entry : journal::read_after(at.reading(), 0, 1'000)) {
      const auto fact = event::read(entry);
      if (const auto* rated = fact ? std::get_if<event::ConversationRated>(&fact->change) : nullptr) {
        lines.push_back(std::to_string(rated->score) + " " + rated->comment);
        EXPECT_EQ(entry.envelope.find("very"), std::string::npos) << "words are personal: they stand in the body";
      }
    }
    return lines;
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Rate, trial::both_engines(), trial::engine_label);

TEST_P(Rate, IsAFactOfTheConversationAndInItsPicture) {
  open_for(wang);
  EXPECT_EQ(rating(), std::nullopt);
  const auto before = now().revision;
  const auto done = rates(4, "very 好");
  ASSERT_TRUE(done);
  EXPECT_EQ(done->revision, before + 1);
  ASSERT_TRUE(rating());
  EXPECT_EQ(rating()->score, 4);
  EXPECT_EQ(rating()->comment, "very 好");
  EXPECT_EQ(now().rating, 4);
  EXPECT_EQ(changes_after(at.reading(), id, before)->rating->score, 4) << "whoever resumes is told too";
  EXPECT_THAT(told(), testing::ElementsAre("4 very 好"));
}

TEST_P(Rate, TheSameAgainIsTheSame) {
  open_for(wang);
  ASSERT_TRUE(rates(4, "very 好"));
  const auto revision = now().revision;
  EXPECT_EQ(rates(4, "very 好")->revision, revision);
  EXPECT_EQ(rates(4, "very 好", "r-2")->revision, revision) << "nothing new is said";
  EXPECT_EQ(status(rates(5, "very 好")), 409) << "an id stands for one rating";
  EXPECT_EQ(told().size(), 1U);
}

TEST_P(Rate, IsReplacedForAWeek) {
  open_for(wang);
  ASSERT_TRUE(resolves(wang));
  ASSERT_TRUE(rates(2, "very slow"));
  at.clock.advance(std::chrono::days{6});
  ASSERT_TRUE(rates(5, "", "r-2"));
  EXPECT_EQ(rating()->score, 5);
  EXPECT_EQ(rating()->comment, "");
  at.clock.advance(std::chrono::days{2});
  EXPECT_EQ(status(rates(1, "", "r-3")), 409) << "a week after the first, however often it was changed";
  EXPECT_TRUE(rates(5, "", "r-2")) << "what was acknowledged stays so";
  EXPECT_THAT(told(), testing::ElementsAre("2 very slow", "5 "));
}

// It has ended once more: that is another experience.
TEST_P(Rate, MayBeGivenAnewWhenItEndsAgain) {
  open_for(wang);
  ASSERT_TRUE(resolves(wang));
  ASSERT_TRUE(rates(2));
  at.clock.advance(std::chrono::days{8});
  EXPECT_EQ(status(rates(4, "", "r-2")), 409);
  ASSERT_TRUE(run<>([&](writer::Tx& tx) { return reopen(tx, id, wang); }));
  ASSERT_TRUE(resolves(wang));
  EXPECT_TRUE(rates(4, "", "r-3"));
}

TEST_P(Rate, WaitsForSomebodyToHaveIt) {
  open();
  EXPECT_EQ(status(rates(5)), 409);
  EXPECT_EQ(now().rating, 0);
  EXPECT_TRUE(told().empty());
}

TEST_P(Rate, IsRefusedWithoutATrace) {
  open_for(wang);
  EXPECT_EQ(status(rates(0)), 422);
  EXPECT_EQ(status(rates(6)), 422);
  EXPECT_EQ(status(rates(5, "", "with space")), 422);
  EXPECT_EQ(status(rates(5, std::string(rating_comment_max_chars + 1, 'x'))), 413);
  EXPECT_EQ(status(rates(5, std::string_view{"a\0b", 3})), 422);
  EXPECT_TRUE(told().empty());
  std::string most;
  for (std::size_t i = 0; i < rating_comment_max_chars; ++i) {
    most += "好";
  }
  EXPECT_TRUE(rates(5, most)) << "characters count, not bytes";
}

}  // namespace
}  // namespace zhiyin::conversation
