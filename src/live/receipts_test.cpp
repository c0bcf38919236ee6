// A reader scrolls: each entry that he sees is said, and one command a second must do. None of what was said may get lost.
#include "live/receipts.hpp"

#include <gmock/gmock.h>

#include <future>

#include "conversation/service.hpp"
#include "conversation/store.hpp"
#include "live/live_trial.hpp"
#include "platform/timer/timer.hpp"
#include "schema/migrations.hpp"
#include "store/place.hpp"

namespace zhiyin::live {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::int64_t me = 9;

class Reading : public testing::Test {
 protected:
  Reading() {
    journal::found(*store_.open_writing(), chance_);
    run([this](writer::Tx& tx) {
      id_ = conversation::open(tx, InboxId{1}, "address", {PersonKind::visitor, 5, "Li"});
      say(tx, 5);
    });
    receipts_ = std::make_shared<Receipts>(gateway_, home_, id_, PersonKind::agent, me, writer::LaneKey{});
  }
  void say(writer::Tx& tx, int count) {
    for (int i = 0; i < count; ++i) {
      (void)conversation::say_as_visitor(tx, id_, "m" + std::to_string(++said_), "words");
    }
  }
  void run(std::function<void(writer::Tx&)> act) {
    const auto done = std::make_shared<std::promise<bool>>();
    writer_.submit(writer::command<int>(
        {}, [this](writer::Tx& tx) { conversation::want(tx, id_); },
        [act = std::move(act)](writer::Tx& tx) {
          act(tx);
          return 0;
        },
        [done](const Result<int>& result) { done->set_value(result.has_value()); }));
    ASSERT_TRUE(done->get_future().get());
  }
  /// Waits until the writer has answered all that was submitted, and lets the answers come home.
  void settle() {
    run([](writer::Tx&) {});
    home_.run();
  }
  void pass(milliseconds time) {
    home_.advance(time);
    settle();
  }
  /// delivered/read of each receipt in the log.
  [[nodiscard]] std::vector<std::pair<std::int64_t, std::int64_t>> told() {
    std::vector<std::pair<std::int64_t, std::int64_t>> all;
    for (const auto& entry : journal::read_after(*store_.open_reading(), 0, 1'000)) {
      if (const auto fact = event::read(entry); std::holds_alternative<event::ReceiptMoved>(fact->change)) {
        const auto& moved = std::get<event::ReceiptMoved>(fact->change);
        EXPECT_EQ(moved.id, me);
        all.emplace_back(moved.delivered, moved.read);
      }
    }
    return all;
  }

  SystemClock clock_;
  SystemChance chance_;
  MetricRegistry metrics_;
  trial::StorePlace place_{db::Engine::sqlite};
  db::Store store_{
      place_.options(), migrations(), {journal::statements(), writer::statements(), conversation::statements(), timer::statements()}};
  std::atomic<bool> full_ = false;
  writer::Writer writer_{store_,
                         clock_,
                         chance_,
                         1,
                         {},
                         {
                             .at =
                                 [this](writer::Moment moment) {
                                   if (moment == writer::Moment::before_commit && full_) {
                                     throw db::Failure(db::FailureKind::full, "planted");
                                   }
                                 },
                         },
                         metrics_};
  net::Reactors reactors_{1};
  Hub hub_{reactors_};
  reading::ReadingPool pool_{store_, 1};
  std::string log_id_ = "log";
  Gateway gateway_{writer_, pool_, hub_, clock_, chance_, log_id_, {}, 0, {}};
  SteppedReactor home_;
  ConversationId id_;
  int said_ = 0;
  std::shared_ptr<Receipts> receipts_;
};

using At = std::pair<std::int64_t, std::int64_t>;

TEST_F(Reading, IsToldAtOnceAndThenOnceASecond) {
  receipts_->got(1);
  settle();
  EXPECT_THAT(told(), ElementsAre(At{1, 0}));
  receipts_->seen(1);
  receipts_->got(3);
  receipts_->seen(2);
  settle();
  pass(Receipts::every - milliseconds{1});
  EXPECT_THAT(told(), ElementsAre(At{1, 0}));
  pass(milliseconds{1});
  EXPECT_THAT(told(), ElementsAre(At{1, 0}, At{3, 2}));
  pass(10 * Receipts::every);
  EXPECT_THAT(told(), ElementsAre(At{1, 0}, At{3, 2}));
  receipts_->seen(4);  // long after the last: at once
  settle();
  EXPECT_THAT(told(), ElementsAre(At{1, 0}, At{3, 2}, At{4, 4}));
}

// "All up to 99 were read", says a client that has five: when a sixth comes, he has not read it.
TEST_F(Reading, OfMoreThanThereIsMeansWhatThereIsNow) {
  receipts_->seen(99);
  settle();
  EXPECT_THAT(told(), ElementsAre(At{5, 5}));
  run([this](writer::Tx& tx) { say(tx, 3); });
  pass(Receipts::every);
  receipts_->got(6);
  settle();
  EXPECT_THAT(told(), ElementsAre(At{5, 5}, At{6, 5}));
}

TEST_F(Reading, IsToldLaterWhenTheStoreCouldNotTakeIt) {
  full_ = true;
  receipts_->seen(3);
  const auto answered = std::make_shared<std::promise<void>>();
  writer_.submit(writer::command<int>(
      {}, [](writer::Tx&) {}, [](writer::Tx&) { return 0; }, [answered](const Result<int>&) { answered->set_value(); }));
  answered->get_future().wait();
  full_ = false;
  settle();
  EXPECT_THAT(told(), IsEmpty());  // not before its second is over
  receipts_->got(2);
  pass(Receipts::every);
  EXPECT_THAT(told(), ElementsAre(At{3, 3}));
}

TEST_F(Reading, OfAConversationThatIsNotThereIsLetGo) {
  receipts_ = std::make_shared<Receipts>(gateway_, home_, ConversationId{12345}, PersonKind::agent, me, writer::LaneKey{});
  receipts_->seen(3);
  settle();
  pass(10 * Receipts::every);
  EXPECT_THAT(told(), IsEmpty());
}

TEST_F(Reading, EndsWithItsConnection) {
  receipts_->seen(1);
  receipts_->seen(2);
  receipts_.reset();
  settle();
  pass(Receipts::every);
  EXPECT_THAT(told(), ElementsAre(At{1, 1}));
}

}  // namespace
}  // namespace zhiyin::live
