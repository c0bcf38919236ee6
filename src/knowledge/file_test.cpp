// Articles come and go as files that people edit: what is written is read again the same, and what is wrong is told with its line.
#include "knowledge/file.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "knowledge/rules.hpp"

namespace rc {

/// Any ASCII, with what is special in the format often among it.
inline Gen<std::string> some_text() {
  return gen::container<std::string>(gen::oneOf(gen::inRange<char>(' ', 127), gen::element('"', '\\', '+', '\n', '#', '`', '\'', ']')));
}
template <>
struct Arbitrary<zhiyin::knowledge::Words> {
  static Gen<zhiyin::knowledge::Words> arbitrary() {
    using zhiyin::knowledge::Words;
    const auto line = gen::map(some_text(), [](std::string text) {
      std::erase(text, '\n');
      return "a" + text;
    });
    return gen::build<Words>(gen::set(&Words::title, line), gen::set(&Words::summary, line), gen::set(&Words::body, some_text()),
                             gen::set(&Words::asked_as, gen::container<std::vector<std::string>>(line)),
                             gen::set(&Words::keywords, gen::container<std::vector<std::string>>(line)));
  }
};

}  // namespace rc

namespace zhiyin::knowledge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr std::string_view whole = R"(+++
category = "refunds"
title = "How \"long\"?"
summary = "Three days."
asked_as = [
  "when",  # often
  "how soon",
]
keywords = ["money"]
audience = "internal"
+++

## Steps

One +++ two
)";

TEST(File, IsRead) {
  const auto file = read_markdown(whole);
  ASSERT_TRUE(file) << file.error().what;
  EXPECT_EQ(file->category, "refunds");
  EXPECT_EQ(file->audience, Audience::internal);
  EXPECT_EQ(file->words.title, "How \"long\"?");
  EXPECT_THAT(file->words.asked_as, ElementsAre("when", "how soon"));
  EXPECT_EQ(file->words.body, "## Steps\n\nOne +++ two");
  EXPECT_EQ(read_markdown(write_markdown(*file)), *file);
}

TEST(File, MayComeFromAnotherSystem) {
  std::string windows{"\xEF\xBB\xBF"};
  for (const auto c : whole) {
    windows += c == '\n' ? "\r\n" : std::string(1, c);
  }
  EXPECT_EQ(read_markdown(windows), *read_markdown(whole));
  EXPECT_TRUE(read_markdown("+++\ncategory = \"a\"\ntitle = \"b\"\n+++")) << "without a body";
}

// Whoever mends a hundred files wants the place.
TEST(File, SaysWhatIsWrongAndWhere) {
  struct Row {
    std::string_view text, what, where;
  };
  for (const auto& row : {
           Row{"# Title", "does not begin", "line 1"},
           Row{"+++\ntitle = \"a\"\n", "is missing", "the end"},
           Row{"+++\ncategory = \"a\"\n+++\n", "title is missing", "front matter"},
           Row{"+++\ntitle = \"a\"\n+++\n", "category is missing", "front matter"},
           Row{"+++\ncategory = \"a\"\ntitle = \"b\n+++\n", "not TOML", "line 3"},
           Row{"+++\ncategory = \"a\"\ntitle = 3\n+++\n", "title is not a text", "line 3"},
           Row{"+++\ncategory = \"a\"\ntitle = \"b\"\n\nasked_as = \"c\"\n+++\n", "asked_as is not a list", "line 5"},
           Row{"+++\ncategory = \"a\"\ntitle = \"b\"\nkeywords = [1]\n+++\n", "keywords holds", "line 4"},
           Row{"+++\ncategory = \"a\"\ntitle = \"b\"\ntags = []\n+++\n", "tags", "line 4"},
           Row{"+++\ncategory = \"a\"\ntitle = \"b\"\naudience = \"all\"\n+++\n", "audience", "line 4"},
           Row{"+++\ncategory = \"A b\"\ntitle = \"b\"\n+++\n", "address", "category"},
           Row{"+++\ncategory = \"a\"\ntitle = \" \"\n+++\n", "empty", "title"},
       }) {
    const auto file = read_markdown(row.text);
    ASSERT_FALSE(file) << row.text;
    EXPECT_THAT(file.error().what, HasSubstr(row.what));
    EXPECT_EQ(file.error().where, row.where) << row.text;
    EXPECT_FALSE(file.error().mend.empty()) << row.text;
  }
  EXPECT_FALSE(read_markdown(std::string(file_max_bytes + 1, 'x')));
}

TEST(FileNames, TellArticleAndLanguage) {
  EXPECT_EQ(read_file_name("refund-time.en.md"), (FileName{"refund-time", "en"}));
  EXPECT_EQ(read_file_name("demo/articles/refund-time.zh.md"), (FileName{"refund-time", "zh-CN"}));
  for (const auto* wrong : {"refund-time.md", "refund-time.en", ".en.md", "refund.e.md", "", ".md", "a..md"}) {
    EXPECT_FALSE(read_file_name(wrong)) << wrong;
  }
  EXPECT_EQ(file_name({"refund-time", "zh-CN"}), "refund-time.zh.md");
  EXPECT_EQ(read_file_name(file_name({"a", "pt-BR"})), (FileName{"a", "pt-BR"}));
}

RC_GTEST_PROP(File, IsReadAsItWasWritten, (const Words& given)) {
  const auto fit = words_from(given);
  RC_PRE(fit.has_value());
  const ArticleFile file{"refunds", Audience::everybody, *fit};
  const auto again = read_markdown(write_markdown(file));
  RC_ASSERT(again.has_value());
  RC_ASSERT(*again == file);
}

}  // namespace
}  // namespace zhiyin::knowledge
