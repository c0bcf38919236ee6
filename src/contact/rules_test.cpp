// One address has one spelling, or the same person would be found under one and not under another.
#include "contact/rules.hpp"

#include <gtest/gtest.h>

#include <array>

namespace zhiyin::contact {
namespace {

constexpr Settings china{.default_country = 86};

std::string spelled(IdentityKind kind, std::string_view text, const Settings& settings = china) {
  return normalise(kind, text, settings).value_or("refused");
}

TEST(Normalise, EMail) {
  struct Row {
    const char* text = "";
    const char* spelled = "";
  };
  const std::array rows{
      Row{"li.wei@example.com", "li.wei@example.com"},
      Row{"  Li.Wei@EXAMPLE.Com\n", "Li.Wei@example.com"},  // what stands before @ is its server's to compare
      Row{"a@b.c", "a@b.c"},
      Row{"\"odd\"@例子.测试", "\"odd\"@例子.测试"},
      Row{"", "refused"},
      Row{"li.wei", "refused"},
      Row{"@example.com", "refused"},
      Row{"li@", "refused"},
      Row{"li@example", "refused"},
      Row{"li@.com", "refused"},
      Row{"li@example.", "refused"},
      Row{"li@exa..mple.com", "refused"},
      Row{"li@wei@example.com", "refused"},
      Row{"li wei@example.com", "refused"},
      Row{"Li <li@example.com>", "refused"},
      Row{"li@example.com,wang@example.com", "refused"},
      Row{"li\x01@example.com", "refused"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(spelled(IdentityKind::email, row.text), row.spelled) << row.text;
  }
  EXPECT_EQ(spelled(IdentityKind::email, std::string(65, 'a') + "@example.com"), "refused");
  EXPECT_EQ(spelled(IdentityKind::email, "a@" + std::string(250, 'b') + ".com"), "refused");
}

TEST(Normalise, Phone) {
  struct Row {
    const char* text = "";
    std::int64_t country = 0;
    const char* spelled = "";
  };
  const std::array rows{
      Row{"138 0013 8000", 86, "+8613800138000"},
      Row{"+86-138-0013-8000", 86, "+8613800138000"},
      Row{"0086 13800138000", 1, "+8613800138000"},
      Row{"１３８００１３８０００", 86, "+8613800138000"},
      Row{"＋８６ 13800138000", 86, "+8613800138000"},
      Row{"(010) 6552-9988", 86, "+861065529988"},
      Row{"(415) 555-2671", 1, "+14155552671"},
      Row{"1 415 555 2671", 1, "+14155552671"},
      Row{"+44 20 7946 0958", 0, "+442079460958"},
      Row{"13800138000", 0, "refused"},
      Row{"call me", 86, "refused"},
      Row{"+", 86, "refused"},
      Row{"++8613800138000", 86, "refused"},
      Row{"86+13800138000", 86, "refused"},
      Row{"123", 86, "refused"},
      Row{"+1234567890123456", 86, "refused"},
      Row{"+0138001380", 86, "refused"},
      Row{"\xEF\xBC", 86, "refused"},
      Row{"", 86, "refused"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(spelled(IdentityKind::phone, row.text, {.default_country = row.country}), row.spelled) << row.text;
  }
}

TEST(Normalise, AnExternalIdStaysAsItIs) {
  for (const auto* id : {"42", " 42 ", "Li", "li", "客户-7"}) {
    EXPECT_EQ(spelled(IdentityKind::external_id, id), id);
  }
  for (const auto& id : {std::string{}, std::string{"4\n2"}, std::string(129, 'x')}) {
    EXPECT_EQ(spelled(IdentityKind::external_id, id), "refused");
  }
}

TEST(Fields, HaveSlugsForNamesAndBoundedValues) {
  struct Row {
    std::string name;
    std::string value;
    bool good = false;
  };
  const std::array rows{
      Row{"order_count", "12", true},
      Row{"company", "知音", true},
      Row{"note", "two\nlines", true},
      Row{"a" + std::string(63, 'b'), "x", true},
      Row{"a" + std::string(64, 'b'), "x", false},
      Row{"", "x", false},
      Row{"Order", "x", false},
      Row{"1st", "x", false},
      Row{"or-der", "x", false},
      Row{"city", "", false},
      Row{"city", std::string(1'001, 'x'), false},
      Row{"city", "a\x01", false},
      Row{"name", "Li Wei", true},
      Row{"name", "Li\nWei", false},
      Row{"name", std::string(81, 'x'), false},
      Row{"language", "zh-CN", true},
      Row{"language", "zh-Hans-CN", true},
      Row{"language", "Chinese, please", false},
      Row{"language", "-zh", false},
      Row{"time_zone", "Asia/Shanghai", true},
      Row{"time_zone", "+08:00", false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(!fault_in_field(row.name, row.value).has_value(), row.good) << row.name << ": " << row.value;
  }
  std::string thousand;
  for (int i = 0; i < 1'000; ++i) {
    thousand += "字";  // bounds are for readers: characters, not bytes
  }
  EXPECT_FALSE(fault_in_field("note", thousand).has_value());
  EXPECT_TRUE(fault_in_field("note", thousand + "字").has_value());
}

TEST(Fields, KnownOnesAreSlugsThemselves) {
  for (const auto& field : known_fields()) {
    EXPECT_FALSE(fault_in_field(field.name, field.name == "time_zone" ? "UTC" : "zh").has_value()) << field.name;
  }
}

TEST(Fields, AVisitorOverwritesOnlyHimself) {
  for (const auto held : {Source::agent, Source::visitor, Source::api, Source::system}) {
    EXPECT_EQ(may_overwrite(held, Source::visitor), held == Source::visitor);
    for (const auto coming : {Source::agent, Source::api, Source::system}) {
      EXPECT_TRUE(may_overwrite(held, coming));
    }
  }
}

}  // namespace
}  // namespace zhiyin::contact
