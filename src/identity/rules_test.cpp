#include "identity/rules.hpp"

#include <gtest/gtest.h>

#include <array>
#include <optional>

namespace zhiyin::identity {
namespace {

struct Row {
  const char* reason = "";
  std::string given;
  std::optional<std::string> taken;
};

TEST(Emails, AsATable) {
  const std::string local_of_242(242, 'a');
  const auto rows = std::to_array<Row>({
      {"small letters, so that one address is one person", "Li.Wei@Example.COM", "li.wei@example.com"},
      {"what is not ASCII stays", "李@例子.公司", "李@例子.公司"},
      {"254 bytes are allowed", local_of_242 + "@example.com", local_of_242 + "@example.com"},
      {"255 are not", local_of_242 + "a@example.com", std::nullopt},
      {"no @", "example.com", std::nullopt},
      {"two", "a@b@c", std::nullopt},
      {"nothing before it", "@b", std::nullopt},
      {"nothing behind it", "a@", std::nullopt},
      {"a space", "a b@c", std::nullopt},
      {"a line break, which would be a header of the mail", "a@b\r\nBcc: c", std::nullopt},
      {"nothing", "", std::nullopt},
  });
  for (const auto& row : rows) {
    const auto email = email_from(row.given);
    EXPECT_EQ(email ? std::optional{*email} : std::nullopt, row.taken) << row.reason;
    if (!email) {
      EXPECT_EQ(email.error().where, "email");
    }
  }
}

TEST(Names, AsATable) {
  std::string hanzi;
  for (std::size_t i = 0; i < name_max_chars; ++i) {
    hanzi += "李";
  }
  const auto rows = std::to_array<Row>({
      {"as it is", "Li Wei", "Li Wei"},
      {"without the spaces around it", "  Li Wei ", "Li Wei"},
      {"80 characters, however many bytes", hanzi, hanzi},
      {"81 are too many", hanzi + "李", std::nullopt},
      {"nothing", "", std::nullopt},
      {"nothing to see", "   ", std::nullopt},
      {"a line break", "Li\nWei", std::nullopt},
  });
  for (const auto& row : rows) {
    const auto name = name_from(row.given, "here");
    EXPECT_EQ(name ? std::optional{*name} : std::nullopt, row.taken) << row.reason;
    if (!name) {
      EXPECT_EQ(name.error().where, "here");
    }
  }
}

TEST(Capacity, HasBounds) {
  EXPECT_TRUE(capacity_from(0));
  EXPECT_TRUE(capacity_from(capacity_max));
  EXPECT_FALSE(capacity_from(-1));
  EXPECT_FALSE(capacity_from(capacity_max + 1));
}

// Otherwise nobody could ever let anybody in again.
TEST(LastAdministrator, AsATable) {
  const Member admin{.id = AgentId{7}, .name = "", .email = "", .role = Role::administrator, .created_at = {}};
  const auto with = [](Member member, auto change) {
    change(member);
    return member;
  };
  const auto as_agent = [](Member& m) { m.role = Role::agent; };
  const auto disabled = [](Member& m) { m.active = false; };
  const auto renamed = [](Member& m) { m.name = "x"; };
  const auto demo = [](Member& m) { m.demo = true; };
  struct Case {
    const char* reason = "";
    Member before;
    Member after;
    std::int64_t others = 0;
    bool may = false;
  };
  const auto cases = std::to_array<Case>({
      {"loses his role, alone", admin, with(admin, as_agent), 0, false},
      {"is disabled, alone", admin, with(admin, disabled), 0, false},
      {"is called otherwise", admin, with(admin, renamed), 0, true},
      {"loses his role, another stays", admin, with(admin, as_agent), 1, true},
      {"is disabled, another stays", admin, with(admin, disabled), 1, true},
      {"an agent is disabled", with(admin, as_agent), with(with(admin, as_agent), disabled), 0, true},
      {"was disabled before", with(admin, disabled), with(with(admin, disabled), as_agent), 0, true},
      {"a demonstration administrator keeps no door open", with(admin, demo), with(with(admin, demo), as_agent), 0, true},
  });
  for (const auto& one : cases) {
    EXPECT_EQ(may_become(one.before, one.after, one.others).has_value(), one.may) << one.reason;
  }
}

}  // namespace
}  // namespace zhiyin::identity
