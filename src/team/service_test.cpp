// Teams and skills in the store: refusals leave no trace; what changes access raises the generation, what does not does not.
#include "team/service.hpp"

#include <gmock/gmock.h>

#include "identity/reading.hpp"
#include "identity/service.hpp"
#include "identity/store.hpp"
#include "store/stepping.hpp"
#include "team/reading.hpp"
#include "team/state.hpp"
#include "team/store.hpp"

namespace zhiyin::team {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class Teams : public testing::TestWithParam<db::Engine> {
 protected:
  Teams() { found(2); }

  void found(std::int64_t demo_agents) {
    const auto session = at_.store().open_writing();
    session->begin();
    const auto people = identity::found_people(*session, at_.clock.now(), demo_agents);
    found_teams(*session, people.new_store, people.new_people, at_.clock.now(), Settings{}.lease);
    session->commit();
  }
  template <class T>
  Result<T> run(const std::function<Result<T>(writer::Tx&)>& decide) {
    return at_.run<T>(decide);
  }
  Result<Team> make(const std::string& name, bool expert = false) {
    return run<Team>([&](writer::Tx& tx) { return team::make(tx, name, expert); });
  }
  Result<Team> change(TeamId id, const Changes& wanted) {
    return run<Team>([&](writer::Tx& tx) { return team::change(tx, id, wanted); });
  }
  Result<Team> set_members(TeamId id, const std::vector<AgentId>& people) {
    return run<Team>([&](writer::Tx& tx) { return team::set_members(tx, id, people); });
  }
  Result<void> remove(TeamId id, const Uses& uses = {}) {
    return run<void>([&](writer::Tx& tx) { return team::remove(tx, id, uses); });
  }
  Result<Skill> make_skill(const std::string& name) {
    return run<Skill>([&](writer::Tx& tx) { return team::make_skill(tx, name); });
  }
  Result<std::vector<SkillLevel>> set_levels(AgentId agent, const std::vector<SkillLevel>& wanted) {
    return run<std::vector<SkillLevel>>([&](writer::Tx& tx) { return team::set_levels(tx, agent, wanted); });
  }
  [[nodiscard]] std::int64_t generation() { return identity::take_generation(at_.reading(), identity::send_generation(at_.reading())); }
  [[nodiscard]] std::optional<Team> now(TeamId id) { return find(at_.reading(), id); }

