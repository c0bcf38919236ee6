// Text from outside goes through here both ways: whatever is written must be read back as it was, and nothing else be taken for JSON.
#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>

#include "platform/json/reader.hpp"
#include "platform/json/writer.hpp"

namespace zhiyin::json {
namespace {

std::string as_json(std::string_view text) {
  std::string out;
  append_text(out, text);
  return out;
}

TEST(JsonText, IsEscapedWhereItMustBe) {
  using std::string_literals::operator""s;
  EXPECT_EQ(as_json(""), R"("")");
  EXPECT_EQ(as_json(R"(say "hi" \ bye)"), R"("say \"hi\" \\ bye")");
  EXPECT_EQ(as_json("a\nb\rc\td"), R"("a\nb\rc\td")");
  EXPECT_EQ(as_json("\0\x01\x1f\x7f"s), "\"\\u0000\\u0001\\u001f\x7f\"");
  EXPECT_EQ(as_json("你好 👋 </script>"), "\"你好 👋 </script>\"");
}

TEST(JsonWriter, PutsCommasBetweenAndNowhereElse) {
  Writer w;
  w.begin_object().field("a", std::int64_t{1}).name("b").begin_array().end_array().name("c").begin_array().number(1).text("x");
  w.begin_object().end_object().begin_object().field("d", true).end_object().null().end_array();
  w.name("e").begin_object().end_object().field("f", "y").name("g").raw(R"({"ready":1})").field("h", false).end_object();
  EXPECT_EQ(w.take(), R"({"a":1,"b":[],"c":[1,"x",{},{"d":true},null],"e":{},"f":"y","g":{"ready":1},"h":false})");
}

// A pointer becomes a bool more readily than text.
TEST(JsonWriter, TakesALiteralForText) {
  Writer w;
  const char* value = "x";
  w.begin_object().field("a", value).field("b", std::string_view{"y"}).field("c", std::string{"z"}).end_object();
  EXPECT_EQ(w.take(), R"({"a":"x","b":"y","c":"z"})");
}

RC_GTEST_PROP(Json, WhatIsWrittenIsReadBack, (const std::string& text, std::int64_t number)) {
  std::string ascii;  // text must be UTF-8: every byte of ASCII, and one character of two, three and four bytes
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    ascii += byte < 0x80 ? std::string(1, c) : byte < 0xB0 ? "é" : byte < 0xD0 ? "好" : "👋";
  }
  Writer w;
  w.begin_object().field("text", ascii).field("number", number).name("inner").begin_object().field(ascii, ascii).end_object().end_object();
  const auto written = w.take();
  const auto document = Document::parse(written);
  RC_ASSERT(document.has_value());
  const auto root = document->root();
  RC_ASSERT(root.has_value());
  RC_ASSERT(root->text("text") == ascii);
  RC_ASSERT(root->number("number") == number);
  RC_ASSERT(root->object("inner")->text(ascii) == ascii);
}

TEST(JsonReader, TellsAbsentFromAnotherType) {
  const auto document =
      Document::parse(R"({"text":"x","number":7,"object":{},"array":[],"null":null,"real":1.5,"big":9223372036854775808})");
  ASSERT_TRUE(document.has_value());
  const auto root = document->root();
  ASSERT_TRUE(root.has_value());
  for (const std::string_view name : {"text", "number", "object", "array", "null", "real", "big"}) {
    EXPECT_TRUE(root->has(name));
    EXPECT_EQ(root->text(name).has_value(), name == "text") << name;
    EXPECT_EQ(root->number(name).has_value(), name == "number") << name;
    EXPECT_EQ(root->object(name).has_value(), name == "object") << name;
  }
  EXPECT_FALSE(root->has("absent"));
  EXPECT_EQ(root->number("absent"), std::nullopt);
}

TEST(JsonReader, TakesWholeNumbersWithin64BitsOnly) {
  const auto read = [](const std::string& text) { return Document::parse("{\"n\":" + text + "}")->root()->number("n"); };
  EXPECT_EQ(read("9223372036854775807"), std::numeric_limits<std::int64_t>::max());
  EXPECT_EQ(read("-9223372036854775808"), std::numeric_limits<std::int64_t>::min());
  EXPECT_EQ(read("0"), 0);
  EXPECT_EQ(read("9223372036854775808"), std::nullopt);
  EXPECT_EQ(read("-9223372036854775809"), std::nullopt);
  EXPECT_EQ(read("1.0"), std::nullopt);
  EXPECT_EQ(read("1e3"), std::nullopt);
  EXPECT_EQ(read("\"1\""), std::nullopt);
}

TEST(JsonReader, ReadsListsAndWhatIsInThem) {
  const auto document = Document::parse(R"([1,"x",2.5,true,null,[7],{"a":3},1e999,18446744073709551615])");
  ASSERT_TRUE(document.has_value());
  const auto list = document->value().array();
  ASSERT_TRUE(list.has_value());
  ASSERT_EQ(list->size(), 9U);
  EXPECT_EQ(list->at(0).number(), 1);
  EXPECT_EQ(list->at(0).real(), 1.0);
  EXPECT_EQ(list->at(1).text(), "x");
  EXPECT_EQ(list->at(2).number(), std::nullopt);
  EXPECT_EQ(list->at(2).real(), 2.5);
  EXPECT_EQ(list->at(3).boolean(), true);
  EXPECT_EQ(list->at(4).kind(), Kind::null);
  EXPECT_EQ(list->at(4).boolean(), std::nullopt);
  EXPECT_EQ(list->at(5).array()->at(0).number(), 7);
  EXPECT_EQ(list->at(6).object()->value("a")->number(), 3);
  EXPECT_EQ(list->at(7).real(), std::nullopt);  // infinity is no number that somebody wrote
  EXPECT_EQ(list->at(8).number(), std::nullopt);
  EXPECT_EQ(list->at(8).kind(), Kind::number);
}

TEST(JsonReader, NamesMembersInTheirOrder) {
  const auto document = Document::parse(R"({"b":1,"a":2,"b":3})");
  const auto root = document->root();
  ASSERT_EQ(root->size(), 2U);
  EXPECT_EQ(root->name(0), "b");
  EXPECT_EQ(root->name(1), "a");
  EXPECT_EQ(root->value("b")->number(), 3);
  EXPECT_FALSE(root->value("c").has_value());
}

RC_GTEST_PROP(Json, RealNumbersComeBackToTheLastDigits, (double number)) {
  RC_PRE(std::isfinite(number));
  Writer w;
  w.begin_object().name("n").real(number).end_object();
  const auto document = Document::parse(w.take());
  RC_ASSERT(document.has_value());
  const auto back = document->root()->value("n")->real();
  RC_ASSERT(back.has_value());
  RC_ASSERT(std::abs(*back - number) <= std::abs(number) * 1e-15);
}

TEST(JsonReader, ReadsEscapes) {
  const auto document = Document::parse(R"({"a":"\u4f60\u597d \ud83d\udc4b \/ \" \\ \b\f\n\r\t"})");
  ASSERT_TRUE(document.has_value());
  EXPECT_EQ(document->root()->text("a"), "你好 👋 / \" \\ \b\f\n\r\t");
}

