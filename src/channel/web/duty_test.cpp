// Who waits is told whether anybody is on duty: once when he comes, then when it changes, and nobody else.
#include "channel/web/duty.hpp"

#include <gmock/gmock.h>

#include <array>
#include <future>

#include "hours/words.hpp"
#include "inbox/service.hpp"
#include "store/places.hpp"
#include "team/state.hpp"

namespace zhiyin::channel::web {
namespace {

using testing::ElementsAre;

const std::string on_duty = R"({"t":"duty","on_duty":true})";
const std::string nobody = R"({"t":"duty","on_duty":false})";

class Waiting final : public DutyListener {
 public:
  void on_duty(const net::Frame& frame) override { heard.push_back(*frame); }
  void on_inbox_closed(const net::Frame& frame) override { heard.push_back(*frame); }
  std::vector<std::string> heard;
};

class Duty : public testing::TestWithParam<db::Engine> {
 protected:
  Duty() {
    duties_.refresh(at_.reading());
    becomes(first_, team::State::available);  // that he is ever there
    becomes(first_, team::State::offline);
  }

  /// On the reactor, to its end.
  void on_reactor(std::function<void()> act) {
    std::promise<void> done;
    reactors_.at(0).post([&] {
      act();
      done.set_value();
    });
    done.get_future().get();
  }
  void comes(Waiting& who, InboxId inbox = inbox::web_inbox, TeamId team = {}) {
    on_reactor([&] {
      if (const auto frame = duties_.board(reactors_.at(0)).follow({inbox, team}, who)) {
        who.on_duty(frame);
      }
    });
  }
  void leaves(Waiting& who) {
    on_reactor([&] { duties_.board(reactors_.at(0)).unfollow(who); });
  }
  /// What the log's follower does with what is new.
  void follow_log() {
    const auto entries = journal::read_after(at_.reading(), pos_, 1'000);
    pos_ = entries.empty() ? pos_ : entries.back().pos;
    duties_.publish(entries, at_.reading());
    on_reactor([] {});
  }
  void becomes(AgentId agent, team::State state) {
    ASSERT_TRUE(at_.run<team::AgentState>([&](writer::Tx& tx) { return team::set_state(tx, agent, state, "", agent, {}); },
                                          [&](writer::Tx& tx) { team::want_state(tx, agent); }));
    follow_log();
  }
  void set_hours(std::string from, std::string to) {
    auto schedule =
        hours::schedule_of({.time_zone = "UTC", .week = {{hours::Day::friday, std::move(from), std::move(to)}}, .exceptions = {}});
    ASSERT_TRUE(at_.run<inbox::Inbox>([&](writer::Tx& tx) { return inbox::set_hours(tx, inbox::web_inbox, *schedule); }));
    follow_log();
  }
  void clock_shows(std::string_view at) {
    at_.clock.set(parse_iso(at).value());
    duties_.tick();
    on_reactor([] {});
  }

  trial::Places at_{GetParam(), 2};
  access::Directories directories_;
  net::Reactors reactors_{1};
  Duties duties_{reactors_, at_.clock, directories_};
  const AgentId first_{1};
  const AgentId second_{2};
  std::int64_t pos_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, Duty, trial::both_engines(), trial::engine_label);

TEST_P(Duty, IsToldWhenItChangesAndNotOftener) {
  Waiting who;
  comes(who);
  EXPECT_THAT(who.heard, ElementsAre(nobody));
  comes(who);
  EXPECT_THAT(who.heard, ElementsAre(nobody)) << "he waits there already";
  becomes(first_, team::State::available);
  EXPECT_THAT(who.heard, ElementsAre(nobody, on_duty));
  becomes(second_, team::State::available);
  becomes(first_, team::State::offline);
  EXPECT_THAT(who.heard, ElementsAre(nobody, on_duty)) << "how many there are is nobody's business";
  becomes(second_, team::State::offline);
  EXPECT_THAT(who.heard, ElementsAre(nobody, on_duty, nobody));
  leaves(who);
  becomes(first_, team::State::available);
  EXPECT_EQ(who.heard.size(), 3U);
}

TEST_P(Duty, FollowsTheClock) {
  clock_shows("2026-11-20T08:00:00.000Z");  // a Friday
  Waiting who;
  comes(who);
  set_hours("09:00", "17:00");
  EXPECT_THAT(who.heard, ElementsAre(nobody, R"({"t":"duty","on_duty":false,"opens":"2026-11-20T09:00:00.000Z"})"));
  clock_shows("2026-11-20T08:59:59.999Z");
  EXPECT_EQ(who.heard.size(), 2U);
  clock_shows("2026-11-20T09:00:00.000Z");
  EXPECT_THAT(who.heard.back(), nobody) << "open by the clock, and nobody is there";
  clock_shows("2026-11-20T17:00:00.000Z");
  EXPECT_THAT(who.heard.back(), R"({"t":"duty","on_duty":false,"opens":"2026-11-27T09:00:00.000Z"})");
  becomes(first_, team::State::available);
  EXPECT_THAT(who.heard.back(), on_duty) << "works late";
}

// Also whoever waits for nobody, because somebody has his conversation.
TEST_P(Duty, AnInboxThatIsSwitchedOffIsToldToEverybodyThere) {
  Waiting here;
  Waiting talking;
  Waiting elsewhere;
  const auto enters = [&](Waiting& who, InboxId inbox) {
    on_reactor([&] {
      if (const auto frame = duties_.board(reactors_.at(0)).come(inbox, who)) {
        who.on_inbox_closed(frame);
      }
    });
  };
  const auto active = [&](bool on) {
    ASSERT_TRUE(at_.run<inbox::Inbox>([&](writer::Tx& tx) { return inbox::change(tx, inbox::web_inbox, {.active = on}); }));
    follow_log();
  };
  enters(here, inbox::web_inbox);
  enters(talking, inbox::web_inbox);
  enters(elsewhere, InboxId{99});
  active(false);
  becomes(first_, team::State::available);  // looks again
  for (auto* one : {&here, &talking}) {
    ASSERT_EQ(one->heard.size(), 1U);
    EXPECT_THAT(one->heard[0], testing::HasSubstr(R"({"t":"refused","status":403,"code":"forbidden")"));
    EXPECT_THAT(one->heard[0], testing::HasSubstr(R"("where":"inbox")"));
  }
  EXPECT_THAT(elsewhere.heard, testing::IsEmpty());
  Waiting late;
  enters(late, inbox::web_inbox);
  EXPECT_EQ(late.heard, here.heard) << "who was let in before";
  on_reactor([&] {
    duties_.board(reactors_.at(0)).go(here);
    duties_.board(reactors_.at(0)).go(here);
  });
  active(true);
  active(false);
  EXPECT_EQ(here.heard.size(), 1U) << "he has gone";
  EXPECT_EQ(talking.heard.size(), 2U);
  EXPECT_EQ(late.heard.size(), 2U);
}

TEST_P(Duty, OfAnotherPlaceIsNotTold) {
  Waiting here;
  Waiting there;
  comes(here);
  comes(there, InboxId{99});
  EXPECT_THAT(there.heard, ElementsAre(on_duty)) << "nobody ever said that he serves it";
  becomes(first_, team::State::available);
  becomes(first_, team::State::offline);
  EXPECT_EQ(there.heard.size(), 1U);
  EXPECT_THAT(here.heard.back(), nobody);
  comes(here, InboxId{99});
  leaves(there);
  leaves(there);
  EXPECT_THAT(here.heard.back(), on_duty);
}

// A seat that is left is taken by another: everybody is still told, and told once.
TEST_P(Duty, WhoStaysIsToldAfterOthersLeft) {
  std::array<Waiting, 5> all;
  for (auto& one : all) {
    comes(one);
  }
  leaves(all[1]);
  leaves(all[4]);
  leaves(all[0]);
  becomes(first_, team::State::available);
  for (std::size_t n = 0; n < all.size(); ++n) {
    const bool stayed = n == 2 || n == 3;
    EXPECT_EQ(all.at(n).heard.size(), stayed ? 2U : 1U) << n;
  }
}

}  // namespace
}  // namespace zhiyin::channel::web
