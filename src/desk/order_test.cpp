// What was committed later is told later, whichever of its ways it goes: notes and words, lists and open conversations, and answers that
// overtake each other. A right withdrawn in between ends all of it.
#include <algorithm>

#include "desk/standing_trial.hpp"

namespace zhiyin::desk {
namespace {

using trial_desk::chen;
using trial_desk::Desk;
using trial_desk::wang;

class Order : public trial_desk::StandingTrial {
 protected:
  bool assign(ConversationId id, AgentId to) {
    return acted(id, [=](writer::Tx& tx) {
      return conversation::assign(tx, id, nullptr, to, access::directory(tx), conversation::find(tx, id)->revision);
    });
  }
  bool note(ConversationId id, AgentId by, const std::string& text) {
    return acted(id, [=](writer::Tx& tx) {
      const auto& directory = access::directory(tx);
      return conversation::write_note(tx, id, directory.viewer(by), {.words = {.client_id = "n-1", .text = text}}, directory);
    });
  }
  static void watch(Desk& desk) { desk.agent.on_text(R"({"t":"watch","view":"open","limit":10})"); }
  /// Where the first frame with these words stands among all that he heard.
  static std::ptrdiff_t place(const Desk& desk, std::string_view words) {
    const auto& sent = desk.wire.sent;
    const auto found = std::ranges::find_if(sent, [words](const std::string& frame) { return frame.contains(words); });
    return found == sent.end() ? -1 : found - sent.begin();
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Order, trial::both_engines(), trial::engine_label);

// Who sees it as its owner only loses it by a fact that visitors hear too; a note goes another way, and must not overtake it.
TEST_P(Order, ANoteDoesNotOvertakeTheLossOfTheConversation) {
  const auto id = talk();
  const auto loses = demo(wang);
  const auto gets = demo(chen);
  ASSERT_TRUE(assign(id, wang));
  members({chen});
  relay();
  open(*loses, id);
  open(*gets, id);
  ASSERT_TRUE(assign(id, chen));
  ASSERT_TRUE(note(id, chen, "for colleagues"));
  relay();
  EXPECT_TRUE(loses->heard(R"("t":"gone")"));
  EXPECT_FALSE(loses->heard("for colleagues"));
  EXPECT_TRUE(gets->heard("for colleagues"));
}

// The same while the picture is on its way, both ways round: what waits for it keeps its order.
TEST_P(Order, WhatWaitsForThePictureKeepsIt) {
  for (const bool by_owner : {true, false}) {
    const auto id = talk();
    members({wang, chen});
    ASSERT_TRUE(assign(id, wang));
    if (by_owner) {
      members({chen});
    }
    relay();
    const auto loses = demo(wang);
    ask_open(*loses, id);
    answered();  // read, and not yet shown
    if (by_owner) {
      ASSERT_TRUE(assign(id, chen));
      ASSERT_TRUE(note(id, chen, "for colleagues"));
    } else {
      const auto others = done<team::Team>([&](writer::Tx& tx) { return team::make(tx, "Others" + id.text(), false); }).id;
      done<team::Team>([&](writer::Tx& tx) { return team::set_members(tx, others, std::vector{chen}); });
      ASSERT_TRUE(acted(id, [=](writer::Tx& tx) {
        const auto& directory = access::directory(tx);
        return conversation::transfer_to_team(tx, id, directory.viewer(wang), others, directory, {});
      }));
      say(id, "later words");
    }
    relay();
    until([&] { return loses->heard(R"("t":"gone")") || loses->heard("refused"); });
    EXPECT_FALSE(loses->heard("for colleagues"));
    EXPECT_FALSE(loses->heard("later words"));
  }
}

// Invariant I7 for lists: evaluated between what was committed before and after, not by a timer.
TEST_P(Order, ListsLoseTheirRowsBeforeAnythingLaterIsTold) {
  const auto id = talk();
  const auto one = demo(wang);
  open(*one, id);
  watch(*one);
  relay();
  until([&] { return one->heard(R"("t":"window","view":"open","total":1)"); });
  members({chen});
  say(id, "later words");
  relay();
  reactor_.run();
  const auto removed = place(*one, R"("total":0,"upsert":[],"remove":[")" + id.text());
  EXPECT_GE(removed, 0) << "when the follower has passed the change, the rows are gone";
  EXPECT_LT(removed, place(*one, R"("t":"gone")"));
  EXPECT_FALSE(one->heard("later words"));
}

// His connection knew him before the change; his window begins after it.
TEST_P(Order, AWindowAskedForBeforeAChangeShowsWhatHoldsAfterIt) {
  const auto id = talk();
  const auto one = demo(wang);
  relay();
  members({chen});
  watch(*one);
  relay();
  until([&] { return one->heard(R"("t":"window")"); });
  EXPECT_TRUE(one->heard(R"("total":0,"rows":[])"));
  EXPECT_FALSE(one->heard(id.text()));
}

// Questions are answered on several threads, so the answer to the first opening may come last.
TEST_P(Order, OfTwoOpeningsTheLastOneIsShown) {
  const auto id = talk();
  const auto one = demo(wang);
  relay();
  ask_open(*one, id);
  answered();
  say(id, "later words");
  ask_open(*one, id);
  answered();
  reactor_.run_backwards();
  relay();
  reactor_.run();
  EXPECT_EQ(std::ranges::count_if(one->wire.sent, [](const auto& frame) { return frame.contains("snapshot"); }), 1);
  EXPECT_GE(place(*one, "later words"), 0);
  EXPECT_EQ(place(*one, R"("t":"fact")"), -1) << "the picture held it, and nothing older came after";
}

// What needs no command asks nobody else: it waits until the conversation was shown.
TEST_P(Order, NobodyTypesOrReadsWhereHeHasYetToBeLetIn) {
  const auto id = talk();
  const auto inside = demo(chen);
  members({chen});
  relay();
  open(*inside, id);
  reactor_.run();
  const auto outside = demo(wang);
  ask_open(*outside, id);
  outside->agent.on_text(R"({"t":"typing","conversation":")" + id.text() + R"("})");
  outside->agent.on_text(R"({"t":"seen","seq":1,"conversation":")" + id.text() + R"("})");
  until([&] { return outside->heard("not_found"); });
  reactor_.advance(std::chrono::seconds{5});
  core_.writer().stop();  // what was given to it is done
  relay();
  reactor_.run();
  EXPECT_FALSE(inside->heard(R"("t":"typing")"));
  EXPECT_FALSE(inside->heard(R"("kind":"receipt")"));
}

// A page of it was read while he could see it, and comes when he cannot.
TEST_P(Order, HistoryIsNotToldAfterTheRightHasGone) {
  const auto id = talk();
  const auto one = demo(wang);
  relay();
  one->agent.on_text(R"({"t":"history","before":9,"conversation":")" + id.text() + R"("})");
  answered();
  members({chen});
  relay();
  reactor_.run();
  EXPECT_TRUE(one->heard("not_found"));
  EXPECT_FALSE(one->heard("first words"));
}

}  // namespace
}  // namespace zhiyin::desk
