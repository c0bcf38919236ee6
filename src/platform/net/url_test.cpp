#include "platform/net/url.hpp"

#include <gtest/gtest.h>

#include <string>

#include "platform/net/utf8.hpp"

namespace zhiyin::net {
namespace {

using namespace std::string_view_literals;

// Handlers compare paths and open things by them: whatever a proxy and we could read differently must not arrive.
TEST(Target, TakesWhatReadsInOneWay) {
  struct Row {
    std::string_view target, path, query;
  };
  for (const auto& row : {
           Row{"/", "/", ""},
           Row{"/a/b?x=1&y=%20", "/a/b", "x=1&y=%20"},
           Row{"/a?", "/a", ""},
           Row{"/%E7%9F%A5%E9%9F%B3", "/知音", ""},
           Row{"/a%2Fb", "/a/b", ""},
           Row{"/a/...", "/a/...", ""},
           Row{"/.well-known/x", "/.well-known/x", ""},
           Row{"/a?b=..", "/a", "b=.."},
           Row{"http://host:80/a?b", "/a", "b"},
           Row{"http://host", "/", ""},
           Row{"http://host?b", "/", "b"},
           Row{"*", "*", ""},
       }) {
    const auto parsed = parse_target(row.target);
    ASSERT_TRUE(parsed) << row.target;
    EXPECT_EQ(parsed->path, row.path);
    EXPECT_EQ(parsed->query, row.query);
  }
}

TEST(Target, RefusesTheRest) {
  for (const auto target :
       {""sv,        "a"sv,         "/.."sv,  "//.."sv,    "/a/../b"sv, "/a/%2e%2E/b"sv, "/a/..%2fb"sv,    "/."sv,   "/a/."sv,
        "/%00"sv,    "/a%0d%0ab"sv, "/.."sv,  "//.."sv,    "/%7f"sv,    "/%"sv,          "/%4"sv,          "/%4g"sv, "/%ff"sv,
        "/%c0%af"sv, "/a b"sv,      "/a#b"sv, "/a?\x01"sv, "http://"sv, "http:///a"sv,   "ftp://host/a"sv, "*a"sv}) {
    const auto parsed = parse_target(target);
    ASSERT_FALSE(parsed) << target;
    EXPECT_EQ(parsed.error().code, ErrorCode::bad_request);
  }
}

TEST(PercentDecoded, IsExact) {
  EXPECT_EQ(percent_decoded("a%20b%2Bc+d"), "a b+c+d");
  EXPECT_EQ(percent_decoded("%41"), "A");
  EXPECT_EQ(percent_decoded("%4"), std::nullopt);
  EXPECT_EQ(percent_decoded("abc%"), std::nullopt);
}

// The edges of the table in RFC 3629 section 4, and the ASCII fast path of eight bytes at a time.
TEST(Utf8, IsStrict) {
  for (const auto text :
       {""sv, "plain ASCII, longer than eight"sv, "\x7f"sv, "\xc2\x80"sv, "\xdf\xbf"sv, "\xe0\xa0\x80"sv, "\xed\x9f\xbf"sv,
        "\xee\x80\x80"sv, "\xef\xbf\xbf"sv, "\xf0\x90\x80\x80"sv, "\xf4\x8f\xbf\xbf"sv, "12345678知音12345678"sv, "κόσμε"sv}) {
    EXPECT_TRUE(is_utf8(text)) << text;
  }
  for (const auto text :
       {"\x80"sv, "\xbf"sv, "\xc0\x80"sv, "\xc1\xbf"sv, "\xc2"sv, "\xc2\x41"sv, "\xe0\x9f\xbf"sv, "\xed\xa0\x80"sv, "\xed\xbf\xbf"sv,
        "\xe2\x82"sv, "\xf0\x8f\xbf\xbf"sv, "\xf4\x90\x80\x80"sv, "\xf5\x80\x80\x80"sv, "\xff"sv, "12345678\xff"sv, "1234567\xc3"sv}) {
    EXPECT_FALSE(is_utf8(text));
  }
}

TEST(Utf8, ReadsPiecesAsTheWhole) {
  const std::string text = "ascii first, then 知音 and 😀, then ascii";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Utf8Check check;
    EXPECT_TRUE(check.take(std::string_view{text}.substr(0, cut)));
    EXPECT_TRUE(check.take(std::string_view{text}.substr(cut)));
    EXPECT_TRUE(check.complete());
  }
  Utf8Check check;
  EXPECT_TRUE(check.take("\xe7\x9f"));
  EXPECT_FALSE(check.complete());
  EXPECT_FALSE(check.take("a"));
}

}  // namespace
}  // namespace zhiyin::net
