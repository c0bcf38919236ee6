// Who waits is told his place: when he comes, when it changes, no oftener than every two seconds, and nothing of anybody else.
#include "channel/web/place.hpp"

#include <gmock/gmock.h>

#include <future>

#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "inbox/service.hpp"
#include "store/places.hpp"

namespace zhiyin::channel::web {
namespace {

using std::chrono::seconds;
using testing::ElementsAre;

class Waiting final : public PlaceListener {
 public:
  void on_place(const net::Frame& frame) override { heard.push_back(*frame); }
  std::vector<std::string> heard;
};

std::string place(int ahead, const std::string& wait = "null") {
  return R"({"t":"place","ahead":)" + std::to_string(ahead) + R"(,"wait_s":)" + wait + "}";
}

class PlaceOf : public testing::TestWithParam<db::Engine> {
 protected:
  void on_reactor(std::function<void()> act) {
    std::promise<void> done;
    reactors_.at(0).post([&] {
      act();
      done.set_value();
    });
    done.get_future().get();
  }
  ConversationId open() {
    const auto contact = ++contacts_;
    const auto id = *at_.run<ConversationId>([contact](writer::Tx& tx) {
      const auto made = conversation::open(tx, inbox::web_inbox, "address", {PersonKind::visitor, contact, "Li"});
      (void)conversation::say_as_visitor(tx, made, "m-1", "words");
      return made;
    });
    follow_log();
    return id;
  }
  void take(ConversationId id) {
    const access::Viewer wang{.person = AgentId{1},
                              .name = "Wang",
                              .rights = identity::rights_of(identity::Role::agent),
                              .inboxes = {inbox::web_inbox},
                              .teams = {}};
    ASSERT_TRUE(at_.run<conversation::Moved>([&](writer::Tx& tx) { return conversation::take(tx, id, wang, std::nullopt); },
                                             [&](writer::Tx& tx) { conversation::want(tx, id); }));
    follow_log();
  }
  void follow_log() {
    const auto entries = journal::read_after(at_.reading(), pos_, 1'000);
    pos_ = entries.empty() ? pos_ : entries.back().pos;
    places_.publish(entries, at_.reading());
  }
  void comes(ConversationId id, Waiting& who) {
    on_reactor([&] { places_.board(reactors_.at(0)).follow(id, who); });
  }
  void leaves(Waiting& who) {
    on_reactor([&] { places_.board(reactors_.at(0)).unfollow(who); });
  }
  /// So much later the clock is looked at, and what comes of it is told.
  void later(Millis by) {
    at_.clock.advance(by);
    on_reactor([&] { places_.tick(); });
    std::promise<void> asked;  // behind the look, which there is one thread for
    reading_.ask<int>(reactors_.at(0), [](db::Session&) { return 0; }, [&](const Result<int>&) { asked.set_value(); });
    asked.get_future().get();
    on_reactor([] {});
  }

  trial::Places at_{GetParam(), 3, {conversation::statements(), conversation::reading_statements()}};
  access::Directories directories_;
  net::Reactors reactors_{1};
  reading::ReadingPool reading_{at_.store(), 1};
  Places places_{reactors_, at_.clock, directories_, reading_};
  std::int64_t pos_ = 0;
  std::int64_t contacts_ = 50;
};
INSTANTIATE_TEST_SUITE_P(Engines, PlaceOf, trial::both_engines(), trial::engine_label);

TEST_P(PlaceOf, IsToldWhenItChangesAndNotOftener) {
  Waiting first;
  Waiting second;
  const auto one = open();
  at_.clock.advance(seconds{1});
  const auto two = open();
  comes(one, first);
  comes(two, second);
  later(seconds{2});
  EXPECT_THAT(first.heard, ElementsAre(place(0)));
  EXPECT_THAT(second.heard, ElementsAre(place(1)));
  open();
  later(seconds{2});
  EXPECT_EQ(first.heard.size() + second.heard.size(), 2U) << "who came behind moves nobody";
  take(one);
  leaves(first);
  later(seconds{1});
  EXPECT_EQ(second.heard.size(), 1U) << "not yet: the last look was a second ago";
  later(seconds{1});
  EXPECT_THAT(second.heard, ElementsAre(place(1), place(0)));
  EXPECT_EQ(first.heard.size(), 1U);
}

TEST_P(PlaceOf, IsToldAtOnceToWhoComesBack) {
  Waiting first;
  Waiting again;
  Waiting late;
  const auto one = open();
  comes(one, first);
  later(seconds{2});
  comes(one, again);
  EXPECT_THAT(again.heard, ElementsAre(place(0))) << "nothing has changed since the last look";
  open();
  comes(one, late);
  EXPECT_TRUE(late.heard.empty()) << "it may have: the next look tells";
  later(seconds{2});
  EXPECT_THAT(late.heard, ElementsAre(place(0)));
  EXPECT_EQ(first.heard.size(), 1U);
}

TEST_P(PlaceOf, SaysHowLongOthersHaveWaited) {
  for (int each = 0; each < 5; ++each) {
    const auto served = open();
    at_.clock.advance(seconds{60});
    take(served);
  }
  Waiting who;
  const auto id = open();
  comes(id, who);
  later(seconds{0});
  EXPECT_THAT(who.heard, ElementsAre(place(0, "60")));
  later(seconds{30});
  EXPECT_THAT(who.heard.back(), place(0, "30")) << "by the clock alone";
  later(seconds{31});
  EXPECT_THAT(who.heard.back(), place(0)) << "nobody has waited as long as he has";
}

// Somebody who is not in the queue has no place in it, whatever he was told before.
TEST_P(PlaceOf, IsNotToldOnceSomebodyHasIt) {
  Waiting who;
  const auto id = open();
  comes(id, who);
  later(seconds{2});
  take(id);
  later(seconds{2});
  EXPECT_THAT(who.heard, ElementsAre(place(0)));
}

}  // namespace
}  // namespace zhiyin::channel::web
