// docs/routing.md, from the wire: who is available is asked, nobody else hears of it, and an answer counts once.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "flow/site.hpp"

namespace zhiyin::flow {
namespace {

using testing::HasSubstr;
using testing::Not;

class Offers : public FlowTest {
 protected:
  /// Two experts, whom only transfers reach: whatever waits elsewhere is not theirs.
  Offers() {
    static int count = 0;
    const auto number = ++count;
    const std::vector people{office().engage(fmt::format("ann{}", number)), office().engage(fmt::format("ben{}", number))};
    team_ = office().experts(fmt::format("Offers {}", number), people);
    ann_ = people[0];
    ben_ = people[1];
  }
  std::unique_ptr<Line> screen(const Colleague& one) const {
    auto line = dial("/live/agent", one.header());
    line->say(R"({"t":"hello","v":1})");
    line->hear("welcome");
    return line;
  }
  static void becomes(Line& line, std::string_view state) {
    line.say(fmt::format(R"({{"t":"state","id":"state-{0}","state":"{0}"}})", state));
    expect_ack(line.answer(fmt::format("state-{}", state)));
  }
  static Object answer(Line& line, const std::string& type, const std::string& conversation) {
    return act(line, type, type + "-1", conversation);
  }
  /// A customer's conversation, in the queue of the two.
  Started transferred() const {
    auto guest = started();
    const auto desk = agent();
    expect_ack(act(*desk, "take", "t-1", guest.conversation));
    desk->say(fmt::format(R"({{"t":"transfer","id":"t-2","conversation":"{}","team":"{}"}})", guest.conversation, team_));
    expect_ack(desk->answer("t-2"));
    return guest;
  }

  Colleague ann_;
  Colleague ben_;
  std::string team_;
};
ON_BOTH_ENGINES(Offers);

TEST_P(Offers, go_to_who_is_available_and_to_nobody_else) {
  const auto ann = screen(ann_);
  const auto ben = screen(ben_);
  becomes(*ann, "available");
  becomes(*ben, "busy");
  const auto guest = transferred();
  const auto offer = ann->hear("offer");
  EXPECT_EQ(text_of(offer, "conversation"), guest.conversation);
  EXPECT_FALSE(text_of(offer, "until").empty());

  const auto again = screen(ann_);  // the same after a reload
  EXPECT_EQ(text_of(again->hear("offer"), "conversation"), guest.conversation);
  expect_refused(answer(*ben, "accept", guest.conversation), "conflict");
  expect_ack(answer(*again, "accept", guest.conversation));
  for (auto* line : {ann.get(), again.get()}) {
    EXPECT_EQ(text_of(line->hear("offer_ended"), "why"), "accepted");
  }
  expect_refused(answer(*ann, "accept", guest.conversation), "conflict");
  const auto later = screen(ann_);
  for (auto* line : {&guest.line(), ben.get(), later.get()}) {
    line->fence();
    EXPECT_THAT(line->everything(), Not(HasSubstr(R"("t":"offer)")));
  }
}

TEST_P(Offers, fall_through_to_the_next) {
  const auto ann = screen(ann_);
  becomes(*ann, "available");
  const auto guest = transferred();
  EXPECT_EQ(text_of(ann->hear("offer"), "conversation"), guest.conversation);
  const auto ben = screen(ben_);
  becomes(*ben, "available");
  expect_ack(answer(*ann, "decline", guest.conversation));
  EXPECT_EQ(text_of(ann->hear("offer_ended"), "why"), "declined");
  EXPECT_EQ(text_of(ben->hear("offer"), "conversation"), guest.conversation);
  expect_refused(answer(*ann, "accept", guest.conversation), "conflict");
  becomes(*ben, "on_break");
  EXPECT_EQ(text_of(ben->hear("offer_ended"), "why"), "withdrawn");
  expect_refused(answer(*ben, "accept", guest.conversation), "conflict");
}

}  // namespace
}  // namespace zhiyin::flow
