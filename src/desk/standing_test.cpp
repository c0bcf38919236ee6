// A right withdrawn ends what it had opened: nothing that was committed after it reaches the connection, whichever way it was withdrawn and
// whatever was on its way at that moment. The log is relayed by the test, so each order of events is its to say.
#include <gmock/gmock.h>

#include <random>
#include <thread>

#include "conversation/reading.hpp"
#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "credential/service.hpp"
#include "desk/agent.hpp"
#include "identity/service.hpp"
#include "live/live_trial.hpp"
#include "live/wire.hpp"
#include "store/core.hpp"
#include "store/place.hpp"
#include "store/stepping.hpp"
#include "team/service.hpp"

namespace zhiyin::desk {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::Not;

constexpr AgentId wang{1};  // demonstration people, of the team Everyone, which serves the website's inbox
constexpr AgentId chen{2};
constexpr ConversationId nowhere{77};

class Wire final : public net::Socket {
 public:
  explicit Wire(net::Reactor& reactor) : reactor_(reactor) {}
  void send(net::Frame frame) override {
    if (closed == 0) {
      sent.push_back(*frame);
    }
  }
  void close(net::CloseCode code, std::string_view) override { closed = static_cast<int>(code); }
  [[nodiscard]] std::size_t queued_bytes() const override { return 0; }
  [[nodiscard]] net::Reactor& reactor() override { return reactor_; }

  std::vector<std::string> sent;
  int closed = 0;

 private:
  net::Reactor& reactor_;
};

/// A connection, from its opening to its end.
struct Desk {
  Desk(net::Reactor& reactor, live::Gateway& gateway, Windows& windows, Presence& presence, Inside& inside, Arrival arrival)
      : wire(reactor), agent(gateway, windows, presence, inside, std::move(arrival)) {
    agent.on_open(wire);
  }
  ~Desk() { agent.on_closed(); }
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;
  [[nodiscard]] bool heard(std::string_view words) const {
    return std::ranges::any_of(wire.sent, [words](const std::string& frame) { return frame.find(words) != std::string::npos; });
  }

  Wire wire;
  Agent agent;
};

class Standing : public testing::TestWithParam<db::Engine> {
 protected:
  /// Questions that a test has left open are on other threads, and use what goes first.
  void TearDown() override {
    pool_.stop();
    core_.writer().stop();
  }
  template <class T>
  T done(std::function<Result<T>(writer::Tx&)> decide, std::function<void(writer::Tx&)> want = [](writer::Tx&) {}) {
    auto result = core_.run<T>({}, std::move(want), std::move(decide));
    EXPECT_TRUE(result) << (result ? "" : result.error().what);
    return result ? *std::move(result) : T{};
  }
  ConversationId talk() {
    return done<ConversationId>([this](writer::Tx& tx) -> Result<ConversationId> {
      const auto id = conversation::open(tx, InboxId{1}, "address", {PersonKind::visitor, 500 + ++talks_, "Li"});
      (void)conversation::say_as_visitor(tx, id, "m", "first words");
      return id;
    });
  }
  void say(ConversationId id, const std::string& words) {
    done<int>(
        [&](writer::Tx& tx) -> Result<int> {
          (void)conversation::say_as_visitor(tx, id, words, words);
          return 0;
        },
        [&](writer::Tx& tx) {
          conversation::want(tx, id);
          if (const auto* c = conversation::find(tx, id)) {
            conversation::want_message(tx, c->inbox, c->contact.value(), words);
          }
        });
  }
  void members(std::vector<AgentId> people) {
    done<team::Team>([&](writer::Tx& tx) { return team::set_members(tx, team::everyone, people); });
  }
  std::string token(AgentId person, identity::Rights scopes, std::optional<Time> expires = {}) {
    return done<credential::Made>([&](writer::Tx& tx) {
             return credential::make_personal_token(tx, person, identity::rights_of(identity::Role::agent),
                                                    {.name = "desk", .scopes = scopes, .expires_at = expires});
           })
        .text;
  }
  AgentId person(const std::string& name) {
    return done<identity::Member>([&](writer::Tx& tx) { return identity::add(tx, {.name = name, .email = name + "@example.com"}); }).id;
  }
  credential::Opened session(AgentId who) {
    return done<credential::Opened>([&](writer::Tx& tx) -> Result<credential::Opened> {
      credential::lock_person(tx, who);
      return credential::open_session(tx, who, {"127.0.0.1", "Firefox"}, {});
    });
  }

