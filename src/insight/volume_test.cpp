// The numbers of a metric must not depend on when, in which batches, or how often they were counted.
#include "insight/volume.hpp"

#include <gmock/gmock.h>

#include "contact/service.hpp"
#include "conversation/colleague_trial.hpp"
#include "conversation/rating.hpp"
#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "insight/listener.hpp"
#include "insight/store.hpp"
#include "platform/listener/stepper.hpp"
#include "platform/timer/timer.hpp"
#include "store/stepping.hpp"

namespace zhiyin::insight {
namespace {

using std::chrono::hours;
using testing::ElementsAre;
using testing::Pair;

constexpr db::Statement forget_volume{"forget_volume", "DELETE FROM volume_hour"};
constexpr db::Statement forget_words{"forget_words", "UPDATE fact SET body = NULL"};
constexpr db::Statement rewind_cursor{"rewind_cursor", "UPDATE listener SET pos = 0"};
constexpr std::array<const db::Statement*, 3> own_statements{&forget_volume, &forget_words, &rewind_cursor};

class VolumeOfHours : public testing::TestWithParam<db::Engine> {
 protected:
  VolumeOfHours() { listener::found(*at_.store().open_writing(), {&listener_, 1}); }

  ConversationId open(int messages) {
    const auto id = at_.run<ConversationId>([](writer::Tx& tx) {
      const Person visitor{PersonKind::visitor, 5, "Li"};
      return conversation::open(tx, InboxId{1}, "address", visitor);
    });
    for (int i = 0; i < messages; ++i) {
      say(*id);
    }
    return *id;
  }
  void say(ConversationId id) {
    ASSERT_TRUE(at_.run<int>(
        [&](writer::Tx& tx) {
          (void)conversation::say_as_visitor(tx, id, "m" + std::to_string(++said_), "words");
          return 0;
        },
        [&](writer::Tx& tx) { conversation::want(tx, id); }));
  }
  void answer_and_resolve(ConversationId id) {
    const auto agent = conversation::colleague({PersonKind::agent, 9, "Wang"});
    ASSERT_TRUE(at_.run<int>(
        [&](writer::Tx& tx) -> Result<int> {
          const auto client_id = "a" + std::to_string(++said_);
          EXPECT_TRUE(conversation::say_as_agent(tx, id, agent, {.client_id = client_id, .text = "words"}));
          EXPECT_TRUE(conversation::resolve(tx, id, agent, std::nullopt));
          return 0;
        },
        [&](writer::Tx& tx) { conversation::want(tx, id); }));
  }
  void rate(ConversationId id, std::int64_t score) {
    ASSERT_TRUE(
        at_.run<conversation::Moved>([&](writer::Tx& tx) { return conversation::rate(tx, id, {"r" + std::to_string(++said_), score}); },
                                     [&](writer::Tx& tx) { conversation::want(tx, id); }));
  }
  void follow() {
    listener::Stepper stepper(listener_, {}, [] { return std::chrono::nanoseconds{0}; }, figures_, danger_);
    for (auto command = stepper.next(at_.reading()); command; command = stepper.next(at_.reading())) {
      at_.lane->submit_background(std::move(command));
      at_.lane->step();
    }
  }
  [[nodiscard]] std::vector<std::pair<Time, Volume>> all() { return by_hour(at_.reading(), Time{}, at_.clock.now() + hours{1}); }

  trial::Stepping at_{
      GetParam(),
      {contact::statements(), conversation::statements(), timer::statements(), listener::statements(), statements(), {own_statements, {}}}};
  listener::Listener listener_ = volume_listener();
  listener::StepperFigures figures_{at_.metrics.gauge("behind", "."), at_.metrics.counter("parked_total", ".")};
  listener::Danger danger_;
  int said_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, VolumeOfHours, trial::both_engines(), trial::engine_label);

TEST_P(VolumeOfHours, LiveAndReplayedAreTheSameNumbers) {
  const auto first_hour = hour_of(at_.clock.now());
  const auto one = open(3);
  follow();
  open(1);
  answer_and_resolve(one);
  rate(one, 2);
  follow();
  at_.clock.advance(hours{2});
  say(one);  // opens it again
  answer_and_resolve(one);
  rate(one, 5);
  follow();
  const auto live = all();
  EXPECT_THAT(live, ElementsAre(Pair(first_hour, Volume{2, 4, 1, 1, 1, 2}), Pair(first_hour + hours{2}, Volume{0, 1, 1, 1, 0, 3})));
  EXPECT_EQ(totals(at_.reading()), (Volume{2, 5, 2, 2, 1, 5})) << "who thinks again is one, with his last score";

  // From the log alone, in one batch, after everybody's words were erased.
  ASSERT_TRUE(at_.run<int>([](writer::Tx& tx) {
    (void)tx.session().query(forget_volume, {});
    (void)tx.session().query(forget_words, {});
    (void)tx.session().query(rewind_cursor, {});
    return 0;
  }));
  EXPECT_EQ(totals(at_.reading()), Volume{});
  follow();
  EXPECT_EQ(all(), live);
}

TEST_P(VolumeOfHours, ShowsItsTotals) {
  answer_and_resolve(open(2));
  follow();
  VolumeFigures figures(at_.metrics);
  figures.refresh(at_.reading());
  EXPECT_THAT(at_.metrics.exposition(), testing::HasSubstr("volume_messages{author=\"visitor\"} 2\n"));
}

TEST(HourOf, IsTheOneThatContainsIt) {
  EXPECT_EQ(hour_of(*parse_iso("2026-11-21T10:59:59.999Z")), *parse_iso("2026-11-21T10:00:00.000Z"));
  EXPECT_EQ(hour_of(*parse_iso("2026-11-21T11:00:00.000Z")), *parse_iso("2026-11-21T11:00:00.000Z"));
}

}  // namespace
}  // namespace zhiyin::insight
