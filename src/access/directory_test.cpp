// The picture of people and places: exact for whoever asks, however he asks.
#include "access/directory.hpp"

#include <gmock/gmock.h>

#include "inbox/service.hpp"
#include "store/places.hpp"
#include "team/service.hpp"

namespace zhiyin::access {
namespace {

using identity::Right;
using identity::Role;
using testing::ElementsAre;
using testing::IsEmpty;

class DirectoryOf : public testing::TestWithParam<db::Engine> {
 protected:
  [[nodiscard]] DirectoryPtr now() { return load(at_.reading()); }
  template <class T>
  Result<T> run(std::function<Result<T>(writer::Tx&)> decide) {
    return at_.run<T>(std::move(decide), [](writer::Tx& tx) { want(tx); });
  }
  void set_role(AgentId id, Role role) {
    // Without naming the directory, so that the lane's picture is not looked after.
    ASSERT_TRUE(at_.run<identity::Member>([&](writer::Tx& tx) { return identity::change(tx, id, {.role = role}); }));
  }

  trial::Places at_{GetParam(), 2};
  const AgentId one_{1};
  const AgentId two_{2};
};
INSTANTIATE_TEST_SUITE_P(Engines, DirectoryOf, trial::both_engines(), trial::engine_label);

// What was before there were people: demonstration agents answer the website.
TEST_P(DirectoryOf, ANewStoreLetsDemonstrationPeopleServeTheWebsite) {
  const auto directory = now();
  EXPECT_EQ(directory->generation, 1);
  const auto& viewer = directory->viewer(one_);
  EXPECT_EQ(viewer.name, "Demo 01");
  EXPECT_TRUE(viewer.may(Right::conversation_reply));
  EXPECT_THAT(viewer.inboxes, ElementsAre(inbox::web_inbox));
  EXPECT_THAT(viewer.teams, ElementsAre(team::everyone));
  EXPECT_EQ(directory->viewer(AgentId{3}), Viewer{});
  EXPECT_EQ(directory->inbox(inbox::web_inbox)->name, "Website");
  EXPECT_EQ(directory->inbox(InboxId{9}), nullptr);
  EXPECT_EQ(directory->team(team::everyone)->members.size(), 2U);
  EXPECT_EQ(directory->member(two_)->name, "Demo 02");
  EXPECT_TRUE(journal::read_after(at_.reading(), 0, 10).empty());
  at_.found(1);
  EXPECT_EQ(now()->viewer(two_).rights, identity::Rights{});  // and tells those who have him open
  EXPECT_EQ(journal::read_after(at_.reading(), 0, 10).size(), 1U);
}

TEST_P(DirectoryOf, PlacesComeThroughTeamsAndByOneselfButOnce) {
  const auto li = at_.person("li");
  const auto help =
      at_.run<inbox::Inbox>([](writer::Tx& tx) { return inbox::make(tx, "Help", inbox::Kind::web, inbox::Safe{crypto::Key{}}); })->id;
  ASSERT_TRUE(at_.run<inbox::Inbox>([&](writer::Tx& tx) { return inbox::set_people(tx, help, std::array{li, one_}); }));
  ASSERT_TRUE(at_.run<inbox::Inbox>([&](writer::Tx& tx) { return inbox::set_teams(tx, help, std::array{team::everyone}); }));
  const auto directory = now();
  EXPECT_THAT(directory->viewer(li).inboxes, ElementsAre(help));
  EXPECT_THAT(directory->viewer(li).teams, IsEmpty());
  EXPECT_THAT(directory->viewer(one_).inboxes, ElementsAre(inbox::web_inbox, help));
  EXPECT_THAT(directory->viewer(two_).inboxes, ElementsAre(inbox::web_inbox, help));
}

TEST_P(DirectoryOf, ALaterCommandOfABatchDecidesOnWhatAnEarlierOneChanged) {
  std::vector<bool> may;
  const auto ask = [&] {
    at_.lane->submit(writer::command<int>(
        {}, [](writer::Tx& tx) { want(tx); },
        [&may, this](writer::Tx& tx) {
          may.push_back(directory(tx).viewer(one_).may(Right::conversation_reply));
          return 0;
        },
        [](const Result<int>&) {}));
  };
  const auto change = [&](Role role) {
    at_.lane->submit(writer::command<identity::Member>(
        {}, [](writer::Tx&) {}, [role, this](writer::Tx& tx) { return identity::change(tx, one_, {.role = role}); },
        [](const Result<identity::Member>& answer) { EXPECT_TRUE(answer); }));
  };
  ask();
  change(Role::planner);
  ask();
  change(Role::agent);
  ask();
  EXPECT_TRUE(at_.lane->step());
  EXPECT_FALSE(at_.lane->step());
  EXPECT_THAT(may, ElementsAre(true, false, true));
}

// A reference that a command holds over its own change must not dangle.
TEST_P(DirectoryOf, AnEarlierPictureLastsAsLongAsTheBatch) {
  ASSERT_TRUE(run<int>([this](writer::Tx& tx) -> Result<int> {
    const auto& before = directory(tx);
    EXPECT_TRUE(identity::change(tx, one_, {.name = "Wang"}));
    const auto& after = directory(tx);
    EXPECT_EQ(before.viewer(one_).name, "Demo 01");
    EXPECT_EQ(after.viewer(one_).name, "Wang");
    EXPECT_EQ(&directory(tx), &after);
    return 0;
  }));
}

// Its generation will be given to the next change, which is another: nothing of it may be kept.
TEST_P(DirectoryOf, ABatchThatWasRolledBackLeavesNoPicture) {
  const auto failed = run<int>([this](writer::Tx& tx) -> Result<int> {
    EXPECT_TRUE(identity::change(tx, one_, {.role = Role::planner}));
    EXPECT_FALSE(directory(tx).viewer(one_).may(Right::conversation_reply));
    throw std::runtime_error("planted");
  });
  EXPECT_FALSE(failed);
  set_role(two_, Role::planner);  // has the generation now that the other one had
  ASSERT_TRUE(run<int>([this](writer::Tx& tx) -> Result<int> {
    EXPECT_TRUE(directory(tx).viewer(one_).may(Right::conversation_reply));
    EXPECT_FALSE(directory(tx).viewer(two_).may(Right::conversation_reply));
    return 0;
  }));
}

TEST_P(DirectoryOf, IsLoadedForNamingAndAskedOnlyWhenNamed) {
  int rounds = 0;
  ASSERT_TRUE(at_.run<int>([](writer::Tx&) { return 0; },
                           [&rounds](writer::Tx& tx) {
                             want(tx);
                             const auto* directory = loaded(tx);
                             EXPECT_EQ(directory != nullptr, ++rounds > 1);
                           }));
  EXPECT_EQ(rounds, 2);
}

TEST_P(DirectoryOf, QuestionsShareThePictureUntilItChanges) {
  Directories directories;
  EXPECT_EQ(directories.newest(), nullptr);
  const auto first = directories.current(at_.reading());
  EXPECT_EQ(directories.current(at_.reading()), first);
  set_role(one_, Role::planner);
  const auto second = directories.current(at_.reading());
  EXPECT_EQ(second->generation, first->generation + 1);
  EXPECT_FALSE(second->viewer(one_).may(Right::conversation_reply));
  EXPECT_EQ(directories.newest(), second);
}

// A question inside an older snapshot is answered from that snapshot, and takes nobody else's newer picture away.
TEST_P(DirectoryOf, AnOlderSnapshotGetsItsOwnPicture) {
  Directories directories;
  const auto old = at_.store().open_reading();
  old->begin();
  const auto before = directories.current(*old)->generation;
  set_role(one_, Role::planner);
  EXPECT_EQ(directories.current(at_.reading())->generation, before + 1);
  EXPECT_EQ(directories.current(*old)->generation, before);
  EXPECT_EQ(directories.newest()->generation, before + 1);
  old->commit();
}

TEST_P(DirectoryOf, ViewersThatChangedAreNamed) {
  const auto li = at_.person("li");
  auto before = now();
  const auto changed = [&] {
    const auto after = now();
    return changed_viewers(*std::exchange(before, after), *after);
  };
  EXPECT_THAT(changed(), IsEmpty());
  set_role(two_, Role::quality);
  EXPECT_THAT(changed(), ElementsAre(two_));
  ASSERT_TRUE(run<team::Team>([](writer::Tx& tx) { return team::change(tx, team::everyone, {.name = "All"}); }));
  EXPECT_THAT(changed(), IsEmpty());  // what a team is called opens and closes nothing
  ASSERT_TRUE(run<inbox::Inbox>([](writer::Tx& tx) { return inbox::set_teams(tx, inbox::web_inbox, {}); }));
  EXPECT_THAT(changed(), ElementsAre(one_, two_));
  ASSERT_TRUE(run<identity::Member>([&](writer::Tx& tx) { return identity::change(tx, li, {.active = false}); }));
  EXPECT_THAT(changed(), ElementsAre(li));
  const auto wei = at_.person("wei");
  EXPECT_THAT(changed(), ElementsAre(wei));
}

class DirectoryOnSqlite : public DirectoryOf {};
INSTANTIATE_TEST_SUITE_P(Engines, DirectoryOnSqlite, testing::Values(db::Engine::sqlite), trial::engine_label);

TEST_P(DirectoryOnSqlite, IsNotAskedUnnamed) {
  const auto ask = [this] {
    (void)at_.run<int>([](writer::Tx& tx) -> Result<int> {
      (void)directory(tx);
      return 0;
    });
  };
  EXPECT_DEATH(ask(), "asked after it was named");
}

}  // namespace
}  // namespace zhiyin::access
