// The document says what the server does, because both come from one table; that it is clean is tools/openapi/check.sh's to say.
#include "api/document.hpp"

#include <gmock/gmock.h>

#include "api/api_trial.hpp"
#include "api/page.hpp"

namespace zhiyin::api {
namespace {

using testing::HasSubstr;

class Document : public testing::Test {
 protected:
  std::vector<std::jthread> none_;
  std::vector<Route> routes_ = test::trial_routes(none_);
  std::string text_ = openapi_document(routes_);
  Result<json::Document> parsed_ = json::Document::parse(text_);

  json::Object operation(std::string_view path, std::string_view method) {
    return *parsed_->root()->object("paths")->object(path)->object(method);
  }
};

TEST_F(Document, SaysOfEachRouteWhatTheTableSays) {
  ASSERT_TRUE(parsed_.has_value());
  const auto post = operation("/api/v1/notes", "post");
  EXPECT_EQ(post.text("operationId"), "addNote");
  EXPECT_EQ(post.text("x-required-right"), "conversation.note");
  EXPECT_EQ(post.text("x-rate-class"), "write");
  for (const std::string_view status : {"201", "400", "401", "403", "409", "413", "415", "422", "429", "503"}) {
    EXPECT_TRUE(post.object("responses")->has(status)) << status;
  }
  EXPECT_FALSE(post.object("responses")->has("200"));
  EXPECT_EQ(operation("/api/v1/hello", "get").value("security")->array()->size(), 0U);
  EXPECT_EQ(operation("/api/v1/hello", "get").text("x-required-right"), std::nullopt);
  EXPECT_FALSE(operation("/api/v1/notes/{note}", "delete").object("responses")->object("204")->has("content"));
  EXPECT_THAT(text_, HasSubstr(R"("#/components/parameters/After")"));
}

TEST_F(Document, HoldsEveryPartThatItRefersTo) {
  constexpr std::string_view mark = R"("$ref":"#/components/)";
  int references = 0;
  for (auto from = text_.find(mark); from != std::string::npos; from = text_.find(mark, from + 1)) {
    const auto begin = from + mark.size();
    const auto reference = text_.substr(begin, text_.find('"', begin) - begin);
    const auto slash = reference.find('/');
    const auto kind = parsed_->root()->object("components")->object(reference.substr(0, slash));
    ASSERT_TRUE(kind.has_value()) << reference;
    EXPECT_TRUE(kind->has(reference.substr(slash + 1))) << reference;
    ++references;
  }
  EXPECT_GT(references, 20);
}

// Every type that a table names is told further down.
TEST_F(Document, ItsPageExplainsEachTypeThatItNames) {
  const auto page = docs_page(routes_);
  constexpr std::string_view mark = "href=\"#type-";
  int named = 0;
  for (auto from = page.find(mark); from != std::string::npos; from = page.find(mark, from + 1), ++named) {
    const auto begin = from + mark.size();
    EXPECT_THAT(page, HasSubstr("id=\"type-" + page.substr(begin, page.find('"', begin) - begin) + "\""));
  }
  EXPECT_GT(named, 3);
  EXPECT_THAT(page, HasSubstr("<code>calm</code> <code>cross</code>"));
}

// What a route says of itself is data of ours, but a stray '<' must not become markup.
TEST(Page, EscapesWhatItShows) {
  const std::vector<Route> routes{read<Nothing, test::Note>({.path = "/api/v1/x",
                                                             .needs = open_to_all("1 < 2 & \"3\""),
                                                             .operation = "x",
                                                             .summary = "<script>",
                                                             .summary_zh = "<b>",
                                                             .tag = "session"},
                                                            [](const auto&, db::Session&) -> Result<test::Note> { return test::Note{}; })};
  const auto page = docs_page(routes);
  EXPECT_EQ(page.find("<script>"), std::string::npos);
  EXPECT_THAT(page, HasSubstr("1 &lt; 2 &amp; &quot;3&quot;"));
}

}  // namespace
}  // namespace zhiyin::api
