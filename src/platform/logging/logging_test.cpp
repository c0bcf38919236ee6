// A log is evidence: one happening is one line, whatever bytes a stranger got into it.
#include "platform/logging/logging.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "platform/logging/line.hpp"

/// Something whose formatting fails, as an out-of-memory would.
struct Unspeakable {};

template <>
struct fmt::formatter<Unspeakable> {
  static constexpr auto parse(fmt::format_parse_context& context) { return context.begin(); }
  static auto format(const Unspeakable&, fmt::format_context& context) -> decltype(context.out()) {
    throw std::runtime_error("cannot be said");
  }
};

namespace zhiyin::logging {
namespace {

constexpr Time at = from_millis(1'795'258'387'042);  // 2026-11-21T10:53:07.042Z

TEST(Line, IsTextOrOneJsonObject) {
  EXPECT_EQ(line(at, Level::info, "net", "listening address=127.0.0.1 port=8080", false),
            "2026-11-21T10:53:07.042Z info net: listening address=127.0.0.1 port=8080\n");
  EXPECT_EQ(line(at, Level::error, "net", "listening port=8080", true),
            "{\"time\":\"2026-11-21T10:53:07.042Z\",\"level\":\"error\",\"part\":\"net\",\"message\":\"listening port=8080\"}\n");
}

TEST(Line, EscapesWhatWouldBreakItOrTheTerminal) {
  struct Row {
    std::string message;
    std::string text;
    std::string json;
    std::string reason;
  };
  const std::vector<Row> rows{
      {"a\nb", "a\\nb", "a\\nb", "a forged second line"},
      {"a\r\tb", "a\\r\\tb", "a\\r\\tb", "a line that overwrites itself"},
      {"say \"x\\y\"", "say \"x\\y\"", "say \\\"x\\\\y\\\"", "quotes end a JSON text, not a line"},
      {std::string{"a\0b", 3}, "a\\u0000b", "a\\u0000b", "a NUL ends C strings in whoever reads it"},
      {"\x1B[31m", "\\u001b[31m", "\\u001b[31m", "a terminal's colour command"},
      {"\x7F", "\\u007f", "\\u007f", "delete"},
      {"\xC2\x9B"
       "2J",
       "\\u009b2J", "\\u009b2J", "the same command in one 8-bit character"},
      {"知音 é 😀", "知音 é 😀", "知音 é 😀", "readable text stays readable"},
      {"a\xFF", "a\xEF\xBF\xBD", "a\xEF\xBF\xBD", "never UTF-8"},
      {"\xC0\x8A", "\xEF\xBF\xBD\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD", "a line break in two bytes (overlong)"},
      {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", "half a surrogate pair"},
      {"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD",
       "above U+10FFFF"},
      {"\xE7\x9F", "\xEF\xBF\xBD\xEF\xBF\xBD", "\xEF\xBF\xBD\xEF\xBF\xBD", "a character cut in two"},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(line(at, Level::info, "net", row.message, false), "2026-11-21T10:53:07.042Z info net: " + row.text + "\n") << row.reason;
    EXPECT_EQ(line(at, Level::info, "net", row.message, true),
              R"({"time":"2026-11-21T10:53:07.042Z","level":"info","part":"net","message":")" + row.json + "\"}\n")
        << row.reason;
  }
}

RC_GTEST_PROP(Line, IsOneLineWithoutControlCharacters, (const std::string& part, const std::string& message, bool json)) {
  const auto text = line(at, Level::debug, part, message, json);
  RC_ASSERT(text.back() == '\n');
  RC_ASSERT(std::ranges::none_of(text.substr(0, text.size() - 1), [](char c) { return static_cast<unsigned char>(c) < 0x20U; }));
}

class Stderr : public testing::Test {
 protected:
  void TearDown() override { set_up(Level::info, false); }

  template <class Speak>
  static std::string heard(Speak speak) {
    testing::internal::CaptureStderr();
    speak();
    return testing::internal::GetCapturedStderr();
  }
};

TEST_F(Stderr, HearsTheLevelAndWhatIsAboveIt) {
  const auto speak = [] {
    debug("net", "one={}", 1);
    info("net", "two={}", 2);
    warning("net", "three={}", 3);
    error("net", "four={}", 4);
  };
  EXPECT_THAT(heard(speak), testing::AllOf(testing::Not(testing::HasSubstr("one=")), testing::HasSubstr(" info net: two=2\n"),
                                           testing::HasSubstr(" warning net: three=3\n"), testing::HasSubstr(" error net: four=4\n")));
  set_up(Level::error, false);
  EXPECT_THAT(heard(speak), testing::AllOf(testing::Not(testing::HasSubstr("three")), testing::HasSubstr("four=4")));
  set_up(Level::debug, true);
  EXPECT_THAT(heard(speak), testing::AllOf(testing::HasSubstr(R"("level":"debug","part":"net","message":"one=1"})"),
                                           testing::HasSubstr(R"("message":"four=4"})")));
}

TEST_F(Stderr, DoesNotEvenFormatWhatIsNotHeard) {
  set_up(Level::error, false);
  EXPECT_EQ(heard([] { info("net", "{}", Unspeakable{}); }), "");
}

// A message that cannot be made must not end the commit that it tells of.
TEST_F(Stderr, HearsTheFormWhenFormattingFails) {
  EXPECT_THAT(heard([] { info("net", "value={}", Unspeakable{}); }), testing::HasSubstr("net: value={}\n"));
}

TEST_F(Stderr, HearsWholeLinesFromManyThreads) {
  constexpr int each = 200;
  const auto text = heard([] {
    std::vector<std::jthread> threads;
    threads.reserve(4);
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([] {
        for (int n = 0; n < each; ++n) {
          info("net", "begin {} end", std::string(100, 'x'));
        }
      });
    }
  });
  const auto whole = " info net: begin " + std::string(100, 'x') + " end\n";
  int found = 0;
  for (auto place = text.find(whole); place != std::string::npos; place = text.find(whole, place + 1)) {
    ++found;
  }
  EXPECT_EQ(found, 4 * each);
}

}  // namespace
}  // namespace zhiyin::logging