// What stood there may be a customer's words, and errors are logged.
TEST(JsonReader, RefusesWhatIsNotJsonWithoutRepeatingIt) {
  for (const std::string_view text : {"", " ", "secret", "{\"secret\"}", "{\"a\":secret}", "{\"a\":1,}", "{\"a\":1} secret", "{'a':1}",
                                      "{\"secret\":\"\xff\"}", "{\"a\":\"\\ud800\"}", "{\"a\":NaN}", "{\"a\":\"line\nfeed\"}"}) {
    const auto document = Document::parse(text);
    ASSERT_FALSE(document.has_value()) << text;
    EXPECT_EQ(document.error().code, ErrorCode::bad_request);
    EXPECT_EQ(document.error().what.find("secret"), std::string::npos) << document.error().what;
  }
}

TEST(JsonReader, TellsAnObjectFromOtherValues) {
  for (const std::string_view text : {"[]", "\"x\"", "1", "null", "true"}) {
    const auto document = Document::parse(text);
    ASSERT_TRUE(document.has_value()) << text;
    EXPECT_FALSE(document->root().has_value()) << text;
  }
}

// Depth is stack: a message of brackets must not end the process.
TEST(JsonReader, GoesSixteenDeepAndNoDeeper) {
  const auto nested = [](std::size_t depth) {
    std::string text;
    for (std::size_t i = 1; i < depth; ++i) {
      text += "{\"a\":";
    }
    return text + "{}" + std::string(depth - 1, '}');
  };
  EXPECT_TRUE(Document::parse(nested(16)).has_value());
  EXPECT_FALSE(Document::parse(nested(17)).has_value());
  EXPECT_FALSE(Document::parse(std::string(1'000'000, '[')).has_value());
}

TEST(JsonReader, ViewsLiveInTheDocumentWhereverItMoves) {
  auto document = Document::parse(R"({"a":"x","long":")" + std::string(10'000, 'y') + "\"}");
  ASSERT_TRUE(document.has_value());
  const auto root = document->root();
  const auto short_text = root->text("a");
  const auto long_text = root->text("long");
  const auto moved = std::move(*document);
  EXPECT_EQ(short_text, "x");
  EXPECT_EQ(long_text, std::string(10'000, 'y'));
  EXPECT_EQ(moved.root()->text("a"), "x");
}

// A list is what it says or nothing: a number among texts is not skipped.
TEST(Reader, FlagsListsAndNames) {
  const auto document = Document::parse(R"({"a":["x","y"],"b":["x",1],"c":[],"d":true,"e":"true"})");
  ASSERT_TRUE(document);
  const auto o = *document->root();
  EXPECT_EQ(o.texts("a"), (std::vector<std::string_view>{"x", "y"}));
  EXPECT_EQ(o.texts("b"), std::nullopt);
  EXPECT_EQ(o.texts("c"), std::vector<std::string_view>{});
  EXPECT_EQ(o.texts("d"), std::nullopt);
  EXPECT_EQ(o.flag("d"), true);
  EXPECT_EQ(o.flag("e"), std::nullopt);
  EXPECT_EQ(o.names(), (std::vector<std::string_view>{"a", "b", "c", "d", "e"}));
}

}  // namespace
}  // namespace zhiyin::json
