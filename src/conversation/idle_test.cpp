// Nobody closes a conversation that both sides forgot; the idle timer does, and costs nothing while they talk.
#include "conversation/idle.hpp"

#include <gmock/gmock.h>

#include "conversation/colleague_trial.hpp"
#include "conversation/reading.hpp"
#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "store/stepping.hpp"

namespace zhiyin::conversation {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Settings one_hour{.idle_resolve = hours{1}};
const Person agent{PersonKind::agent, 9, "Wang"};

class Idle : public testing::TestWithParam<db::Engine> {
 protected:
  ConversationId open() {
    return *at_.run<ConversationId>([](writer::Tx& tx) {
      const auto id = conversation::open(tx, InboxId{1}, "address", {PersonKind::visitor, 5, "Li"}, one_hour);
      (void)say_as_visitor(tx, id, "first", "words", one_hour);
      return id;
    });
  }
  void with(ConversationId id, const std::function<void(writer::Tx&)>& act) {
    ASSERT_TRUE(at_.run<int>(
        [&](writer::Tx& tx) {
          act(tx);
          return 0;
        },
        [&](writer::Tx& tx) { want(tx, id); }));
  }
  void say(ConversationId id, const std::string& client_id) {
    with(id, [&](writer::Tx& tx) { (void)say_as_visitor(tx, id, client_id, "words", one_hour); });
  }
  void fire() {
    for (auto& command : timer::due_commands(at_.reading(), at_.clock.now(), kinds_, 10)) {
      at_.lane->submit_background(std::move(command));
    }
    while (at_.lane->step()) {
    }
  }
  [[nodiscard]] Conversation now(ConversationId id) { return snapshot(at_.reading(), id)->conversation; }

  trial::Stepping at_{GetParam(), {statements(), reading_statements(), timer::statements()}};
  std::vector<timer::Kind> kinds_{idle_kind(one_hour)};
};
INSTANTIATE_TEST_SUITE_P(Engines, Idle, trial::both_engines(), trial::engine_label);

TEST_P(Idle, ConversationsAreResolvedByTheSystem) {
  const auto id = open();
  with(id, [&](writer::Tx& tx) { EXPECT_TRUE(take(tx, id, colleague(agent), std::nullopt)); });
  at_.clock.advance(hours{1} - Millis{1});
  fire();
  EXPECT_EQ(now(id).stage, Stage::assigned);
  at_.clock.advance(Millis{1});
  fire();
  EXPECT_EQ(now(id).stage, Stage::resolved);
  EXPECT_EQ(now(id).assignee, AgentId{9});
  const auto facts = journal::read_after(at_.reading(), 0, 100);
  const auto last = event::read(facts.back());
  EXPECT_EQ(std::get<event::StageChanged>(last->change).by, (Person{PersonKind::agent, 0, ""}));
  EXPECT_EQ(timer::next_due(at_.reading(), kinds_), std::nullopt);
}

// The timer is not moved by the message but by its own firing.
TEST_P(Idle, IsCountedFromTheLastMessage) {
  const auto id = open();
  const auto armed = timer::next_due(at_.reading(), kinds_);
  at_.clock.advance(minutes{40});
  say(id, "second");
  EXPECT_EQ(timer::next_due(at_.reading(), kinds_), armed);
  at_.clock.advance(minutes{30});
  fire();
  EXPECT_EQ(now(id).stage, Stage::queued);
  EXPECT_EQ(timer::next_due(at_.reading(), kinds_), now(id).last_at + hours{1});
  at_.clock.advance(minutes{30});
  fire();
  EXPECT_EQ(now(id).stage, Stage::resolved);
}

TEST_P(Idle, IsCountedAnewForAConversationOpenedAgain) {
  const auto id = open();
  with(id, [&](writer::Tx& tx) {
    EXPECT_TRUE(take(tx, id, colleague(agent), std::nullopt));
    EXPECT_TRUE(resolve(tx, id, colleague(agent), std::nullopt));
  });
  at_.clock.advance(hours{2});
  fire();  // finds it resolved
  const auto revision = now(id).revision;
  say(id, "again");
  EXPECT_EQ(now(id).revision, revision + 2);
  EXPECT_EQ(timer::next_due(at_.reading(), kinds_), at_.clock.now() + hours{1});
  at_.clock.advance(hours{1});
  fire();
  EXPECT_EQ(now(id).stage, Stage::resolved);
}

TEST(IdleSetting, IsReadFromTheTable) {
  const auto values = config::read(settings(), {.arguments = {"--conversation.idle_resolve_ms", "36h"}});
  ASSERT_TRUE(values) << values.error().what;
  EXPECT_EQ(settings_from(*values).idle_resolve, hours{36});
  EXPECT_EQ(settings_from(*config::read(settings(), {})).idle_resolve, Settings{}.idle_resolve);
}

}  // namespace
}  // namespace zhiyin::conversation
