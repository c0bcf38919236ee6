// What an author writes is shown to strangers on our own site: nothing of it may run, lead where it should not, or stop the server.
#include "knowledge/markdown.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include <chrono>

#include "knowledge/model.hpp"

namespace zhiyin::knowledge {
namespace {

using testing::HasSubstr;
using testing::Not;

std::optional<std::string> known(std::string_view slug) {
  return slug == "refund-time" ? std::optional<std::string>{"/help/en/a/refund-time"} : std::nullopt;
}

std::string html(std::string_view body) {
  return render(body, known).html;
}

TEST(Render, KnowsWhatArticlesNeed) {
  struct Row {
    std::string_view body, holds;
  };
  for (const auto& row : {
           Row{"**bold** and ~~gone~~", "<p><strong>bold</strong> and <del>gone</del></p>"},
           Row{"| a | b |\n| --- | --- |\n| 1 | 2 |", "<td>2</td>"},
           Row{"1. one\n2. two", "<ol>\n<li>one</li>"},
           Row{"# One\n\n## Two", "<h2 id=\"s1\">\nOne\n</h2>"},
           Row{"## A **b** <c>", "<h2 id=\"s1\">\nA <strong>b</strong> \n</h2>"},
           Row{"[words](article:refund-time)", "<a href=\"/help/en/a/refund-time\">words</a>"},
           Row{"| a |\n| --- |\n| [words](article:refund-time) |", "<td><a href=\"/help/en/a/refund-time\">words</a></td>"},
           Row{"[words](article:gone)", "<p>words</p>"},
           Row{"https://example.com/a", "<a href=\"https://example.com/a\">"},
           Row{"[mail](mailto:a@example.com) [call](tel:4005550100) [up](#s1) [home](/help)", "<a href=\"tel:4005550100\">call</a>"},
           Row{"![plan](https://example.com/a.png)", "<a href=\"https://example.com/a.png\">plan</a>"},
       }) {
    EXPECT_THAT(html(row.body), HasSubstr(row.holds)) << row.body;
  }
}

TEST(Render, TellsTheHeadings) {
  EXPECT_THAT(render("# Why `it` is\n\ntext\n\n### Then", known).headings,
              testing::ElementsAre(Heading{2, "s1", "Why it is"}, Heading{3, "s2", "Then"}));
}

// Each of these has run in somebody's browser once.
TEST(Render, LetsNothingRun) {
  for (const auto* attack : {
           "<script>alert(1)</script>",
           "a <script>alert(1)</script> b",
           "<img src=x onerror=alert(1)>",
           "<a href=\"javascript:alert(1)\">x</a>",
           "[x](javascript:alert(1))",
           "[x](JaVaScRiPt:alert(1))",
           "[x](java&#10;script:alert(1))",
           "[x](java&Tab;script:alert(1))",
           "[x](&#106;avascript:alert(1))",
           "[x](<java\tscript:alert(1)>)",
           "[x](\x01javascript:alert(1))",
           "[x](vbscript:alert(1))",
           "[x](data:text/html;base64,PHNjcmlwdD4=)",
           "![x](data:image/svg+xml;base64,PHN2Zz4=)",
           "![x](data:image/png;base64,AAAA)",
           "[x](file:///etc/passwd)",
           "[x](//evil.example/a)",
           "[x](/\\evil.example)",
           "[x](article:javascript:alert(1))",
           "<javascript:alert(1)>",
           "[x]: javascript:alert(1)\n\n[x]",
           "![a](x\"onerror=\"alert(1))",
           "[a](https://x.example/\"onmouseover=\"alert(1))",
           "[a](https://x.example 'title\" onclick=\"alert(1)')",
           "`<script>alert(1)</script>`",
           "```html\" onclick=\"alert(1)\n<script>\n```",
           "<iframe src=\"https://evil.example\"></iframe>",
           "<svg onload=alert(1)>",
           "<style>body{display:none}</style>",
           "<!-- --><script>alert(1)</script>",
           "<?php ?><b onclick=x>",
           "## <img src=x onerror=alert(1)>",
           "| <script>x</script> |\n| --- |\n| <b onclick=x> |",
           "[![a](javascript:alert(1))](javascript:alert(2))",
       }) {
    const auto shown = html(attack);
    for (const auto* bad :
         {"<script", "<img", "<iframe", "<svg", "<style", "<b ", "<!--", "<?", "href=\"javascript", "href=\"data:", "href=\"vbscript",
          "href=\"file", "href=\"//", "href=\"/\\", "\" onclick", "\" onmouseover", "\"onerror", "\"onmouseover"}) {
      EXPECT_THAT(shown, Not(HasSubstr(bad))) << attack;
    }
  }
}

// Nothing that anybody can write keeps a thread busy for long, or fills its memory.
TEST(Render, HasAnEnd) {
  const auto many = [](std::string_view unit) {
    std::string text;
    while (text.size() + unit.size() <= body_max_bytes) {
      text += unit;
    }
    return text;
  };
  for (const auto* unit :
       {">", "* ", "1. ", "[", "![", "[a](", "**a ", "*a _a ", "`a``b", "<", "a@", "www.", "&", "|", "x|", "[x]: y\n", "* > ", "\\", "_"}) {
    const auto text = many(unit);
    const auto began = std::chrono::steady_clock::now();
    const auto shown = render(text, known);
    (void)plain(text);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{5}) << unit;
    EXPECT_LT(shown.html.size(), 10 * body_max_bytes) << unit;
  }
}

TEST(Body, HasLimits) {
  EXPECT_FALSE(fault_in_body("fine"));
  EXPECT_TRUE(fault_in_body(std::string(body_max_bytes + 1, 'x')));
  std::string head;
  std::string rule;
  for (std::size_t i = 0; i <= table_columns_max; ++i) {
    head += "|a";
    rule += "|-";
  }
  const auto fault = fault_in_body("text\n\n" + head + "|\n" + rule + "|\n|\n|\n");
  ASSERT_TRUE(fault);
  EXPECT_THAT(fault->what, HasSubstr("line 4"));
  EXPECT_FALSE(fault_in_body("|" + head.substr(2) + "|\n" + rule.substr(2) + "|\n")) << "as wide as may be";
  EXPECT_TRUE(fault_in_body(std::string(nesting_max + 1, '>') + " deep"));
  EXPECT_FALSE(fault_in_body(std::string(nesting_max, '>') + " deep"));
  EXPECT_THAT(html(std::string(nesting_max + 1, '>') + " <b>"), HasSubstr("<pre>")) << "and is shown as it was written";
}

TEST(Plain, IsTheWordsAlone) {
  EXPECT_EQ(plain("# Title\n\nsome **bold** [words](article:x)\n\n- one\n- two"), "Title\nsome bold words\none\ntwo");
  EXPECT_THAT(plain("| a | b |\n| - | - |\n| 1 | 2 |"), HasSubstr("1\n2"));
  EXPECT_THAT(plain("a\nb"), HasSubstr("a\nb"));
}

RC_GTEST_PROP(Render, TakesAnything, (const std::string& text)) {
  const auto shown = html(text);
  RC_ASSERT(!shown.contains("<script"));
  (void)plain(text);
}

}  // namespace
}  // namespace zhiyin::knowledge
