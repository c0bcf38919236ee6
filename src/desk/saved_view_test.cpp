// Who may keep, share, rename and remove which view.
#include "desk/saved_view.hpp"

#include <gmock/gmock.h>

#include "store/stepping.hpp"

namespace zhiyin::desk {
namespace {

using identity::Role;

access::Viewer person(std::int64_t id, Role role) {
  return {.person = AgentId{id}, .name = "", .rights = identity::rights_of(role), .inboxes = {}, .teams = {}};
}
const auto wang = person(9, Role::agent);
const auto chen = person(8, Role::agent);
const auto boss = person(7, Role::supervisor);

class SavedViews : public testing::TestWithParam<db::Engine> {
 protected:
  Result<SavedViewId> save(const access::Viewer& who, const std::string& name, bool shared = false, View view = {}) {
    return at_.run<SavedViewId>([&](writer::Tx& tx) { return save_view(tx, who, name, shared, view); });
  }
  Result<SavedViewId> rename(const access::Viewer& who, SavedViewId id, const std::string& name) {
    return change(who, id, {.name = name, .shared = {}, .view = {}});
  }
  Result<SavedViewId> change(const access::Viewer& who, SavedViewId id, const SavedViewChanges& changes) {
    return at_.run<SavedViewId>([&](writer::Tx& tx) -> Result<SavedViewId> {
      const auto changed = change_view(tx, who, id, changes);
      return changed ? Result<SavedViewId>{changed->id} : std::unexpected(changed.error());
    });
  }
  Result<SavedViewId> add(const access::Viewer& who, const std::string& name) {
    return at_.run<SavedViewId>([&](writer::Tx& tx) { return add_view(tx, who, name, false, {}); });
  }
  Result<SavedViewId> remove(const access::Viewer& who, SavedViewId id) {
    return at_.run<SavedViewId>([&](writer::Tx& tx) { return remove_view(tx, who, id); });
  }
  std::string names(const access::Viewer& who) {
    std::string all;
    for (const auto& view : saved_views(at_.reading(), who)) {
      all += view.name + (view.shared ? "* " : " ");
    }
    return all;
  }
  static ErrorCode code(const Result<SavedViewId>& result) { return result ? ErrorCode{} : result.error().code; }

  trial::Stepping at_{GetParam(), {saved_view_statements()}};
};
INSTANTIATE_TEST_SUITE_P(Engines, SavedViews, trial::both_engines(), trial::engine_label);

TEST_P(SavedViews, AreOnesOwnUnlessShared) {
  auto view = *built_in("mine");
  view.sort = Sort::waiting;
  ASSERT_TRUE(save(wang, "等待", false, view));
  ASSERT_TRUE(save(boss, "all", true));
  ASSERT_TRUE(save(boss, "private"));
  EXPECT_EQ(names(wang), "all* 等待 ");
  EXPECT_EQ(names(chen), "all* ");
  EXPECT_EQ(names({}), "");
  EXPECT_EQ(saved_views(at_.reading(), wang).at(1).view, view);
}

TEST_P(SavedViews, OfOneNameAreReplaced) {
  const auto id = save(wang, "x");
  ASSERT_TRUE(id);
  EXPECT_EQ(save(wang, "x", false, *built_in("queue")), *id);
  EXPECT_EQ(saved_views(at_.reading(), wang).at(0).view, *built_in("queue"));
  EXPECT_NE(save(chen, "x"), *id);
}

// Somebody else's view that is not shared is not there for others; a shared one is there, and changing it takes the right.
TEST_P(SavedViews, AreChangedByWhoMay) {
  const auto his = save(wang, "his");
  const auto shared = save(boss, "shared", true);
  ASSERT_TRUE(his && shared);
  EXPECT_EQ(code(rename(chen, *his, "mine")), ErrorCode::not_found);
  EXPECT_EQ(code(remove(boss, *his)), ErrorCode::not_found);
  EXPECT_EQ(code(rename(wang, *shared, "ours")), ErrorCode::forbidden);
  EXPECT_EQ(code(remove(wang, *shared)), ErrorCode::forbidden);
  EXPECT_EQ(code(save(wang, "his", true)), ErrorCode::forbidden);
  EXPECT_EQ(code(save({}, "nobody's")), ErrorCode::forbidden);
  EXPECT_EQ(code(save(wang, "")), ErrorCode::invalid);
  ASSERT_TRUE(save(wang, "taken"));
  EXPECT_EQ(code(rename(wang, *his, "taken")), ErrorCode::conflict);
  EXPECT_TRUE(rename(wang, *his, "his"));
  EXPECT_TRUE(rename(person(6, Role::supervisor), *shared, "ours"));
  EXPECT_TRUE(remove(wang, *his));
  EXPECT_EQ(code(remove(wang, *his)), ErrorCode::not_found);
  EXPECT_EQ(names(wang), "ours* taken ");
}

// Sharing is a step of its own: whoever may not share cannot make a private view everybody's by changing it.
TEST_P(SavedViews, AreSharedByWhoMay) {
  const auto his = add(wang, "his");
  const auto bosses = add(boss, "theirs");
  ASSERT_TRUE(his && bosses);
  EXPECT_EQ(code(add(wang, "his")), ErrorCode::conflict);
  EXPECT_EQ(code(change(wang, *his, {.name = {}, .shared = true, .view = {}})), ErrorCode::forbidden);
  EXPECT_TRUE(change(wang, *his, {.name = {}, .shared = false, .view = *built_in("queue")}));
  EXPECT_EQ(saved_views(at_.reading(), wang).at(0).view, *built_in("queue"));
  EXPECT_TRUE(change(boss, *bosses, {.name = {}, .shared = true, .view = {}}));
  EXPECT_EQ(names(chen), "theirs* ");
  EXPECT_TRUE(change(boss, *bosses, {.name = {}, .shared = false, .view = {}}));
  EXPECT_EQ(names(chen), "");
}

TEST_P(SavedViews, AreSoManyAtMost) {
  for (std::int64_t i = 0; i < saved_views_max; ++i) {
    ASSERT_TRUE(save(wang, std::to_string(i)));
  }
  EXPECT_EQ(code(save(wang, "one more")), ErrorCode::conflict);
  EXPECT_TRUE(save(wang, "0", false, *built_in("queue")));
}

}  // namespace
}  // namespace zhiyin::desk