  trial::Stepping at_{GetParam(), {statements(), state_statements(), identity::statements(), timer::statements()}};
  const AgentId one_{1};
  const AgentId two_{2};
};
INSTANTIATE_TEST_SUITE_P(Engines, Teams, trial::both_engines(), trial::engine_label);

TEST_P(Teams, AreFoundAsTheyWereMade) {
  const auto made = make(" Billing ", true);
  ASSERT_TRUE(made);
  const auto filled = set_members(made->id, {two_, one_, two_});
  ASSERT_TRUE(filled) << filled.error().what;
  EXPECT_EQ(now(made->id), (Team{.id = made->id, .name = "Billing", .expert = true, .members = {one_, two_}}));
  EXPECT_TRUE(change(made->id, {.name = "Money", .expert = false}));
  EXPECT_EQ(now(made->id), (Team{.id = made->id, .name = "Money", .expert = false, .members = {one_, two_}}));
  EXPECT_THAT(all(at_.reading()), ElementsAre(*now(everyone), *now(made->id)));
  EXPECT_EQ(generation(), 1 + 3);
  EXPECT_TRUE(set_members(made->id, {one_, two_}));  // who they are already
  EXPECT_TRUE(change(made->id, {.name = "Money"}));
  EXPECT_EQ(generation(), 1 + 3);
  EXPECT_TRUE(set_members(made->id, {}));
  EXPECT_TRUE(remove(made->id));
  EXPECT_EQ(now(made->id), std::nullopt);
  EXPECT_TRUE(make("Money"));
}

TEST_P(Teams, ThatAreRefusedLeaveNoTrace) {
  const auto id = make("Billing")->id;
  ASSERT_TRUE(set_members(id, {one_}));
  const auto before = now(id);
  const auto generation_before = generation();
  const Uses website = [](db::Session&, TeamId) { return std::vector<std::string>{"inbox Website"}; };
  const auto code = [](const auto& answer) { return answer ? std::nullopt : std::optional{answer.error().code}; };
  EXPECT_EQ(code(make("")), ErrorCode::invalid);
  EXPECT_EQ(code(make("Everyone")), ErrorCode::conflict);
  EXPECT_EQ(code(change(id, {.name = "Everyone"})), ErrorCode::conflict);
  EXPECT_EQ(code(change(TeamId{99}, {.name = "X"})), ErrorCode::not_found);
  EXPECT_EQ(code(set_members(TeamId{99}, {})), ErrorCode::not_found);
  EXPECT_EQ(code(set_members(id, {one_, AgentId{99}})), ErrorCode::invalid);
  EXPECT_EQ(code(remove(TeamId{99})), ErrorCode::not_found);
  const auto full = remove(id, website);
  EXPECT_EQ(code(full), ErrorCode::conflict);
  EXPECT_THAT(full.error().what, HasSubstr("inbox Website, Demo 01"));  // so that one knows where to look
  EXPECT_EQ(now(id), before);
  EXPECT_EQ(generation(), generation_before);
}

TEST_P(Teams, TellHowManyMoreStandInTheWay) {
  found(8);
  const auto refused = remove(everyone);
  ASSERT_FALSE(refused);
  EXPECT_THAT(refused.error().what, HasSubstr("Demo 05 and 3 more"));
}

TEST_P(Teams, EveryoneHasTheDemonstrationPeopleUntilSomebodyDecidesOtherwise) {
  EXPECT_THAT(now(everyone)->members, ElementsAre(one_, two_));
  ASSERT_TRUE(set_members(everyone, {two_}));
  found(3);
  EXPECT_THAT(now(everyone)->members, ElementsAre(two_, AgentId{3}));  // the newcomer joins, who was taken out stays out
  ASSERT_TRUE(set_members(everyone, {}));
  ASSERT_TRUE(remove(everyone));
  found(4);
  EXPECT_EQ(now(everyone), std::nullopt);
}

TEST_P(Teams, SkillsHaveNamesAndPeopleHaveLevels) {
  const auto before = generation();
  const auto chinese = make_skill("中文")->id;
  at_.clock.advance(Millis{1});  // ids of one millisecond have no order
  const auto english = make_skill("English")->id;
  EXPECT_EQ(make_skill("English").error().code, ErrorCode::conflict);
  EXPECT_EQ(run<Skill>([&](writer::Tx& tx) { return rename_skill(tx, english, "中文"); }).error().code, ErrorCode::conflict);
  EXPECT_TRUE(run<Skill>([&](writer::Tx& tx) { return rename_skill(tx, english, "english"); }));
  EXPECT_EQ(run<Skill>([&](writer::Tx& tx) { return rename_skill(tx, SkillId{9}, "x"); }).error().code, ErrorCode::not_found);
  EXPECT_TRUE(set_levels(one_, {{{}, english, 2}, {{}, chinese, 5}}));
  EXPECT_TRUE(set_levels(two_, {{{}, english, 4}}));
  EXPECT_EQ(set_levels(two_, {{{}, SkillId{9}, 4}}).error().code, ErrorCode::invalid);
  EXPECT_EQ(set_levels(AgentId{99}, {}).error().code, ErrorCode::not_found);
  EXPECT_THAT(levels(at_.reading()), ElementsAre(SkillLevel{one_, chinese, 5}, SkillLevel{one_, english, 2}, SkillLevel{two_, english, 4}));
  EXPECT_TRUE(run<void>([&](writer::Tx& tx) { return remove_skill(tx, english); }));
  EXPECT_EQ(run<void>([&](writer::Tx& tx) { return remove_skill(tx, english); }).error().code, ErrorCode::not_found);
  EXPECT_THAT(levels_of(at_.reading(), one_), ElementsAre(SkillLevel{one_, chinese, 5}));
  EXPECT_THAT(levels_of(at_.reading(), two_), IsEmpty());
  EXPECT_THAT(skills(at_.reading()), ElementsAre(Skill{chinese, "中文"}));
  EXPECT_EQ(generation(), before);
}

// Twice in one batch: the second list must find the first one's rows to take away.
TEST_P(Teams, TakeTheLastListOfABatch) {
  for (const auto& people : {std::vector{one_}, std::vector{one_, two_}, std::vector{two_}}) {
    at_.lane->submit(writer::command<Team>(
        {}, [](writer::Tx&) {}, [people](writer::Tx& tx) { return team::set_members(tx, everyone, people); },
        [](const Result<Team>& answer) { EXPECT_TRUE(answer); }));
  }
  at_.lane->step();
  EXPECT_THAT(now(everyone)->members, ElementsAre(two_));
}

}  // namespace
}  // namespace zhiyin::team
