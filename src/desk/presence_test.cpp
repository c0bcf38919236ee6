// Who is told who looks: those who have the conversation open, on every process, until a process falls silent.
#include "desk/presence.hpp"

#include <gmock/gmock.h>

#include <utility>

#include "live/live_trial.hpp"

namespace zhiyin::desk {
namespace {

const Person wang{PersonKind::agent, 9, "Wang"};
const Person chen{PersonKind::agent, 8, "Chen"};
constexpr ConversationId parcel{7};

/// Two processes; what one whispers the other hears a little later, as from a line between them, unless the line is cut.
class Looking : public testing::Test {
 protected:
  void whisper(Presence& other, const std::string& text) {
    if (!cut_) {
      under_way_.emplace_back(&other, text);
    }
  }
  void hear() {
    for (const auto& [other, text] : std::exchange(under_way_, {})) {
      const auto document = json::Document::parse(text);
      ASSERT_TRUE(document) << text;
      EXPECT_TRUE(other->hear(*document->root())) << text;
    }
  }
  Looker looker(const Person& who, std::vector<std::string>& screen) {
    return {who, &home_, [&screen](const net::Frame& frame) { screen.push_back(*frame); }};
  }
  std::string last(std::vector<std::string>& screen) {
    hear();
    home_.run();
    auto text = screen.empty() ? "" : screen.back();
    screen.clear();
    const auto at = text.find(R"("who":)");
    return at == std::string::npos ? text : text.substr(at + 6, text.size() - at - 7);
  }
  std::string names(const Presence& of) {
    hear();
    std::string all;
    for (const auto& person : of.looking(parcel)) {
      all += person.name + " ";
    }
    return all;
  }

  SetClock clock_{from_millis(1'000'000)};
  live::SteppedReactor home_;
  bool cut_ = false;
  std::vector<std::pair<Presence*, std::string>> under_way_;
  Presence one_{clock_, "one", [this](const std::string& text) { whisper(two_, text); }};
  Presence two_{clock_, "two", [this](const std::string& text) { whisper(one_, text); }};
  std::vector<std::string> screen_;
  std::vector<std::string> other_;
};

constexpr const char* wang_alone = R"([{"kind":"agent","id":"0000000000009","name":"Wang"}])";
constexpr const char* both = R"([{"kind":"agent","id":"0000000000008","name":"Chen"},{"kind":"agent","id":"0000000000009","name":"Wang"}])";

TEST_F(Looking, IsToldToThoseWhoLookOnEveryProcess) {
  one_.look(parcel, 1, looker(wang, screen_));
  EXPECT_EQ(last(screen_), wang_alone);
  two_.look(parcel, 1, looker(chen, other_));
  EXPECT_EQ(last(screen_), both);
  EXPECT_EQ(last(other_), both);
  one_.look_away(parcel, 1);
  EXPECT_EQ(names(two_), "Chen ");
  EXPECT_EQ(last(screen_), "");
  two_.look_away(parcel, 1);
  EXPECT_EQ(names(one_), "");
}

// Two windows of one person are one person; the second is told, the first is not told again.
TEST_F(Looking, CountsAPersonOnce) {
  one_.look(parcel, 1, looker(wang, screen_));
  EXPECT_EQ(last(screen_), wang_alone);
  one_.look(parcel, 2, looker(wang, other_));
  EXPECT_EQ(last(other_), wang_alone);
  EXPECT_EQ(last(screen_), "");
  one_.look_away(parcel, 2);
  EXPECT_EQ(names(one_), "Wang ");
}

TEST_F(Looking, IsMendedWhenAWhisperWasLost) {
  cut_ = true;
  one_.look(parcel, 1, looker(wang, screen_));
  EXPECT_EQ(names(two_), "");
  cut_ = false;
  one_.renew();
  EXPECT_EQ(names(two_), "Wang ");
}

TEST_F(Looking, EndsForAProcessThatDied) {
  one_.look(parcel, 1, looker(wang, screen_));
  two_.look(parcel, 1, looker(chen, other_));
  (void)last(other_);
  cut_ = true;
  clock_.advance(Presence::forget_after);
  two_.renew();
  EXPECT_EQ(names(two_), "Chen Wang ");
  clock_.advance(Millis{1});
  two_.renew();
  EXPECT_EQ(last(other_), R"([{"kind":"agent","id":"0000000000008","name":"Chen"}])");
}

TEST_F(Looking, LeavesOtherWhispersToOthers) {
  const auto document = json::Document::parse(R"({"conversation":"0000000000007","kind":2,"id":9,"name":"Wang"})");
  EXPECT_FALSE(one_.hear(*document->root()));
}

}  // namespace
}  // namespace zhiyin::desk