  /// What was committed since the last time, in the order in which wiring has the follower tell it.
  void relay(std::int64_t facts_max = 10'000) {
    const auto entries = journal::read_after(*reading_, pos_, facts_max);
    if (entries.empty()) {
      return;
    }
    pos_ = entries.back().pos;
    news_.board(reactor_).tell(*news_in(entries, 0, directories_, *reading_));
    inner_hub_.board(reactor_).tell(inner_batch(entries));
    auto facts = std::make_shared<std::vector<live::Relayed>>();
    for (const auto& entry : entries) {
      if (auto fact = event::read(entry)) {
        auto frame = net::frame(live::wire::fact(*fact));
        facts->push_back({std::move(*fact), std::move(frame)});
      }
    }
    hub_.board(reactor_).tell(facts);
  }
  void until(const std::function<bool()>& so) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!so()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "it does not come";
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
      reactor_.run();
    }
  }
  /// What was asked before is answered, and waits for the reactor to run.
  void answered() {
    std::promise<void> promise;
    AtOnce at_once;
    pool_.ask<int>(at_once, [](db::Session&) { return 0; }, [&promise](const Result<int>&) { promise.set_value(); });
    promise.get_future().get();
  }

  std::unique_ptr<Desk> desk(Arrival arrival = {.shown = {}, .at_home = true}) {
    return std::make_unique<Desk>(reactor_, gateway_, windows_, presence_, inside_, std::move(arrival));
  }
  void hello(Desk& desk, const std::string& more) {
    desk.agent.on_text(R"({"t":"hello","v":1)" + more + "}");
    until([&] { return desk.heard(R"("t":"welcome")") || desk.wire.closed != 0; });
  }
  std::unique_ptr<Desk> demo(AgentId who) {
    auto one = desk();
    hello(*one, R"(,"agent":"demo-0)" + std::to_string(who.value()) + '"');
    return one;
  }
  static void ask_open(Desk& desk, ConversationId id) { desk.agent.on_text(R"({"t":"open","conversation":")" + id.text() + R"("})"); }
  void open(Desk& desk, ConversationId id) {
    ask_open(desk, id);
    until([&] { return desk.heard(R"("t":"snapshot")") || desk.heard(R"("t":"refused")"); });
  }

  class AtOnce final : public net::Reactor {
   public:
    void post(net::Task task) override { task(); }
    void after(std::chrono::milliseconds, net::Task task) override { task(); }
    [[nodiscard]] bool here() const override { return true; }
    [[nodiscard]] std::size_t index() const override { return 0; }
  };

  trial::StorePlace place_{GetParam()};
  trial::Core core_{
      place_.options(),
      {.lanes = 1, .demo_agents = 4, .more = {conversation::reading_statements(), credential::statements(), audit::statements()}}};
  SetClock clock_{std::chrono::floor<Millis>(std::chrono::system_clock::now())};
  std::unique_ptr<db::Session> reading_ = core_.store().open_reading();
  std::string log_id_ = journal::head(*reading_).log_id;
  std::int64_t pos_ = journal::head(*reading_).pos;
  std::int64_t talks_ = 0;
  reading::ReadingPool pool_{core_.store(), 1};
  net::Reactors reactors_{1};
  live::SteppedReactor reactor_;
  live::Hub hub_{reactors_};
  InnerHub inner_hub_{reactors_};
  access::Directories directories_;
  NewsHub news_{reactors_, directories_};
  Windows windows_{core_.store(), clock_, {}, core_.metrics()};
  Presence presence_{clock_, "here", {}};
  Callers callers_{directories_, {}};
  Leases leases_;
  Inside inside_{inner_hub_, news_, callers_, leases_, {}, 4};
  live::Gateway gateway_{core_.writer(), pool_, hub_, clock_, core_.chance(), log_id_, {}, 65'536, {}};
};
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
