// Two processes on one PostgreSQL, each with its writers: whatever comes first, each answer is true.
#include <array>
#include <future>

#include "inbox/service.hpp"
#include "platform/writer/writer.hpp"
#include "routing/gone.hpp"
#include "routing/routing_trial.hpp"

namespace zhiyin::routing {
namespace {

using conversation::Moved;
using team::State;

constexpr std::int64_t rounds = 30;

class TwoProcesses : public Trial {
 protected:
  TwoProcesses() { at.found(rounds); }

  void start() {
    for (std::size_t i = 0; i < 2; ++i) {
      process_[i] =
          std::make_unique<writer::Writer>(at.store(), at.clock, at.chance, 2, writer::LaneLimits{}, writer::LaneHooks{}, metrics_[i]);
    }
  }
  /// When this returns all answers were given.
  void stop() {
    for (auto& one : process_) {
      one.reset();
    }
  }
  template <class T = Moved>
  std::unique_ptr<writer::Command> as_command(AgentId agent, ConversationId id,
                                              std::type_identity_t<std::function<Result<T>(writer::Tx&, const access::Viewer&)>> act,
                                              Result<T>& answer) {
    return writer::command<T>(
        {static_cast<std::uint64_t>(id.value())}, [agent, id](writer::Tx& tx) { routing::want(tx, id, agent); },
        [agent, act = std::move(act)](writer::Tx& tx) { return act(tx, access::directory(tx).viewer(agent)); },
        [&answer](Result<T> result) { answer = std::move(result); });
  }
  std::unique_ptr<writer::Command> offering(AgentId agent, ConversationId id, Result<bool>& answer) {
    return as_command<bool>(
        agent, id, [agent, id](writer::Tx& tx, const access::Viewer&) -> Result<bool> { return offer(tx, id, agent); }, answer);
  }
  std::unique_ptr<writer::Command> accepting(AgentId agent, ConversationId id, Result<Moved>& answer) {
    return as_command<Moved>(agent, id, [id](writer::Tx& tx, const access::Viewer& me) { return accept(tx, id, me); }, answer);
  }
  [[nodiscard]] std::vector<ConversationId> offered_to_each() {
    std::vector<ConversationId> ids;
    for (std::int64_t n = 1; n <= rounds; ++n) {
      const auto id = open(100 + n);
      becomes(AgentId{n}, State::available);
      EXPECT_TRUE(*at.run<bool>([&](writer::Tx& tx) -> Result<bool> { return offer(tx, id, AgentId{n}); },
                                [&](writer::Tx& tx) { routing::want(tx, id, AgentId{n}); }));
      ids.push_back(id);
    }
    return ids;
  }
  [[nodiscard]] writer::Writer& process(std::int64_t n) { return *process_[static_cast<std::size_t>(n % 2)]; }

