// Two contacts become one and are taken apart again: whoever reads in between sees one, and afterwards each has what is his.
// (What is said meanwhile: channel/merged_talk_test.cpp.)
#include "contact/merging.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "contact/block.hpp"
#include "contact/profile.hpp"
#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "store/stepping.hpp"

namespace zhiyin::contact {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

constexpr InboxId web{1};
const access::Viewer agent{
    .person = AgentId{9}, .name = "Wang", .rights = identity::rights_of(identity::Role::agent), .inboxes = {}, .teams = {}};
const access::Viewer supervisor{
    .person = AgentId{8}, .name = "Zhao", .rights = identity::rights_of(identity::Role::supervisor), .inboxes = {}, .teams = {}};
const access::Viewer quality{
    .person = AgentId{7}, .name = "Qian", .rights = identity::rights_of(identity::Role::quality), .inboxes = {}, .teams = {}};

class Merging : public testing::TestWithParam<db::Engine> {
 protected:
  ContactId made(const std::string& address) {
    return at_
        .run<ContactId>([&](writer::Tx& tx) -> Result<ContactId> { return add(tx, web, address, "Li"); },
                        [&](writer::Tx& tx) { want_address(tx, web, address); })
        .value();
  }
  Result<Merged> join(ContactId main, ContactId alias, const access::Viewer& by = agent) {
    return at_.run<Merged>([&](writer::Tx& tx) { return merge(tx, by, main, alias); },
                           [&](writer::Tx& tx) { want_merge(tx, main, alias); });
  }
  Result<Unmerged> part(ContactId alias, const access::Viewer& by = agent) {
    return at_.run<Unmerged>([&](writer::Tx& tx) { return unmerge(tx, by, alias); }, [&](writer::Tx& tx) { want_group(tx, alias); });
  }
  [[nodiscard]] std::vector<ContactId> all_of(ContactId contact) { return contacts_of(at_.reading(), contact); }

