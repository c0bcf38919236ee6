// A right withdrawn ends what it had opened: nothing that was committed after it reaches the connection, whichever way it was withdrawn and
// whatever was on its way at that moment. The log is relayed by the test, so each order of events is its to say.
#include <random>

#include "desk/standing_trial.hpp"

namespace zhiyin::desk {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using trial_desk::chen;
using trial_desk::Desk;
using trial_desk::wang;

constexpr ConversationId nowhere{77};

using Standing = trial_desk::StandingTrial;
INSTANTIATE_TEST_SUITE_P(Engines, Standing, trial::both_engines(), trial::engine_label);

identity::Rights all_rights() {
  return identity::rights_of(identity::Role::agent);
}

TEST_P(Standing, IsShownByASessionATokenOrADemonstrationName) {
  const auto li = person("li");
  const auto by_session = desk({credential::read_session_text(session(li).text), false});
  hello(*by_session, "");
  EXPECT_TRUE(by_session->heard(R"("name":"li")"));
  const auto by_token = desk({});
  hello(*by_token, R"(,"token":")" + token(li, all_rights()) + '"');
  EXPECT_TRUE(by_token->heard(R"("name":"li")"));
  EXPECT_TRUE(demo(wang)->heard(R"("name":"Demo 01")"));
  for (const auto* more : {"", R"(,"token":"zyp_no")", R"(,"agent":"demo-01")", R"(,"agent":"demo-05")"}) {
    const auto stranger = desk({});
    hello(*stranger, more);
    EXPECT_EQ(stranger->wire.closed, 1008) << more;
    EXPECT_FALSE(stranger->heard("welcome")) << more;
  }
}

TEST_P(Standing, WithdrawnWhileItStreamsEndsBeforeTheNextFact) {
  const auto id = talk();
  const auto gone = demo(wang);
  const auto stays = demo(chen);
  open(*gone, id);
  open(*stays, id);
  relay();
  members({chen});
  say(id, "later words");  // in one batch with the change
  relay();
  EXPECT_THAT(gone->wire.sent, Contains(HasSubstr(R"({"t":"gone","conversation":")" + id.text())));
  EXPECT_FALSE(gone->heard("later words"));
  EXPECT_TRUE(stays->heard("later words"));
  EXPECT_EQ(gone->wire.closed, 0) << "he may still work elsewhere";
  gone->agent.on_text(R"({"t":"history","before":9,"conversation":")" + id.text() + R"("})");
  until([&] { return gone->heard("not_found"); });
  gone->agent.on_text(R"({"t":"note","id":"n-1","text":"x","conversation":")" + id.text() + R"("})");
  until([&] { return gone->heard(R"("id":"n-1")"); });
  EXPECT_FALSE(gone->heard(R"("t":"ack")"));
}

// No fact need come by: who types is told without one.
TEST_P(Standing, WithdrawnIsToldAtOnce) {
  const auto id = talk();
  const auto gone = demo(wang);
  open(*gone, id);
  relay();
  members({chen});
  relay();
  EXPECT_TRUE(gone->heard(R"("t":"gone")"));
  hub_.board(reactor_).tell_typing(id, {PersonKind::agent, chen.value(), "Chen"}, net::frame("typing"));
  EXPECT_FALSE(gone->heard("typing"));
}

TEST_P(Standing, WithdrawnWhileThePictureIsOnItsWayShowsNothing) {
  const auto id = talk();
  const auto one = demo(wang);
  relay();
  ask_open(*one, id);
  answered();  // read while he could see it
  members({chen});
  say(id, "later words");
  relay();
  until([&] { return one->heard(R"("t":"refused")") || one->heard("snapshot"); });
  EXPECT_FALSE(one->heard("words"));
  EXPECT_TRUE(one->heard("not_found"));
}

// The store knows of the change before this process's log does: the picture would hold what came after it.
TEST_P(Standing, WithdrawnInTheStoreCountsForAPictureThatIsReadAfterIt) {
  const auto id = talk();
  const auto one = demo(wang);
  relay();
  members({chen});
  say(id, "later words");
  open(*one, id);
  EXPECT_FALSE(one->heard("words"));
  EXPECT_TRUE(one->heard("not_found"));
  const auto nothing = demo(chen);
  open(*nothing, nowhere);
  EXPECT_TRUE(nothing->heard("not_found")) << "what he may not see is answered like what is not there";
}

TEST_P(Standing, DisabledClosesTheConnection) {
  const auto li = person("li");
  const auto one = desk({});
  hello(*one, R"(,"token":")" + token(li, all_rights()) + '"');
  done<identity::Member>([&](writer::Tx& tx) { return identity::change(tx, li, {.active = false}); });
  relay();
  EXPECT_EQ(one->wire.closed, 1008);
}

TEST_P(Standing, EndsWithItsSessionAndNotWithAnother) {
  const auto li = person("li");
  const auto first = session(li);
  const auto second = session(li);
  const auto ended = desk({credential::read_session_text(first.text), false});
  const auto other = desk({credential::read_session_text(second.text), false});
  hello(*ended, "");
  hello(*other, "");
  const auto late = desk({credential::read_session_text(first.text), false});
  late->agent.on_text(R"({"t":"hello","v":1})");
  answered();  // found while it was good
  done<int>([&](writer::Tx& tx) -> Result<int> {
    (void)credential::end_session(tx, {"system", 0}, li, first.id);
    return 0;
  });
  relay();
  EXPECT_EQ(ended->wire.closed, 1008);
  EXPECT_EQ(other->wire.closed, 0);
  until([&] { return late->wire.closed != 0; });
  EXPECT_FALSE(late->heard("welcome"));
}

TEST_P(Standing, EndsWhenItsTokenRunsOut) {
  const auto li = person("li");
  const auto one = desk({});
  hello(*one, R"(,"token":")" + token(li, all_rights(), clock_.now() + std::chrono::minutes{10}) + '"');
  clock_.advance(std::chrono::minutes{9});
  reactor_.advance(std::chrono::minutes{9});
  answered();
  reactor_.run();
  EXPECT_EQ(one->wire.closed, 0);
  clock_.advance(std::chrono::minutes{2});
  reactor_.advance(std::chrono::minutes{2});
  until([&] { return one->wire.closed != 0; });
  EXPECT_EQ(one->wire.closed, 1008);
}

TEST_P(Standing, ATokenReachesNoFurtherThanItsScopes) {
  const auto id = talk();
  const auto li = person("li");
  members({wang, chen, li});
  identity::Rights read_only;
  read_only.set(static_cast<std::size_t>(identity::Right::conversation_read));
  const auto one = desk({});
  hello(*one, R"(,"token":")" + token(li, read_only) + '"');
  open(*one, id);
  EXPECT_TRUE(one->heard("first words"));
  one->agent.on_text(R"({"t":"send","id":"s-1","text":"hello","conversation":")" + id.text() + R"("})");
  until([&] { return one->heard(R"("id":"s-1")"); });
  EXPECT_TRUE(one->heard("forbidden"));
  one->agent.on_text(R"({"t":"state","id":"t-1","state":"available"})");
  until([&] { return one->heard(R"("id":"t-1")"); });
  EXPECT_FALSE(one->heard(R"("t":"ack")"));
}

TEST_P(Standing, ATransferToAnotherTeamEndsItForWhoIsNotInIt) {
  const auto id = talk();
  const auto others = done<team::Team>([](writer::Tx& tx) { return team::make(tx, "Others", false); }).id;
  done<team::Team>([&](writer::Tx& tx) { return team::set_members(tx, others, std::vector{chen}); });
  const auto gives = demo(wang);
  const auto gets = demo(chen);
  open(*gives, id);
  open(*gets, id);
  gives->agent.on_text(R"({"t":"take","id":"t-1","conversation":")" + id.text() + R"("})");
  until([&] { return gives->heard(R"("id":"t-1")"); });
  gives->agent.on_text(R"({"t":"transfer","id":"t-2","team":")" + others.text() + R"(","conversation":")" + id.text() + R"("})");
  until([&] { return gives->heard(R"("id":"t-2")"); });
  say(id, "later words");
  relay();
  EXPECT_TRUE(gives->heard(R"("t":"gone")"));
  EXPECT_FALSE(gives->heard("later words"));
  EXPECT_FALSE(gets->heard(R"("t":"gone")"));
  EXPECT_TRUE(gets->heard("later words"));
}

// Invariant I7: changes of rights, words, openings, the log's pieces and late answers in any order. What was committed while he might not
// see it reaches him only when he may again.
TEST_P(Standing, NothingReachesWhoMayNotSeeItWhateverComesWhen) {
  for (std::uint64_t seed = 1; seed <= 8; ++seed) {
    SCOPED_TRACE(seed);
    std::mt19937_64 chance{seed};
    members({wang, chen});
    const auto id = talk();
    relay();
    const auto one = demo(wang);
    bool member = true;
    int seen_until = 0;          // the last step at which he was a member
    std::vector<int> said_at{};  // the step of each word
    std::size_t looked_at = 0;   // frames
    for (int step = 1; step <= 120; ++step) {
      seen_until = member ? step : seen_until;
      switch (chance() % 6) {
        case 0:
          member = !member;
          members(member ? std::vector{wang, chen} : std::vector{chen});
          seen_until = member ? step : seen_until;
          break;
        case 1:
        case 2:
          said_at.push_back(step);
          say(id, "word" + std::to_string(said_at.size() - 1) + ".");
          break;
        case 3: ask_open(*one, id); break;
        case 4: relay(static_cast<std::int64_t>(1 + chance() % 4)); break;
        default: answered(); reactor_.run();
      }
      for (; looked_at < one->wire.sent.size(); ++looked_at) {
        for (std::size_t n = 0; n < said_at.size(); ++n) {
          if (one->wire.sent[looked_at].contains("word" + std::to_string(n) + ".")) {
            ASSERT_LE(said_at[n], seen_until) << "step " << step << ": " << one->wire.sent[looked_at];
          }
        }
      }
    }
    EXPECT_GT(looked_at, 0U);
  }
}

TEST_P(Standing, TellsItsOwnStateAndNobodyElses) {
  const auto one = demo(wang);
  const auto again = demo(wang);
  const auto other = demo(chen);
  EXPECT_TRUE(one->heard(R"("state":{"state":"offline","reason":"","since":null,"rev":0})"));
  one->agent.on_text(R"({"t":"state","id":"t-1","state":"available"})");
  until([&] { return one->heard(R"("id":"t-1")"); });
  EXPECT_THAT(one->wire.sent, Contains(AllOf(HasSubstr(R"("t":"ack")"), HasSubstr(R"("state":"available")"))));
  relay();
  for (const auto* mine : {one.get(), again.get()}) {
    EXPECT_THAT(mine->wire.sent, Contains(AllOf(HasSubstr(R"("t":"state")"), HasSubstr(R"("state":"available")"))));
  }
  EXPECT_THAT(other->wire.sent, Not(Contains(HasSubstr(R"("t":"state")"))));
  for (const auto* wrong : {R"("state":"asleep")", R"("state":"on_break","reason":"because")", R"("state":"on_break","reason":3)"}) {
    one->wire.sent.clear();
    one->agent.on_text(std::string{R"({"t":"state","id":"t-2",)"} + wrong + "}");
    until([&] { return one->heard(R"("id":"t-2")"); });
    EXPECT_TRUE(one->heard(R"("t":"refused")")) << wrong;
  }
}

TEST(LeasesOfOneProcess, AreRenewedOnceForAllConnectionsOfAPerson) {
  Leases leases;
  const auto start = from_millis(1'800'000'000'000);
  EXPECT_TRUE(leases.take_turn(wang, start));
  EXPECT_FALSE(leases.take_turn(wang, start + Millis{5'000}));
  EXPECT_TRUE(leases.take_turn(chen, start + Millis{5'000}));
  EXPECT_TRUE(leases.take_turn(wang, start + Leases::renew_every));
}

}  // namespace
}  // namespace zhiyin::desk
