// One value at a time: what may be written for each kind, what may not, and that what is printed can be pasted back.
#include "platform/config/value.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <limits>

#include "platform/config/nearest.hpp"

namespace zhiyin::config {
namespace {

constexpr auto greatest = std::numeric_limits<std::int64_t>::max();
constexpr auto smallest = std::numeric_limits<std::int64_t>::min();

Setting of(Kind kind, std::int64_t least = smallest, std::int64_t most = greatest) {
  return {.name = "a.b", .kind = kind, .default_text = "", .least = least, .most = most, .choices = "text|json", .what = "", .what_zh = ""};
}

Setting text_of(std::int64_t least, std::int64_t most) {
  return of(Kind::text, least, most);
}

TEST(Value, IsReadByItsKind) {
  struct Row {
    Setting setting;
    std::string_view text;
    AnyValue value;
  };
  const std::vector<Row> rows{
      {of(Kind::integer), "0", 0LL},
      {of(Kind::integer), "-12", -12LL},
      {of(Kind::integer), "9223372036854775807", greatest},
      {of(Kind::integer, 1, 3), "1", 1LL},
      {of(Kind::integer, 1, 3), "3", 3LL},
      {of(Kind::duration_ms), "1500", 1'500LL},
      {of(Kind::duration_ms), "250ms", 250LL},
      {of(Kind::duration_ms), "30s", 30'000LL},
      {of(Kind::duration_ms), "5m", 300'000LL},
      {of(Kind::duration_ms), "2h", 7'200'000LL},
      {of(Kind::duration_ms), "1d", 86'400'000LL},
      {of(Kind::size_bytes), "512", 512LL},
      {of(Kind::size_bytes), "512B", 512LL},
      {of(Kind::size_bytes), "64KiB", 65'536LL},
      {of(Kind::size_bytes), "1MiB", 1'048'576LL},
      {of(Kind::size_bytes), "2GiB", 2'147'483'648LL},
      {of(Kind::size_bytes), "1TiB", 1'099'511'627'776LL},
      {of(Kind::flag), "true", true},
      {of(Kind::flag), "on", true},
      {of(Kind::flag), "yes", true},
      {of(Kind::flag), "1", true},
      {of(Kind::flag), "false", false},
      {of(Kind::flag), "off", false},
      {of(Kind::flag), "no", false},
      {of(Kind::flag), "0", false},
      {of(Kind::choice), "json", std::string{"json"}},
      {text_of(0, 0), "", std::string{}},
      {text_of(0, 0), " any text=1 ", std::string{" any text=1 "}},
      {text_of(1, 3), "abc", std::string{"abc"}},
  };
  for (const auto& row : rows) {
    const auto value = parse_value(row.setting, row.text);
    ASSERT_TRUE(value) << row.text << ' ' << value.error();
    EXPECT_EQ(*value, row.value) << row.text;
  }
}

TEST(Value, IsRefusedWithItsReason) {
  struct Row {
    Setting setting;
    std::string_view text;
    std::string_view reason;
  };
  const std::vector<Row> rows{
      {of(Kind::integer), "", "is not a number"},
      {of(Kind::integer), "many", "is not a number"},
      {of(Kind::integer), " 1", "is not a number"},
      {of(Kind::integer), "+1", "is not a number"},
      {of(Kind::integer), "1 ", "is not a whole number"},
      {of(Kind::integer), "1.5", "is not a whole number"},
      {of(Kind::integer), "0x10", "is not a whole number"},
      {of(Kind::integer), "1e3", "is not a whole number"},
      {of(Kind::integer), "30s", "is not a whole number"},
      {of(Kind::integer), "9223372036854775808", "is too large a number"},
      {of(Kind::integer, 1, 65535), "0", "is below 1"},
      {of(Kind::integer, 1, 65535), "65536", "is above 65535"},
      {of(Kind::duration_ms), "5 m", "has an unknown unit \" m\""},
      {of(Kind::duration_ms), "5min", "has an unknown unit \"min\""},
      {of(Kind::duration_ms), "5S", "has an unknown unit \"S\""},
      {of(Kind::duration_ms), "1.5s", "has an unknown unit \".5s\""},
      {of(Kind::duration_ms), "s", "is not a number"},
      {of(Kind::duration_ms), "106751991168d", "is too large a number"},
      {of(Kind::duration_ms, 0, 60'000), "2m", "is above 1m"},
      {of(Kind::duration_ms, 1'000, 60'000), "1ms", "is below 1s"},
      {of(Kind::size_bytes), "64KB", "has an unknown unit \"KB\""},
      {of(Kind::size_bytes), "64k", "has an unknown unit \"k\""},
      {of(Kind::size_bytes), "8388608TiB", "is too large a number"},
      {of(Kind::size_bytes, 1024, 1'048'576), "2MiB", "is above 1MiB"},
      {of(Kind::flag), "", "is neither true nor false"},
      {of(Kind::flag), "True", "is neither true nor false"},
      {of(Kind::flag), "2", "is neither true nor false"},
      {of(Kind::choice), "", "is none of the choices"},
      {of(Kind::choice), "text|json", "is none of the choices"},
      {of(Kind::choice), "JSON", "is none of the choices"},
      {text_of(1, 0), "", "is empty"},
      {text_of(3, 0), "ab", "is shorter than 3 bytes"},
      {text_of(0, 3), "abcd", "is longer than 3 bytes"},
  };
  for (const auto& row : rows) {
    const auto value = parse_value(row.setting, row.text);
    ASSERT_FALSE(value) << row.text;
    EXPECT_EQ(value.error(), row.reason) << row.text;
  }
}

// The printed table is what people copy into their files.
RC_GTEST_PROP(Value, IsReadBackAsPrinted, ()) {
  const auto setting = of(*rc::gen::element(Kind::integer, Kind::duration_ms, Kind::size_bytes));
  const auto scale = *rc::gen::element<std::int64_t>(1, 1'000, 1'024, 60'000, 86'400'000, 1LL << 30);
  const AnyValue value{*rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000) * scale};
  const auto read = parse_value(setting, value_text(setting, value));
  RC_ASSERT(read.has_value());
  RC_ASSERT(*read == value);
}

TEST(Value, IsPrintedInItsLargestWholeUnit) {
  EXPECT_EQ(value_text(of(Kind::duration_ms), AnyValue{90'000LL}), "90s");
  EXPECT_EQ(value_text(of(Kind::duration_ms), AnyValue{0LL}), "0");
  EXPECT_EQ(value_text(of(Kind::size_bytes), AnyValue{65'536LL}), "64KiB");
  EXPECT_EQ(value_text(of(Kind::size_bytes), AnyValue{65'537LL}), "65537B");
  EXPECT_EQ(value_text(of(Kind::integer), AnyValue{60'000LL}), "60000");
}

TEST(Value, SaysWhatIsAllowedInBothLanguages) {
  EXPECT_EQ(allowed_text(of(Kind::integer, 1, 65535), false), "a whole number from 1 to 65535");
  EXPECT_EQ(allowed_text(of(Kind::integer, 1, 65535), true), "1 至 65535 的整数");
  EXPECT_EQ(allowed_text(of(Kind::duration_ms, 1'000, 60'000), false), "a duration from 1s to 1m");
  EXPECT_EQ(allowed_text(of(Kind::choice), false), "text or json");
  EXPECT_EQ(allowed_text(text_of(1, 64), false), "text of 1 to 64 bytes");
}

TEST(Distance, CountsEditsAndSwaps) {
  struct Row {
    std::string_view a;
    std::string_view b;
    std::size_t distance;
  };
  for (const auto& [a, b, distance] : std::vector<Row>{{"", "", 0},
                                                       {"", "abc", 3},
                                                       {"abc", "", 3},
                                                       {"kitten", "sitting", 3},
                                                       {"http.prot", "http.port", 1},  // a swap is one slip of the fingers
                                                       {"ca", "abc", 3},               // restricted form: the unrestricted one says 2
                                                       {"abcd", "abdc", 1}}) {
    EXPECT_EQ(edit_distance(a, b), distance) << a << ' ' << b;
  }
}

RC_GTEST_PROP(Distance, IsSymmetricAndZeroOnlyForEquals, (const std::string& a, const std::string& b)) {
  RC_ASSERT(edit_distance(a, b) == edit_distance(b, a));
  RC_ASSERT((edit_distance(a, b) == 0) == (a == b));
}

TEST(Nearest, FindsWhatWasMeantAndIsSilentOtherwise) {
  const std::vector<std::string> known{"http.port", "http.address", "data", "log.level", "writer.batch_max"};
  struct Row {
    std::string_view unknown;
    std::string_view meant;
  };
  for (const auto& [unknown, meant] : std::vector<Row>{{"http.prot", "http.port"},
                                                       {"HTTP.PORT", "http.port"},
                                                       {"http_port", "http.port"},
                                                       {"port", "http.port"},
                                                       {"htp.adress", "http.address"},
                                                       {"writer.batchmax", "writer.batch_max"},
                                                       {"dtaa", "data"},
                                                       {"x", ""},
                                                       {"completely.different", ""},
                                                       {"", ""}}) {
    EXPECT_EQ(nearest(unknown, known), meant) << unknown;
  }
  EXPECT_EQ(nearest(std::string(100'000, 'h'), known), "");
}

}  // namespace
}  // namespace zhiyin::config