  trial::Stepping at_{GetParam(), {statements(), reading_statements()}};
  ContactId a_ = made("a");
  ContactId b_ = made("b");
  ContactId c_ = made("c");
  ContactId d_ = made("d");
};
INSTANTIATE_TEST_SUITE_P(Engines, Merging, trial::both_engines(), trial::engine_label);

TEST_P(Merging, MakesOneOfTwoAndUndoTwoOfOne) {
  const auto merged = join(a_, b_);
  EXPECT_EQ(merged->main, a_);
  EXPECT_EQ(merged->alias, b_);
  EXPECT_THAT(all_of(a_), ElementsAre(a_, b_));
  EXPECT_THAT(all_of(b_), ElementsAre(a_, b_));
  EXPECT_EQ(profile(at_.reading(), b_)->id, a_);
  EXPECT_EQ(part(b_)->main, a_);
  EXPECT_THAT(all_of(a_), ElementsAre(a_));
  EXPECT_THAT(all_of(b_), ElementsAre(b_));
  EXPECT_TRUE(join(b_, a_));  // and again, the other way round
  EXPECT_THAT(all_of(a_), ElementsAre(b_, a_));
}

TEST_P(Merging, IsRefusedWhereItMakesNoSense) {
  ASSERT_TRUE(join(a_, b_));
  EXPECT_EQ(join(c_, c_).error().code, ErrorCode::invalid);
  EXPECT_EQ(join(a_, b_).error().code, ErrorCode::conflict);
  EXPECT_EQ(join(b_, a_).error().code, ErrorCode::conflict);  // no circle
  EXPECT_EQ(join(a_, ContactId{5}).error().code, ErrorCode::not_found);
  EXPECT_EQ(join(a_, c_, quality).error().code, ErrorCode::forbidden);
  EXPECT_EQ(part(b_, quality).error().code, ErrorCode::forbidden);
  EXPECT_EQ(part(a_).error().code, ErrorCode::conflict);
  EXPECT_EQ(part(ContactId{5}).error().code, ErrorCode::not_found);
  EXPECT_THAT(all_of(a_), ElementsAre(a_, b_));
}

// Whom an alias was merged with is kept: taking a branch out takes along what hangs on it, and nothing else.
TEST_P(Merging, AnAliasOfAnAliasLeadsToTheMainContact) {
  ASSERT_TRUE(join(b_, c_));
  EXPECT_EQ(join(a_, b_)->main, a_);  // b brings c along
  EXPECT_EQ(join(c_, d_)->main, a_);  // d was merged with c, who is a's
  EXPECT_THAT(all_of(d_), UnorderedElementsAre(a_, b_, c_, d_));
  for (const auto& alias : profile(at_.reading(), d_)->aliases) {
    EXPECT_EQ(alias.main, a_);
  }
  ASSERT_TRUE(part(b_));
  EXPECT_THAT(all_of(a_), ElementsAre(a_));
  EXPECT_THAT(all_of(d_), UnorderedElementsAre(b_, c_, d_));
  EXPECT_EQ(all_of(d_).front(), b_);
  ASSERT_TRUE(part(c_));
  EXPECT_THAT(all_of(b_), ElementsAre(b_));
  EXPECT_THAT(all_of(d_), ElementsAre(c_, d_));
}

TEST_P(Merging, TwentyAliasesAreEnough) {
  for (std::size_t n = 0; n < aliases_max; ++n) {
    ASSERT_TRUE(join(a_, made("n" + std::to_string(n))));
  }
  EXPECT_EQ(join(a_, b_).error().code, ErrorCode::conflict);
  EXPECT_EQ(join(b_, a_).error().code, ErrorCode::conflict);
  EXPECT_EQ(all_of(a_).size(), aliases_max + 1);
}

TEST_P(Merging, BlockedAndUnblockedMayBeMergedAndItSaysSo) {
  const auto block_one = [&](ContactId contact) {
    return at_.run<BlockChange>([&](writer::Tx& tx) { return block(tx, supervisor, contact); },
                                [&](writer::Tx& tx) { want_block(tx, contact); });
  };
  ASSERT_TRUE(block_one(b_));
  EXPECT_TRUE(join(a_, b_)->mixed_block);
  EXPECT_FALSE(profile(at_.reading(), a_)->blocked);
  EXPECT_TRUE(profile(at_.reading(), a_)->mixed_block);
  ASSERT_TRUE(block_one(b_));  // by any name it is the whole group
  EXPECT_TRUE(profile(at_.reading(), a_)->blocked);
  EXPECT_FALSE(profile(at_.reading(), a_)->mixed_block);
  ASSERT_TRUE(part(b_));
  EXPECT_TRUE(profile(at_.reading(), a_)->blocked);
  EXPECT_TRUE(profile(at_.reading(), b_)->blocked);
}

TEST_P(Merging, AProfileShowsTheMainContactsFieldsFirst) {
  const auto set = [&](ContactId contact, std::string_view name, std::string_view value) {
    ASSERT_TRUE(at_.run<Changed>([&](writer::Tx& tx) { return set_field(tx, agent, contact, name, value); },
                                 [&](writer::Tx& tx) { want_profile(tx, contact); }));
  };
  set(a_, "city", "Beijing");
  set(b_, "city", "Shanghai");
  set(b_, "company", "Hu");
  ASSERT_TRUE(join(b_, a_));
  const auto fields = profile(at_.reading(), a_)->fields;
  ASSERT_EQ(fields.size(), 2U);
  EXPECT_EQ(fields[0].value, "Shanghai");
  EXPECT_EQ(fields[1].value, "Hu");
  ASSERT_TRUE(part(a_));
  EXPECT_EQ(profile(at_.reading(), a_)->fields.at(0).value, "Beijing");
}

class MergingOfTwoProcesses : public Merging {};
INSTANTIATE_TEST_SUITE_P(Engines, MergingOfTwoProcesses, testing::Values(db::Engine::postgres), trial::engine_label);

// Both decide on groups that the other is changing: whatever comes first, all end in one tree with one root, without a circle.
TEST_P(MergingOfTwoProcesses, MakesNoCircle) {
  for (int round = 0; round < 10; ++round) {
    std::vector<ContactId> ring;
    ring.reserve(4);
    for (int n = 0; n < 4; ++n) {
      ring.push_back(made("ring-" + std::to_string(round) + "-" + std::to_string(n)));
    }
    {
      std::vector<std::jthread> processes;
      for (const std::size_t step : {1U, 3U}) {  // one goes round the ring, the other against it
        processes.emplace_back([&ring, step, lane = std::shared_ptr{at_.make_lane()}] {
          for (std::size_t n = 0; n < ring.size(); ++n) {
            const auto main = ring[(n * step) % ring.size()];
            const auto alias = ring[((n + 1) * step) % ring.size()];
            lane->submit(writer::command<Merged>(
                {}, [=](writer::Tx& tx) { want_merge(tx, main, alias); }, [=](writer::Tx& tx) { return merge(tx, agent, main, alias); },
                [](const Result<Merged>& merged) {
                  EXPECT_TRUE(merged || merged.error().code == ErrorCode::conflict) << merged.error().what << merged.error().detail;
                }));
            lane->step();
          }
        });
      }
    }
    const auto group = contacts_of(at_.reading(), ring.front());
    EXPECT_EQ(group.size(), ring.size());
    for (const auto one : ring) {
      EXPECT_EQ(contacts_of(at_.reading(), one), group);
    }
  }
}

}  // namespace
}  // namespace zhiyin::contact
