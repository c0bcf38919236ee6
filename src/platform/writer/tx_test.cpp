// Locks are taken in one order everywhere, or two batches wait for each other; and what is only read is read under every lock.
#include "platform/writer/tx.hpp"

#include "platform/writer/lane_trial.hpp"

namespace zhiyin::writer {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Lines* asked = nullptr;  // of the test that runs

/// A shelf without rows, which notes what it is asked.
template <Rank R, char Name>
class Noting final : public Shelf {
 public:
  void want() { wanting_ = !std::exchange(named_, true) || wanting_; }

  [[nodiscard]] Rank rank() const override { return R; }
  [[nodiscard]] bool wanting() const override { return wanting_; }
  void send_loads(db::Session&) override { note("send"); }
  void take_loads(db::Session&) override {
    note("take");
    wanting_ = false;
  }
  void flush(db::Session&) override { note("flush"); }
  void clear() override { named_ = wanting_ = false; }

 private:
  static void note(const std::string& what) { asked->push_back(what + " " + Name); }
  bool wanting_ = false;
  bool named_ = false;
};
using Contacts = Noting<Rank::contact, 'c'>;
using Conversations = Noting<Rank::conversation, 'v'>;
using Messages = Noting<Rank::unlocked, 'm'>;

class Loads : public LaneTrial {
 protected:
  Loads() {
    asked = &happened_;
    use({});
  }
  void run(std::function<void(Tx&)> want, Decide decide) {
    lane_->submit(command<int>({}, std::move(want), std::move(decide), [](const Result<int>&) {}));
    lane_->step();
  }
};
INSTANTIATE_TEST_SUITE_P(Engines, Loads, testing::Values(db::Engine::sqlite), trial::engine_label);

TEST_P(Loads, GoByRankAndReadUnderTheLastLock) {
  run(
      [](Tx& tx) {
        tx.shelf<Messages>().want();
        tx.shelf<Conversations>().want();
        tx.shelf<Contacts>().want();
      },
      [](Tx&) { return 1; });
  EXPECT_THAT(happened_, ElementsAre("send c", "take c", "send v", "send m", "take v", "take m", "flush c", "flush v", "flush m"));
}

TEST_P(Loads, AreOneForAllCommandsOfABatch) {
  for (int n = 0; n < 3; ++n) {
    lane_->submit(command<int>({}, [](Tx& tx) { tx.shelf<Contacts>().want(); }, [](Tx&) { return 1; }, [](const Result<int>&) {}));
  }
  lane_->step();
  EXPECT_THAT(happened_, ElementsAre("send c", "take c", "flush c"));
}

// So that a row found leads to the next: an address to its contact, a contact to his conversation.
TEST_P(Loads, AskAgainUntilNothingIsWanted) {
  int asked_again = 0;
  run(
      [&asked_again](Tx& tx) {
        tx.shelf<Contacts>().want();
        if (++asked_again > 1) {
          tx.shelf<Conversations>().want();
        }
      },
      [](Tx&) { return 1; });
  EXPECT_THAT(happened_, ElementsAre("send c", "take c", "send v", "take v", "flush c", "flush v"));
}

TEST_P(Loads, ThatLeadNowhereAreABug) {
  class Restless final : public Shelf {
   public:
    [[nodiscard]] Rank rank() const override { return Rank::contact; }
    [[nodiscard]] bool wanting() const override { return true; }
    void send_loads(db::Session&) override {}
    void take_loads(db::Session&) override {}
    void flush(db::Session&) override {}
    void clear() override {}
  };
  EXPECT_DEATH(run([](Tx& tx) { (void)tx.shelf<Restless>(); }, [](Tx&) { return 1; }), "lead to an end");
}

// Before everything is loaded nothing is locked yet.
TEST_P(Loads, AreOverBeforeAnythingIsWritten) {
  EXPECT_DEATH(run([](Tx& tx) { record(tx, 1); }, [](Tx&) { return 1; }), "facts are made after rows were loaded");
  EXPECT_DEATH(run([](Tx& tx) { (void)tx.session(); }, [](Tx&) { return 1; }), "statements run after rows were loaded");
  EXPECT_THAT(stored(), IsEmpty());
}

TEST_P(Loads, SeeOneMomentAndOneShelfThroughoutABatch) {
  std::vector<std::pair<Time, Contacts*>> seen;
  for (int n = 0; n < 2; ++n) {
    lane_->submit(command<int>(
        {}, [](Tx&) {},
        [&](Tx& tx) {
          seen.emplace_back(tx.now(), &tx.shelf<Contacts>());
          at_.clock.advance(Millis{1});
          return 1;
        },
        [](const Result<int>&) {}));
  }
  lane_->step();
  ASSERT_EQ(seen.size(), 2U);
  EXPECT_EQ(seen[0], seen[1]);
}

}  // namespace
}  // namespace zhiyin::writer
