// A shape is said once: what it writes it reads, and whatever else comes is refused with its place.
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <cmath>

#include "api/codec.hpp"
#include "event/ids.hpp"
#include "platform/config/nearest.hpp"

namespace zhiyin::api {
namespace {

enum class Level : std::uint8_t { low = 1, high };
constexpr auto words(Of<Level>) {
  return api::words<Level>("Level", {{Level::low, "low"}, {Level::high, "high"}});
}

struct Inner {
  Level level = Level::low;
  double share = 0;
  // Boost.JSON 1.81 reads numbers with a point to 15 digits.
  friend bool operator==(const Inner& a, const Inner& b) { return a.level == b.level && std::abs(a.share - b.share) < 1e-15; }
};
constexpr auto shape(Of<Inner>) {
  return object<Inner>("Inner", field("level", &Inner::level, {}), field("share", &Inner::share, {.least = 0, .most = 1}));
}

struct Outer {
  std::string name;
  std::int64_t number = 0;
  bool flag = false;
  TeamId team{1};
  Time at;
  std::optional<std::string> nick;
  std::vector<Inner> members;
  std::vector<std::string> labels;
  std::map<std::string, std::string> attributes;
  std::optional<std::optional<TeamId>> moved;
  friend bool operator==(const Outer&, const Outer&) = default;
};
constexpr auto shape(Of<Outer>) {
  return object<Outer>(
      "Outer", field("name", &Outer::name, {.least = 1, .most = 5, .what = "What \"it\" is called.", .example = R"("Li")"}),
      field("number", &Outer::number, {}), field("flag", &Outer::flag, {.needed = false}), field("team", &Outer::team, {}),
      field("at", &Outer::at, {}), field("nick", &Outer::nick, {.most = 5, .pattern = Pattern::slug}),
      field("members", &Outer::members, {.items_most = 4}), field("labels", &Outer::labels, {.least = 1, .most = 5, .items_most = 3}),
      field("attributes", &Outer::attributes, {.most = 5, .items_most = 3}), field("moved", &Outer::moved, {}));
}

std::string faults_text(const Reading& reading) {
  std::string text;
  for (const auto& fault : reading.faults()) {
    text += fault.where + ": " + fault.what + "; " + fault.mend + "\n";
  }
  return text;
}

/// The faults of the valid one with one member replaced (or added, or taken away when `value` is empty).
std::string faults_with(std::string_view member, std::string_view value) {
  json::Writer w;
  w.begin_object();
  const std::map<std::string, std::string> base{
      {"name", R"("Li")"}, {"number", "1"},  {"flag", "true"},    {"team", R"("0000000000001")"}, {"at", R"("2026-11-21T10:53:07.042Z")"},
      {"members", "[]"},   {"labels", "[]"}, {"attributes", "{}"}};
  for (const auto& [name, text] : base) {
    if (name != member) {
      w.name(name).raw(text);
    }
  }
  if (!value.empty()) {
    w.name(member).raw(value);
  }
  const auto body = json::Document::parse(w.end_object().take());
  Reading reading;
  Outer outer;
  const bool well = read_json(body->value(), outer, reading);
  EXPECT_EQ(well, reading.well());
  return faults_text(reading);
}

struct Row {
  std::string_view reason;
  std::string_view member;
  std::string_view value;
  std::string_view faults;
};

TEST(Shape, NamesThePlaceAndTheMendOfEachFault) {
  const std::array rows{
      Row{"all is well", "name", R"("Li")", ""},
      Row{"missing", "name", "", "name: it is missing; send it\n"},
      Row{"null is no text", "name", "null", "name: it is not text; send text\n"},
      Row{"another type", "name", "7", "name: it is not text; send text\n"},
      Row{"too short", "name", R"("")", "name: it is empty; send 1 to 5 characters\n"},
      Row{"characters, not bytes", "name", R"("你好你好你")", ""},
      Row{"too long", "name", R"("你好你好你好")", "name: it has 6 characters, too many; send 1 to 5 characters\n"},
      Row{"a line break", "name", R"("a\nb")", "name: it is not of the form that is asked for; send one line without control characters\n"},
      Row{"NUL, which PostgreSQL cannot hold", "name", R"("a\u0000")",
          "name: it is not of the form that is asked for; send one line without control characters\n"},
      Row{"a pattern", "nick", R"("A b")",
          "nick: it is not of the form that is asked for; send lower-case letters, digits and single hyphens between them\n"},
      Row{"an optional one may be null", "nick", "null", ""},
      Row{"no whole number", "number", "1.5", "number: it is not a whole number; send a whole number\n"},
      Row{"more than JSON's readers keep exactly", "number", "9007199254740992",
          "number: 9007199254740992 is out of bounds; send a whole number from -9007199254740991 to 9007199254740991\n"},
      Row{"one that has a value of its own may be missing", "flag", "", ""},
      Row{"but not wrong", "flag", R"("true")", "flag: it is not true or false; send true or false\n"},
      Row{"no id", "team", R"("1")",
          "team: it is not an id of 13 characters, as it was given to you; send an id of 13 characters, as it was given to you\n"},
      Row{"id zero is none", "team", R"("0000000000000")",
          "team: it is not an id of 13 characters, as it was given to you; send an id of 13 characters, as it was given to you\n"},
      Row{"no time", "at", R"("2026-11-21")",
          "at: it is not a time in UTC with milliseconds, such as 2026-11-21T10:53:07.042Z; send a time in UTC with milliseconds, such as "
          "2026-11-21T10:53:07.042Z\n"},
      Row{"no list", "members", "{}", "members: it is not a list; send a list\n"},
      Row{"a member of a member of a list", "members", R"([{"level":"low","share":1},{"level":"hgih","share":2}])",
          "members[1].level: it is none of the words that are known here; did you mean \"high\"? send low or high\n"
          "members[1].share: the number is out of bounds; send a number from 0 to 1\n"},
      Row{"no object", "members", "[1]", "members[0]: it is not an object; send an object\n"},
      Row{"too many items", "labels", R"(["a","b","c","d"])", "labels: it holds 4 items; send 0 to 3 items\n"},
      Row{"bounds of each item", "labels", R"(["a",""])", "labels[1]: it is empty; send 1 to 5 characters\n"},
      Row{"attributes are texts", "attributes", R"({"a":1})", "attributes.a: it is not text; send text\n"},
      Row{"within bounds", "attributes", R"({"a":"123456"})", "attributes.a: it has 6 characters, too many; send 0 to 5 characters\n"},
      Row{"and named", "attributes", R"({"":"1"})", "attributes.: it is empty; send 1 to 40 characters\n"},
      Row{"and few", "attributes", R"({"a":"","b":"","c":"","d":""})", "attributes: it holds 4 items; send 0 to 3 items\n"},
      Row{"a slip of the hand", "lables", "[]", "lables: nothing of this name is known here; did you mean \"labels\"?\n"},
      Row{"a stranger", "password", "1", "password: nothing of this name is known here; leave it out\n"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(faults_with(row.member, row.value), row.faults) << row.reason;
  }
}

TEST(Shape, RepeatsNoMoreThanANameOfWhatWasSent) {
  const auto name = std::string(5000, 'x');
  EXPECT_LT(faults_with(name, "1").size(), 200U);
  EXPECT_EQ(repeated("你" + std::string(60, 'x')), "你" + std::string(57, 'x') + "…");
  EXPECT_EQ(repeated(std::string(59, 'x') + "你"), std::string(59, 'x') + "…");  // cut between characters
}

TEST(Shape, TellsTwentyFaultsAtMost) {
  std::string body = "{";
  for (int i = 0; i < 50; ++i) {
    body += "\"unknown" + std::to_string(i) + "\":1,";
  }
  const auto document = json::Document::parse(body + "\"name\":1}");
  Reading reading;
  Outer outer;
  EXPECT_FALSE(read_json(document->value(), outer, reading));
  EXPECT_EQ(reading.faults().size(), faults_max);
}

// A change must be able to say "not this", "none" and "that one".
TEST(Shape, TellsMissingFromNullWhereBothMean) {
  const auto moved = [](std::string_view json) {
    const auto document = json::Document::parse(json);
    Reading reading;
    std::optional<std::optional<TeamId>> into;
    if (const auto value = document->root()->value("team")) {
      EXPECT_TRUE(Codec<std::optional<std::optional<TeamId>>>::read(*value, into, {}, reading));
    }
    return into;
  };
  EXPECT_FALSE(moved("{}").has_value());
  EXPECT_TRUE(moved(R"({"team":null})").has_value());
  EXPECT_FALSE(moved(R"({"team":null})")->has_value());
  EXPECT_EQ(moved(R"({"team":"0000000000007"})").value(), TeamId{7});
}

std::string short_text(std::string_view wild) {
  constexpr std::array<std::string_view, 6> characters{"a", "\"", "é", "好", "👋", "\\"};
  std::string out;
  for (std::size_t i = 0; i < std::min<std::size_t>(wild.size(), 5); ++i) {
    out += characters.at(static_cast<unsigned char>(wild[i]) % characters.size());
  }
  return out;
}

RC_GTEST_PROP(Shapes, WhatIsWrittenIsReadBack,
              (const std::string& wild, std::int32_t number, bool flag, const std::vector<std::pair<bool, std::uint8_t>>& members)) {
  Outer outer;
  outer.name = short_text(wild + "x");
  outer.number = std::int64_t{number} * 4'000'000;
  outer.flag = flag;
  outer.team = TeamId{std::abs(std::int64_t{number}) + 1};
  outer.at = from_millis(std::int64_t{number} * 1000 + 7);
  outer.nick = flag ? std::optional{std::string{"nick"}} : std::nullopt;
  outer.moved = flag ? std::optional{std::optional{TeamId{3}}} : std::optional{std::optional<TeamId>{}};
  for (const auto& [high, share] : members) {
    if (outer.members.size() < 4) {
      outer.members.push_back({high ? Level::high : Level::low, share / 255.0});
      outer.attributes[std::to_string(outer.members.size() % 3)] = short_text(wild);
    }
  }
  const auto document = json::Document::parse(json_of(outer));
  RC_ASSERT(document.has_value());
  Reading reading;
  Outer back;
  RC_ASSERT(read_json(document->value(), back, reading));
  RC_ASSERT(back == outer);
}

TEST(Shape, DescribesItselfForBothWays) {
  SchemaBook book;
  const auto answer = Codec<Outer>::schema(book, Way::answer, {});
  EXPECT_EQ(answer, R"({"$ref":"#/components/schemas/Outer"})");
  EXPECT_EQ(Codec<Outer>::schema(book, Way::body, {}), R"({"$ref":"#/components/schemas/OuterInput"})");
  for (const auto& [name, schema] : book.schemas()) {
    EXPECT_TRUE(json::Document::parse(schema).has_value()) << name << schema;
  }
  const auto& text = book.schemas().at("OuterInput");
  EXPECT_THAT(text, testing::HasSubstr(R"("required":["name","number","team","at","members","labels","attributes"])"));
  EXPECT_THAT(text, testing::HasSubstr(R"("minLength":1,"maxLength":5)"));
  EXPECT_THAT(text, testing::HasSubstr(R"("description":"What \"it\" is called.","examples":["Li"])"));
  EXPECT_THAT(book.schemas().at("Level"), testing::HasSubstr(R"("enum":["low","high"])"));
  EXPECT_TRUE(book.schemas().contains("Id"));
  EXPECT_FALSE(book.schemas().contains("InnerInput"));  // the same both ways
}

struct PatternRow {
  Pattern pattern;
  std::string_view text;
  bool fits = false;
};

TEST(Patterns, AsATable) {
  const std::array rows{
      PatternRow{Pattern::words, "a\nb\tc", true},
      PatternRow{Pattern::words, "a\x01", false},
      PatternRow{Pattern::email, "li@example.com", true},
      PatternRow{Pattern::email, "李@例.cn", true},
      PatternRow{Pattern::email, "li@", false},
      PatternRow{Pattern::email, "@example.com", false},
      PatternRow{Pattern::email, "a@b@c", false},
      PatternRow{Pattern::email, "a b@c", false},
      PatternRow{Pattern::email, "a@b..c", false},
      PatternRow{Pattern::email, "a@b\r\nBcc: c@d", false},
      PatternRow{Pattern::uuid, "123e4567-e89b-12d3-a456-426614174000", true},
      PatternRow{Pattern::uuid, "123E4567-e89b-12d3-a456-426614174000", false},
      PatternRow{Pattern::uuid, "123e4567e89b12d3a456426614174000", false},
      PatternRow{Pattern::slug, "a-1", true},
      PatternRow{Pattern::slug, "a--1", false},
      PatternRow{Pattern::slug, "-a", false},
      PatternRow{Pattern::slug, "A", false},
      PatternRow{Pattern::token, "aB~!", true},
      PatternRow{Pattern::token, "a b", false},
      PatternRow{Pattern::web, "https://a.example/x?y", true},
      PatternRow{Pattern::web, "javascript:alert(1)", false},
      PatternRow{Pattern::web, "https:///x", false},
      PatternRow{Pattern::web, "http://a\"b", false},
  };
  for (const auto& row : rows) {
    Reading reading;
    EXPECT_EQ(fits_text(row.text, {.most = 100, .pattern = row.pattern}, reading), row.fits) << row.text;
  }
}

}  // namespace
}  // namespace zhiyin::api
