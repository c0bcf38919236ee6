// The listener: what brings a look, and what two processes that follow do together.
#include "routing/routing_trial.hpp"

namespace zhiyin::routing {
namespace {

using team::State;
using testing::IsEmpty;
using testing::SizeIs;

class Following : public Trial {
 protected:
  Following() { becomes(first, State::available); }
};
INSTANTIATE_TEST_SUITE_P(Engines, Following, trial::both_engines(), trial::engine_label);

// One command makes a bounded number of offers; the rest must not wait for somebody to write.
TEST_P(Following, OffersAndWithdrawsMoreThanOneLookMay) {
  has_room_for(first, static_cast<std::int64_t>(pairs_max) + 9);
  for (std::size_t n = 0; n < pairs_max + 9; ++n) {
    (void)open(static_cast<std::int64_t>(100 + n));
  }
  settle();
  EXPECT_THAT(all_offers(at.reading()), SizeIs(pairs_max + 9));
  becomes(first, State::on_break);
  settle();
  EXPECT_THAT(all_offers(at.reading()), IsEmpty());
}

// Two processes follow at once, and the slower acts on a look that is over.
TEST_P(Following, TwoMakeOneOffer) {
  becomes(second, State::available);
  const auto id = open();
  settle();
  const auto asked_first = asked(id);
  ASSERT_FALSE(asked_first.none());
  // As the other process would, on what it saw before: each way to be too late.
  EXPECT_FALSE(
      *at.run<bool>([&](writer::Tx& tx) -> Result<bool> { return offer(tx, id, second); }, [&](writer::Tx& tx) { want(tx, id, second); }));
  ASSERT_TRUE(accepts(asked_first, id));
  EXPECT_FALSE(
      *at.run<bool>([&](writer::Tx& tx) -> Result<bool> { return offer(tx, id, second); }, [&](writer::Tx& tx) { want(tx, id, second); }));
  EXPECT_FALSE(*at.run<bool>([&](writer::Tx& tx) -> Result<bool> { return withdraw(tx, id, asked_first); },
                             [&](writer::Tx& tx) { want(tx, id, asked_first); }));
}

// Rows that were not named cannot be decided on: a plan that changed between naming and deciding does nothing.
TEST_P(Following, UnnamedRowsAreLeftAlone) {
  const auto id = open();
  EXPECT_FALSE(*at.run<bool>([&](writer::Tx& tx) -> Result<bool> { return offer(tx, id, first); }));
  EXPECT_THAT(all_offers(at.reading()), IsEmpty());
}

TEST_P(Following, RestsWhenNobodyIsThere) {
  becomes(first, State::offline);
  (void)open();
  access::Directories directories;
  const auto plan = survey(at.reading(), directories, settings);
  EXPECT_THAT(plan.offers, IsEmpty());
  EXPECT_THAT(plan.withdrawals, IsEmpty());
  const auto directory = directories.current(at.reading());
  EXPECT_FALSE(duty_of(at.reading(), *directory, {InboxId{1}, {}}, at.clock.now()).on);
  becomes(second, State::busy);
  EXPECT_TRUE(duty_of(at.reading(), *directory, {InboxId{1}, {}}, at.clock.now()).on);
}

}  // namespace
}  // namespace zhiyin::routing
