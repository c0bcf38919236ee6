// What an agent's list shows: whole at first, then differences, and after each of them what a fresh look would show.
#include <gmock/gmock.h>

#include <array>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>

#include "conversation/colleague_trial.hpp"
#include "conversation/listing.hpp"
#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "desk/windows_thread.hpp"
#include "live/live_trial.hpp"
#include "platform/timer/timer.hpp"
#include "store/stepping.hpp"

namespace zhiyin::desk {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const Person wang{PersonKind::agent, 9, "Wang"};
const Person chen{PersonKind::agent, 8, "Chen"};

/// A reactor that runs everything at once, on whoever's thread.
class AtOnce final : public net::Reactor {
 public:
  void post(net::Task task) override { task(); }
  void after(std::chrono::milliseconds, net::Task task) override { task(); }
  [[nodiscard]] bool here() const override { return true; }
  [[nodiscard]] std::size_t index() const override { return 0; }
};

/// One socket's watching: its frames in order.
class Screen {
 public:
  [[nodiscard]] Watcher watcher(net::Reactor& home) {
    return {&home,
            [this](const net::Frame& frame) {
              const std::lock_guard lock(mutex_);
              frames_.push_back(*frame);
              came_.notify_all();
            },
            alive_};
  }
  /// Waits for the next one; empty when none comes.
  std::string next() {
    std::unique_lock lock(mutex_);
    if (!came_.wait_for(lock, std::chrono::seconds{30}, [this] { return !frames_.empty(); })) {
      return {};
    }
    auto frame = std::move(frames_.front());
    frames_.pop_front();
    return frame;
  }
  void close() { alive_.reset(); }

 private:
  std::mutex mutex_;
  std::condition_variable came_;
  std::deque<std::string> frames_;
  std::shared_ptr<int> alive_ = std::make_shared<int>();
};

class Lists : public testing::Test {
 protected:
  ConversationId open(bool told = true) {
    at_.clock.advance(Millis{1});
    const auto id = at_.run<ConversationId>([n = ++opened_](writer::Tx& tx) {
      const auto made = conversation::open(tx, InboxId{1}, "address", {PersonKind::visitor, 100 + n, "Li"});
      (void)conversation::say_as_visitor(tx, made, "m" + std::to_string(n), "words");
      return made;
    });
    if (told) {
      tell();
    }
    return id.value();
  }
  void act(ConversationId id, const std::function<void(writer::Tx&)>& what) {
    at_.clock.advance(Millis{1});
    ASSERT_TRUE(at_.run<int>(
        [&](writer::Tx& tx) {
          what(tx);
          return 0;
        },
        [id](writer::Tx& tx) { conversation::want(tx, id); }));
    tell();
  }
  void take(ConversationId id, const Person& agent) {
    act(id, [&](writer::Tx& tx) {
      EXPECT_TRUE(conversation::take(tx, id, conversation::colleague(agent), conversation::find(tx, id)->revision));
    });
  }
  /// What was committed since the last time, as the follower brings it.
  void tell(std::int64_t facts_max = 1'000) {
    auto batch = std::make_shared<std::vector<live::Relayed>>();
    const auto entries = journal::read_after(at_.reading(), told_, facts_max);
    for (const auto& entry : entries) {
      told_ = entry.pos;
      if (auto fact = event::read(entry)) {
        batch->push_back({std::move(*fact), net::frame("")});
      }
    }
    windows_.on_inner(entries);
    windows_.on_batch(batch, told_);
  }
  void watch(Screen& screen, const std::string& view, const Person& me = wang, std::size_t limit = 10) {
    windows_.watch({view, *built_in(view), limit}, {conversation::colleague(me), {}, 0}, screen.watcher(home_));
  }
  static View parsed(const std::string& members) {
    const auto document = json::Document::parse("{" + members + "}");
    return parse_view(*document->root()).value();
  }
  /// A picture of these people, and of nobody else.
  static access::DirectoryPtr people(std::int64_t generation, const std::vector<access::Viewer>& viewers) {
    auto directory = std::make_shared<access::Directory>();
    directory->generation = generation;
    for (const auto& one : viewers) {
      directory->viewers.emplace(one.person, one);
    }
    return directory;
  }
  /// The next frame, with ids replaced by their names.
  [[nodiscard]] std::string told_to(Screen& screen) {
    auto text = screen.next();
    for (const auto& [name, id] : names_) {
      for (auto at = text.find(id.text()); at != std::string::npos; at = text.find(id.text())) {
        text.replace(at, id.text().size(), name);
      }
    }
    return text;
  }

