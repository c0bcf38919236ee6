// Desks over a real store whose log is relayed by the test, piece by piece as the follower does it: each order of events is the test's to
// say.
#pragma once

#include <gmock/gmock.h>

#include <thread>

#include "conversation/listing.hpp"
#include "conversation/reading.hpp"
#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "credential/service.hpp"
#include "desk/agent.hpp"
#include "desk/windows_thread.hpp"
#include "identity/service.hpp"
#include "live/follower.hpp"
#include "live/live_trial.hpp"
#include "live/wire.hpp"
#include "store/core.hpp"
#include "store/place.hpp"
#include "store/stepping.hpp"
#include "team/service.hpp"

namespace zhiyin::desk::trial_desk {

constexpr AgentId wang{1};  // demonstration people, of the team Everyone, which serves the website's inbox
constexpr AgentId chen{2};

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

class StandingTrial : public testing::TestWithParam<db::Engine> {
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
  /// Whether it was done, by whoever decides it in the batch.
  bool acted(ConversationId id, std::function<Result<conversation::Moved>(writer::Tx&)> act) {
    return core_
        .run<conversation::Moved>(
            {},
            [id](writer::Tx& tx) {
              conversation::want(tx, id);
              access::want(tx);
            },
            std::move(act))
        .has_value();
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
    for (const auto& piece : live::pieces(journal::read_after(*reading_, pos_, facts_max))) {
      relay(piece);
    }
  }
  void relay(const std::vector<journal::Entry>& entries) {
    pos_ = entries.back().pos;
    const auto news = news_in(entries, 0, directories_, *reading_);
    if (news->directory) {
      reactor_.run_first([&] { windows_.adopt(news->directory); });
    }
    news_.board(reactor_).tell(*news);
    inner_hub_.board(reactor_).tell(inner_batch(entries));
    windows_.on_inner(entries);
    auto facts = std::make_shared<std::vector<live::Relayed>>();
    for (const auto& entry : entries) {
      if (auto fact = event::read(entry)) {
        auto frame = net::frame(live::wire::fact(*fact));
        facts->push_back({std::move(*fact), std::move(frame)});
      }
    }
    windows_.on_batch(facts, pos_);
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
  trial::Core core_{place_.options(),
                    {.lanes = 1,
                     .demo_agents = 4,
                     .more = {conversation::reading_statements(), conversation::listing_statements(), credential::statements(),
                              audit::statements(), routing::statements()}}};
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
  WindowsThread windows_thread_{windows_};
  Presence presence_{clock_, "here", {}};
  Callers callers_{directories_, {}};
  Leases leases_;
  Inside inside_{inner_hub_, news_, callers_, leases_, {}, 4};
  live::Gateway gateway_{core_.writer(), pool_, hub_, clock_, core_.chance(), log_id_, {}, 65'536, {}};
};

}  // namespace zhiyin::desk::trial_desk
