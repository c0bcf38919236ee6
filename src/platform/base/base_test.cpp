// Ids, times and results are on every wire and in every row: what is written once must be read back for ever.
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "platform/base/html.hpp"
#include "platform/base/id.hpp"
#include "platform/base/require.hpp"
#include "platform/base/result.hpp"
#include "platform/base/time.hpp"

namespace zhiyin {
namespace {

constexpr auto largest = std::numeric_limits<std::int64_t>::max();
constexpr Time first_moment{std::chrono::sys_days{std::chrono::year{2025} / 1 / 1}};
constexpr std::int64_t id_span_ms = std::int64_t{1} << 41U;

RC_GTEST_PROP(Ids, AreReadBackAsWritten, ()) {
  const auto value = *rc::gen::inRange<std::int64_t>(1, largest);
  const auto text = id_text(value);
  RC_ASSERT(text.size() == 13U);
  RC_ASSERT(parse_id_text(text) == value);
}

// Clients sort by the text, indexes by the number: both must agree.
RC_GTEST_PROP(Ids, SortAsTextAsTheySortAsNumbers, ()) {
  const auto a = *rc::gen::inRange<std::int64_t>(1, largest);
  const auto b = *rc::gen::inRange<std::int64_t>(1, largest);
  RC_ASSERT((a < b) == (id_text(a) < id_text(b)));
}

// One id, one spelling: otherwise the same conversation could be asked for under two names and pass a check on one of them.
RC_GTEST_PROP(Ids, HaveOneSpelling, (const std::string& noise)) {
  const auto value = parse_id_text(noise);
  RC_ASSERT(!value || id_text(*value) == noise);
}

RC_GTEST_PROP(Ids, OneChangedCharacterIsAnotherIdOrNone, ()) {
  const auto value = *rc::gen::inRange<std::int64_t>(1, largest);
  auto text = id_text(value);
  const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
  const auto other = *rc::gen::character<char>();
  RC_PRE(other != text[place]);
  text[place] = other;
  RC_ASSERT(parse_id_text(text) != value);
}

// Rows made later lie later in the index, whatever chance gave.
RC_GTEST_PROP(Ids, MadeLaterAreGreater, (std::uint64_t chance, std::uint64_t later_chance)) {
  const auto ms = *rc::gen::inRange<std::int64_t>(0, id_span_ms - 1);
  const auto later = *rc::gen::inRange<std::int64_t>(ms + 1, id_span_ms);
  const auto id = compose_id(first_moment + Millis{ms}, chance);
  RC_ASSERT(id >= 0);
  RC_ASSERT(id < compose_id(first_moment + Millis{later}, later_chance));
}

TEST(Ids, RefuseWhatNobodyWrote) {
  struct Row {
    std::string_view text;
    std::string_view reason;
  };
  const std::string with_nul{"000000000000\0", 13};
  for (const auto& [text, reason] : std::vector<Row>{{"", "nothing"},
                                                     {"0000000000000", "zero means none and is never sent"},
                                                     {"000000000001", "one character short"},
                                                     {"00000000000001", "one character long"},
                                                     {"000000000000A", "capitals are another spelling of the same id"},
                                                     {"000000000000i", "i, l, o and u are not in the alphabet"},
                                                     {"000000000000l", "as above"},
                                                     {"000000000000o", "as above"},
                                                     {"000000000000u", "as above"},
                                                     {"8000000000000", "the 64th bit: would be negative"},
                                                     {"zzzzzzzzzzzzz", "65 bits"},
                                                     {"00000000000 1", "a blank inside"},
                                                     {with_nul, "a NUL at the end"},
                                                     {"00000000000\xC3\xA9", "bytes above 127"}}) {
    EXPECT_FALSE(parse_id_text(text)) << reason;
  }
  EXPECT_EQ(parse_id_text("0000000000001"), 1);
  EXPECT_EQ(parse_id_text("7zzzzzzzzzzzz"), largest);
}

TEST(Ids, OfTwoKindsDoNotMix) {
  using Agent = Id<struct AgentTag>;
  using Contact = Id<struct ContactTag>;
  static_assert(!std::is_convertible_v<Agent, Contact> && !std::is_convertible_v<std::int64_t, Agent>);
  static_assert(Agent{}.none() && !Agent{1}.none());
  EXPECT_EQ(Agent::parse(Agent{77}.text()), Agent{77});
  EXPECT_FALSE(Agent::parse("nobody"));
}

TEST(IdsDeathTest, ComposeOutsideTheirYearsIsABug) {
  EXPECT_DEATH(static_cast<void>(compose_id(first_moment - Millis{1}, 0)), "between 2025 and 2094");
  EXPECT_DEATH(static_cast<void>(compose_id(first_moment + Millis{id_span_ms}, 0)), "between 2025 and 2094");
}

constexpr std::int64_t year_1_ms = -62'135'596'800'000;
constexpr std::int64_t year_10000_ms = 253'402'300'800'000;

RC_GTEST_PROP(Times, AreReadBackAsWritten, ()) {
  const auto t = from_millis(*rc::gen::inRange(year_1_ms, year_10000_ms));
  const auto text = iso_text(t);
  RC_ASSERT(text.size() == 24U);
  RC_ASSERT(parse_iso(text) == t);
}

RC_GTEST_PROP(Times, SortAsTextAsTheySortAsNumbers, ()) {
  const auto a = *rc::gen::inRange(year_1_ms, year_10000_ms);
  const auto b = *rc::gen::inRange(year_1_ms, year_10000_ms);
  RC_ASSERT((a < b) == (iso_text(from_millis(a)) < iso_text(from_millis(b))));
}

RC_GTEST_PROP(Times, HaveOneSpelling, ()) {
  auto text = iso_text(from_millis(*rc::gen::inRange(year_1_ms, year_10000_ms)));
  const auto place = *rc::gen::inRange<std::size_t>(0, text.size());
  text[place] = *rc::gen::element('0', '1', '3', '9', 'T', ' ', ':', '-', 'z');
  const auto read = parse_iso(text);
  RC_ASSERT(!read || iso_text(*read) == text);
}

TEST(Times, AreWrittenAsKnownMoments) {
  EXPECT_EQ(iso_text(from_millis(0)), "1970-01-01T00:00:00.000Z");
  EXPECT_EQ(iso_text(from_millis(-1)), "1969-12-31T23:59:59.999Z");
  EXPECT_EQ(iso_text(from_millis(951'827'696'789)), "2000-02-29T12:34:56.789Z");
}

TEST(Times, RefuseWhatNobodyWrote) {
  struct Row {
    std::string_view text;
    std::string_view reason;
  };
  for (const auto& [text, reason] : std::to_array<Row>({{"2026-11-21T10:53:07Z", "milliseconds are required"},
                                                        {"2026-11-21T10:53:07.042", "the zone is required"},
                                                        {"2026-11-21T10:53:07.042+08:00", "other zones are converted by the client"},
                                                        {"2026-11-21 10:53:07.042Z", "a blank for the T"},
                                                        {"2025-02-29T00:00:00.000Z", "no leap year"},
                                                        {"2026-13-01T00:00:00.000Z", "month 13"},
                                                        {"2026-00-01T00:00:00.000Z", "month 0"},
                                                        {"2026-01-00T00:00:00.000Z", "day 0"},
                                                        {"2026-01-01T24:00:00.000Z", "hour 24"},
                                                        {"2026-01-01T00:60:00.000Z", "minute 60"},
                                                        {"2016-12-31T23:59:60.000Z", "a leap second, which the clock cannot show"},
                                                        {"2026-01-01T00:00:00.-10Z", "a sign among the digits"},
                                                        {"", "nothing"}})) {
    EXPECT_FALSE(parse_iso(text)) << reason;
  }
}

// The words are the wire: a client switches on them. Two codes with one word could not be told apart.
TEST(Results, EveryCodeHasItsOwnWordAndAClientOrServerStatus) {
  std::set<std::string_view> words;
  for (int i = 0; i <= static_cast<int>(ErrorCode::unavailable); ++i) {
    const auto code = static_cast<ErrorCode>(i);
    EXPECT_TRUE(words.insert(code_text(code)).second) << code_text(code);
    EXPECT_GE(http_status(code), 400) << code_text(code);
    EXPECT_LT(http_status(code), 600) << code_text(code);
  }
  EXPECT_EQ(http_status(ErrorCode::stale), 409);
  EXPECT_EQ(http_status(ErrorCode::unavailable), 503);
}

TEST(Results, RefuseSaysWhatWhereAndHowToMend) {
  const Result<int> refused = refuse(ErrorCode::too_large, "the text is too long", "text", "send at most 4,000 characters");
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::too_large);
  EXPECT_EQ(refused.error().what, "the text is too long");
  EXPECT_EQ(refused.error().where, "text");
  EXPECT_EQ(refused.error().mend, "send at most 4,000 characters");
  EXPECT_TRUE(refused.error().detail.empty());
}

// In release builds too: assert() would be gone there.
TEST(RequireDeathTest, EndsTheProcessWithThePlaceAndTheReason) {
  require(true, "nothing happens");
  EXPECT_DEATH(require(false, "water is dry"), "bug: water is dry \\(.*base_test\\.cpp:[0-9]+");
}

// What a customer wrote stays words: in an attribute too, whichever quotes it has.
TEST(Html, makes_words_of_marks) {
  EXPECT_EQ(html_escaped(R"(<a href="x">'&amp;)"), "&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;");
  EXPECT_EQ(html_escaped("转人工"), "转人工");
}

}  // namespace
}  // namespace zhiyin