  trial::Stepping at_{db::Engine::sqlite, {conversation::statements(), conversation::listing_statements(), timer::statements()}};
  std::int64_t opened_ = 0;
  std::int64_t told_ = 0;
  std::map<std::string, ConversationId> names_;
  AtOnce home_;
  Screen screen_;
  Screen other_;
  const SetClock clock_{from_millis(1'800'000'000'000)};  // the windows' thread reads it, so nobody moves it
  Windows windows_{at_.store(), clock_, {}, at_.metrics};
  WindowsThread windows_thread_{windows_};
};

TEST_F(Lists, AreToldWholeThenAsDifferences) {
  names_["ONE"] = open();
  watch(screen_, "queue");
  EXPECT_THAT(told_to(screen_), StartsWith(R"({"t":"window","view":"queue","total":1,"rows":[{"id":"ONE")"));
  names_["TWO"] = open();
  EXPECT_THAT(told_to(screen_), AllOf(StartsWith(R"({"t":"rows","view":"queue","total":2,"upsert":[{"id":"TWO")"), Not(HasSubstr("ONE")),
                                      HasSubstr(R"("remove":[]})")));
  take(names_["ONE"], wang);
  EXPECT_EQ(told_to(screen_), R"({"t":"rows","view":"queue","total":1,"upsert":[],"remove":["ONE"]})");
}

// A row that falls out of the window because another came is removed; the total goes on counting it.
TEST_F(Lists, HoldTheNewestRowsUpToTheirLimit) {
  for (const auto* name : {"ONE", "TWO", "THREE"}) {
    names_[name] = open();
  }
  watch(screen_, "open", wang, 2);
  EXPECT_THAT(told_to(screen_), AllOf(HasSubstr(R"("total":3,"rows":[{"id":"THREE")"), HasSubstr(R"({"id":"TWO")"), Not(HasSubstr("ONE"))));
  act(names_["ONE"], [&](writer::Tx& tx) { (void)conversation::say_as_visitor(tx, names_["ONE"], "again", "words"); });
  EXPECT_THAT(told_to(screen_), AllOf(HasSubstr(R"("total":3,"upsert":[{"id":"ONE")"), HasSubstr(R"("remove":["TWO"]})")));
}

TEST_F(Lists, TellANewcomerTheWholeAndTheOthersWhatChanged) {
  names_["ONE"] = open();
  watch(screen_, "queue");
  EXPECT_THAT(told_to(screen_), StartsWith(R"({"t":"window")"));
  watch(other_, "queue");
  EXPECT_THAT(told_to(other_), StartsWith(R"({"t":"window","view":"queue","total":1,"rows":[{"id":"ONE")"));
  names_["TWO"] = open();
  for (auto* screen : {&screen_, &other_}) {
    EXPECT_THAT(told_to(*screen), StartsWith(R"({"t":"rows","view":"queue","total":2,"upsert":[{"id":"TWO")"));
  }
}

TEST_F(Lists, OfMineAreEachAgentsOwn) {
  names_["ONE"] = open();
  names_["TWO"] = open();
  watch(screen_, "mine", wang);
  watch(other_, "mine", chen);
  for (auto* screen : {&screen_, &other_}) {
    EXPECT_EQ(told_to(*screen), R"({"t":"window","view":"mine","total":0,"rows":[]})");
  }
  take(names_["ONE"], wang);
  EXPECT_THAT(told_to(screen_), StartsWith(R"({"t":"rows","view":"mine","total":1,"upsert":[{"id":"ONE")"));
  take(names_["TWO"], chen);
  EXPECT_THAT(told_to(other_), StartsWith(R"({"t":"rows","view":"mine","total":1,"upsert":[{"id":"TWO")"));
  take(names_["ONE"], chen);  // taken over: gone here, there there
  EXPECT_EQ(told_to(screen_), R"({"t":"rows","view":"mine","total":0,"upsert":[],"remove":["ONE"]})");
  EXPECT_THAT(told_to(other_), AllOf(StartsWith(R"({"t":"rows","view":"mine","total":2,"upsert":[{"id":"ONE")"), Not(HasSubstr("TWO"))));
  act(names_["TWO"], [&](writer::Tx& tx) { (void)conversation::say_as_visitor(tx, names_["TWO"], "again", "words"); });
  EXPECT_THAT(told_to(other_), StartsWith(R"({"t":"rows","view":"mine","total":2,"upsert":[{"id":"TWO")"));
}

// Every change of one row is told to its watchers whatever changed: a receipt empties "unread".
TEST_F(Lists, TellOfARowThatChangesInPlace) {
  names_["ONE"] = open();
  watch(screen_, "open");
  EXPECT_THAT(told_to(screen_), HasSubstr(R"("unread":1)"));
  ASSERT_TRUE(
      at_.run<conversation::Moved>([&](writer::Tx& tx) { return conversation::mark(tx, names_["ONE"], PersonKind::agent, wang.id, 1, 1); },
                                   [&](writer::Tx& tx) {
                                     conversation::want(tx, names_["ONE"]);
                                     conversation::want_watermark(tx, names_["ONE"], PersonKind::agent, wang.id);
                                   }));
  tell();
  EXPECT_THAT(told_to(screen_),
              AllOf(StartsWith(R"({"t":"rows","view":"open","total":1,"upsert":[{"id":"ONE")"), HasSubstr(R"("unread":0)")));
}

TEST_F(Lists, AreNotToldToASocketThatIsGone) {
  names_["ONE"] = open();
  watch(screen_, "queue");
  (void)screen_.next();
  watch(other_, "queue");
  (void)other_.next();
  screen_.close();
  names_["TWO"] = open();
  EXPECT_THAT(told_to(other_), StartsWith(R"({"t":"rows")"));
  other_.close();
  Screen third;
  watch(third, "queue");  // the window had nobody: it begins anew
  EXPECT_THAT(told_to(third), AllOf(StartsWith(R"({"t":"window","view":"queue","total":2)"), HasSubstr("ONE"), HasSubstr("TWO")));
}

// Labels, priority, sleep and who takes part come by inner facts, which visitors' frames know nothing of.
TEST_F(Lists, FollowWhatColleaguesNote) {
  names_["ONE"] = open();
  take(names_["ONE"], wang);
  windows_.watch({"urgent", parsed(R"("filter":{"priority":3})"), 10}, {conversation::colleague(wang), {}, 0}, screen_.watcher(home_));
  windows_.watch({"refunds", parsed(R"("filter":{"labels":["refund"],"snoozed":false})"), 10}, {conversation::colleague(wang), {}, 0},
                 other_.watcher(home_));
  EXPECT_THAT(told_to(screen_), HasSubstr(R"("total":0)"));
  EXPECT_THAT(told_to(other_), HasSubstr(R"("total":0)"));
  const auto one = names_["ONE"];
  act(one, [&](writer::Tx& tx) { EXPECT_TRUE(conversation::set_priority(tx, one, conversation::colleague(wang), 4)); });
  EXPECT_THAT(told_to(screen_), AllOf(HasSubstr(R"("upsert":[{"id":"ONE")"), HasSubstr(R"("priority":4)")));
  const std::array<std::string_view, 1> refund{"refund"};
  act(one, [&](writer::Tx& tx) { EXPECT_TRUE(conversation::change_labels(tx, one, conversation::colleague(wang), refund, {})); });
  EXPECT_THAT(told_to(other_), AllOf(HasSubstr(R"("upsert":[{"id":"ONE")"), HasSubstr(R"("labels":["refund"])")));
  act(one,
      [&](writer::Tx& tx) { EXPECT_TRUE(conversation::snooze(tx, one, conversation::colleague(wang), tx.now() + std::chrono::hours{1})); });
  EXPECT_THAT(told_to(other_), HasSubstr(R"("total":0,"upsert":[],"remove":["ONE"])"));
}

// Whoever is invited sees it in his lists, though it stands in an inbox that is not his.
TEST_F(Lists, ShowAnInvitedColleagueWhatHeWasInvitedTo) {
  names_["ONE"] = open();
  take(names_["ONE"], wang);
  auto guest = conversation::colleague(chen);
  guest.inboxes = {InboxId{2}};
  windows_.watch({"open", *built_in("open"), 10}, {guest, {}, 0}, screen_.watcher(home_));
  EXPECT_THAT(told_to(screen_), HasSubstr(R"("total":0)"));
  access::Directory directory;
  directory.viewers.emplace(AgentId{chen.id}, guest);
  const auto one = names_["ONE"];
  act(one, [&](writer::Tx& tx) { EXPECT_TRUE(conversation::invite(tx, one, conversation::colleague(wang), AgentId{chen.id}, directory)); });
  EXPECT_THAT(told_to(screen_), AllOf(StartsWith(R"({"t":"rows")"), HasSubstr(R"("upsert":[{"id":"ONE")")));
  act(one, [&](writer::Tx& tx) { EXPECT_TRUE(conversation::leave(tx, one, conversation::colleague(wang), AgentId{chen.id})); });
  EXPECT_THAT(told_to(screen_), HasSubstr(R"("remove":["ONE"])"));
}

// What was acknowledged before somebody began to watch is in the window he gets, however late its facts come by.
TEST_F(Lists, BeginWithWhatWasCommittedBefore) {
  names_["ONE"] = open();
  watch(screen_, "open");
  EXPECT_THAT(told_to(screen_), HasSubstr("ONE"));
  names_["TWO"] = open(false);
  watch(other_, "open");
  tell();
  EXPECT_THAT(told_to(other_), AllOf(StartsWith(R"({"t":"window","view":"open","total":2)"), HasSubstr("TWO")));
}

// A row may be read before the fact of its newest change comes by. It waits for it: what is decided on facts that come between, such as a
// right withdrawn, comes first.
TEST_F(Lists, AreNeverAheadOfTheFactsThatCameBy) {
  names_["ONE"] = open();
  watch(screen_, "open");
  EXPECT_THAT(told_to(screen_), StartsWith(R"({"t":"window")"));
  names_["TWO"] = open(false);
  const auto say = [&](const char* client_id) {
    ASSERT_TRUE(at_.run<int>(
        [&](writer::Tx& tx) {
          (void)conversation::say_as_visitor(tx, names_["ONE"], client_id, client_id);
          return 0;
        },
        [&](writer::Tx& tx) { conversation::want(tx, names_["ONE"]); }));
  };
  say("first");
  say("secret");
  tell(3);  // TWO's opening and message, and "first"
  EXPECT_THAT(told_to(screen_), AllOf(HasSubstr("TWO"), Not(HasSubstr("secret"))));
  windows_.adopt(people(1, {}));
  EXPECT_THAT(told_to(screen_), AllOf(StartsWith(R"({"t":"rows","view":"open","total":0)"), Not(HasSubstr("secret"))));
}

}  // namespace
}  // namespace zhiyin::desk
