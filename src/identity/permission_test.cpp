#include "identity/permission.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace zhiyin::identity {
namespace {

// A right that nobody has is a route that nobody can call: somebody forgot a letter.
TEST(Permission, EveryRightIsSomebodysAndOnlyOfRolesThatExist) {
  const std::string letters = "asgqp";
  for (const auto& row : permissions()) {
    EXPECT_FALSE(row.roles.empty()) << row.text;
    EXPECT_EQ(row.roles.find_first_not_of(letters), std::string_view::npos) << row.text;
    EXPECT_FALSE(row.what.empty() || row.what_zh.empty()) << row.text;
  }
}

TEST(Permission, WordsAreUniqueAndComeBack) {
  std::set<std::string_view> seen;
  for (const auto& row : permissions()) {
    EXPECT_TRUE(seen.insert(row.text).second) << row.text;
    EXPECT_EQ(parse_right(row.text), row.right);
    EXPECT_EQ(right_text(row.right), row.text);
  }
  EXPECT_FALSE(parse_right("conversation.").has_value());
  for (const auto role : {Role::administrator, Role::supervisor, Role::agent, Role::quality, Role::planner}) {
    EXPECT_EQ(parse_role(role_text(role)), role);
  }
  EXPECT_FALSE(parse_role("Administrator").has_value());
}

// The table decides, but these lines must not move by accident: each is a promise to people outside.
TEST(Permission, TheLinesThatMatter) {
  EXPECT_FALSE(may(Role::planner, Right::conversation_read));  // sees figures, no customer's words
  EXPECT_FALSE(may(Role::quality, Right::conversation_reply));
  EXPECT_FALSE(may(Role::agent, Right::conversation_assign));
  EXPECT_FALSE(may(Role::supervisor, Right::conversation_read_all));
  EXPECT_FALSE(may(Role::supervisor, Right::person_write));
  EXPECT_TRUE(may(Role::administrator, Right::audit_read));
  for (const auto& row : permissions()) {
    EXPECT_TRUE(may(Role::administrator, row.right)) << row.text;
    EXPECT_EQ(rights_of(Role::agent).test(static_cast<std::size_t>(row.right)), may(Role::agent, row.right)) << row.text;
  }
}

}  // namespace
}  // namespace zhiyin::identity