 private:
  std::array<MetricRegistry, 2> metrics_;
  std::array<std::unique_ptr<writer::Writer>, 2> process_;
};
INSTANTIATE_TEST_SUITE_P(Engines, TwoProcesses, testing::Values(db::Engine::postgres), trial::engine_label);

Result<Moved> unanswered() {
  return refuse(ErrorCode::unavailable, "not answered");
}

// Each agent has room for one, and two conversations are offered to him at once.
TEST_P(TwoProcesses, MakeOneOfferWhereThereIsRoomForOne) {
  std::vector<std::array<ConversationId, 2>> pairs;
  for (std::int64_t n = 1; n <= rounds; ++n) {
    has_room_for(AgentId{n}, 1);
    becomes(AgentId{n}, State::available);
    pairs.push_back({open(100 + n), open(200 + n)});
  }
  std::vector<std::array<Result<bool>, 2>> made(rounds, {false, false});
  start();
  for (std::int64_t n = 1; n <= rounds; ++n) {
    const auto at_n = static_cast<std::size_t>(n - 1);
    process(n).submit(offering(AgentId{n}, pairs[at_n][0], made[at_n][0]));
    process(n + 1).submit(offering(AgentId{n}, pairs[at_n][1], made[at_n][1]));
  }
  stop();
  for (std::int64_t n = 1; n <= rounds; ++n) {
    const auto& answers = made[static_cast<std::size_t>(n - 1)];
    ASSERT_TRUE(answers[0] && answers[1]);
    EXPECT_NE(*answers[0], *answers[1]) << n;
    EXPECT_EQ(count_offers(at.reading(), AgentId{n}), 1) << n;
  }
}

// The one to whom it is offered accepts on two screens while a colleague takes it by hand: one of them has it, and is told so.
TEST_P(TwoProcesses, GiveItToOneOfThoseWhoWantIt) {
  const auto ids = offered_to_each();
  std::vector<std::array<Result<Moved>, 3>> answers(rounds, {unanswered(), unanswered(), unanswered()});
  start();
  for (std::int64_t n = 1; n <= rounds; ++n) {
    const auto id = ids[static_cast<std::size_t>(n - 1)];
    auto& mine = answers[static_cast<std::size_t>(n - 1)];
    process(n).submit(accepting(AgentId{n}, id, mine[0]));
    process(n + 1).submit(as_command<Moved>(
        AgentId{n % rounds + 1}, id,
        [id](writer::Tx& tx, const access::Viewer& me) { return conversation::take(tx, id, me, std::nullopt); }, mine[2]));
    process(n + 1).submit(accepting(AgentId{n}, id, mine[1]));
  }
  stop();
  for (std::int64_t n = 1; n <= rounds; ++n) {
    const auto& mine = answers[static_cast<std::size_t>(n - 1)];
    const auto owner = now(ids[static_cast<std::size_t>(n - 1)]).assignee;
    EXPECT_EQ((mine[0] ? 1 : 0) + (mine[1] ? 1 : 0) + (mine[2] ? 1 : 0), 1) << n;
    EXPECT_EQ(owner, mine[2] ? AgentId{n % rounds + 1} : AgentId{n}) << n;
    for (const auto& one : mine) {
      EXPECT_TRUE(one || status(one) == 409) << n << " " << status(one);
    }
  }
}

// Its time is over and he accepts: either, and the log says which.
TEST_P(TwoProcesses, AcceptOrExpireButNotBoth) {
  const auto ids = offered_to_each();
  at.clock.advance(offer_time);
  const auto kinds = timer_kinds(settings);
  auto due = timer::due_commands(at.reading(), at.clock.now(), std::span{kinds}.first(1), 100);
  ASSERT_EQ(due.size(), static_cast<std::size_t>(rounds));
  std::vector<Result<Moved>> answers(rounds, unanswered());
  start();
  for (std::int64_t n = 1; n <= rounds; ++n) {
    const auto at_n = static_cast<std::size_t>(n - 1);
    process(0).submit_background(std::move(due[at_n]));
    process(1).submit(accepting(AgentId{n}, ids[at_n], answers[at_n]));
  }
  stop();
  std::map<AgentId, std::string> told;
  for (const auto& entry : journal::read_after(at.reading(), 0, 10'000)) {
    const auto fact = event::read_routing(entry);
    const auto* ended = fact ? std::get_if<event::OfferEnded>(&fact->change) : nullptr;
    if (ended != nullptr) {
      EXPECT_TRUE(told.emplace(ended->agent, event::offer_end_text(ended->why)).second) << "ended twice";
    }
  }
  for (std::int64_t n = 1; n <= rounds; ++n) {
    const auto at_n = static_cast<std::size_t>(n - 1);
    const auto c = now(ids[at_n]);
    EXPECT_EQ(told.at(AgentId{n}), answers[at_n] ? "accepted" : "expired") << n;
    EXPECT_EQ(c.assignee, answers[at_n] ? AgentId{n} : AgentId{}) << n;
    EXPECT_TRUE(asked(ids[at_n]).none());
  }
}

// A vanished owner's conversation is taken back while he writes: what he was told was stored is, and it is his or in the queue.
TEST_P(TwoProcesses, TakeItBackWhileItsOwnerWrites) {
  becomes(first, State::available);
  has_room_for(first, 40);
  std::vector<ConversationId> ids;
  for (std::int64_t n = 0; n < rounds; ++n) {
    ids.push_back(open(100 + n));
    ASSERT_TRUE(takes(first, ids.back()));
  }
  at.clock.advance(team::Settings{}.lease);
  const std::vector<timer::Kind> lease{team::lease_kind()};
  for (auto& command : timer::due_commands(at.reading(), at.clock.now(), lease, 10)) {
    step(std::move(command));
  }
  ASSERT_EQ(team::find_state(at.reading(), first).reason, team::lost);
  at.clock.advance(settings.lost_grace);
  ASSERT_TRUE(at.run<int>([](writer::Tx& tx) -> Result<int> {
    watch(tx, first, tx.now());
    return 0;
  }));
  const auto kinds = gone_kinds(settings);
  for (auto& command : timer::due_commands(at.reading(), at.clock.now(), std::span{kinds}.first(1), 10)) {
    step(std::move(command));
  }
  auto due = timer::due_commands(at.reading(), at.clock.now(), std::span{kinds}.subspan(1), 100);
  ASSERT_EQ(due.size(), static_cast<std::size_t>(rounds));
  std::vector<Result<conversation::Said>> answers(rounds, refuse(ErrorCode::unavailable, "not answered"));
  start();
  for (std::size_t n = 0; n < ids.size(); ++n) {
    const auto id = ids[n];
    process(0).submit_background(std::move(due[n]));
    process(1).submit(writer::command<conversation::Said>(
        {static_cast<std::uint64_t>(id.value())},
        [id](writer::Tx& tx) {
          routing::want(tx, id, first);
          conversation::want_message(tx, InboxId{1}, first.value(), "a" + id.text());
        },
        [id](writer::Tx& tx) {
          return conversation::say_as_agent(tx, id, access::directory(tx).viewer(first), {.client_id = "a" + id.text(), .text = "words"});
        },
        [&answer = answers[n]](Result<conversation::Said> result) { answer = std::move(result); }));
  }
  stop();
  for (std::size_t n = 0; n < ids.size(); ++n) {
    const auto c = now(ids[n]);
    EXPECT_TRUE(answers[n].has_value());  // his, or taken by writing
    EXPECT_EQ(c.last_seq, 2);
    EXPECT_EQ(c.stage == Stage::assigned ? first : AgentId{}, c.assignee);
    EXPECT_TRUE(c.stage == Stage::assigned || c.stage == Stage::queued);
    EXPECT_EQ(conversation::inner_of(at.reading(), c).notes.size(), 1U);
  }
}

}  // namespace
}  // namespace zhiyin::routing
