#include "app/web_assets.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

namespace zhiyin::app {
namespace {

constexpr auto assets = std::to_array<WebAsset>({
    {"/widget.js", "text/javascript; charset=utf-8", "widget", false, "the widget", "gz widget", "br widget"},
    {"/", "text/html; charset=utf-8", "page", false, "the page", "gz page", "br page"},
    {"/assets/app-1.js", "text/javascript; charset=utf-8", "script", true, "the script", "gz script", "br script"},
    {"/assets/dot.svg", "image/svg+xml", "dot", true, "<svg/>", "", ""},
});

using Headers = std::map<std::string, std::string, std::less<>>;

net::Response ask(std::string_view path, const Headers& headers = {}) {
  const std::function<std::string_view(std::string_view)> find = [&headers](std::string_view name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
  };
  net::Request request;
  request.path = path;
  request.header_ = &find;
  return answer_web(request, assets);
}

std::string header(const net::Response& response, std::string_view name) {
  const auto found = std::ranges::find(response.headers, name, &std::pair<std::string, std::string>::first);
  return found == response.headers.end() ? "" : found->second;
}

// Pages of other sites take it in, also those that let in only what says so; and it is asked for again after an hour.
TEST(WebAnswer, LetsEveryPageTakeInTheWidget) {
  const auto widget = ask("/widget.js", {{"Accept-Encoding", "br"}});
  EXPECT_EQ(widget.fixed, "br widget");
  EXPECT_EQ(header(widget, "Cache-Control"), "public, max-age=3600");
  EXPECT_EQ(header(widget, "Cross-Origin-Resource-Policy"), "cross-origin");
  EXPECT_EQ(header(widget, "Access-Control-Allow-Origin"), "*");
  EXPECT_EQ(ask("/widget.js", {{"Accept-Encoding", "br"}, {"If-None-Match", header(widget, "ETag")}}).status, 304);
  EXPECT_EQ(ask("/widget.js.map").status, 404);
  const auto script = ask("/assets/app-1.js");
  EXPECT_EQ(header(script, "Cross-Origin-Resource-Policy") + header(script, "Access-Control-Allow-Origin"), "") << "ours alone";
}

struct Choice {
  const char* why = "";
  std::string accept;
  std::string_view path;
  std::string_view sent;
  std::string encoding;
};

class WebEncoding : public testing::TestWithParam<Choice> {};

TEST_P(WebEncoding, IsTheBestThatTheClientTakes) {
  const auto& choice = GetParam();
  const auto response = ask(choice.path, {{"Accept-Encoding", choice.accept}});
  EXPECT_EQ(response.status, 200) << choice.why;
  EXPECT_EQ(response.fixed, choice.sent) << choice.why;
  EXPECT_EQ(header(response, "Content-Encoding"), choice.encoding) << choice.why;
  EXPECT_EQ(header(response, "Vary"), "Accept-Encoding") << "else a cache between gives one client's encoding to another";
}

INSTANTIATE_TEST_SUITE_P(
    Table, WebEncoding,
    testing::Values(Choice{"what browsers send", "gzip, deflate, br, zstd", "/", "br page", "br"},
                    Choice{"an older proxy", "gzip", "/", "gz page", "gzip"}, Choice{"nothing said", "", "/", "the page", ""},
                    Choice{"only what we have not", "deflate, zstd", "/", "the page", ""},
                    Choice{"names are compared without case", "BR", "/", "br page", "br"},
                    Choice{"a weight of nothing is a no", "br;q=0, gzip;q=0.5", "/", "gz page", "gzip"},
                    Choice{"in its longest spelling too", "br; q=0.000, gzip; q=0.0", "/", "the page", ""},
                    Choice{"a small weight is a yes", "br;q=0.001", "/", "br page", "br"},
                    Choice{"a star stands for what is not named", "*", "/", "br page", "br"},
                    Choice{"but not for what is refused by name", "br;q=0, *", "/", "gz page", "gzip"},
                    Choice{"a name within a name is another one", "brotli, xgzip", "/", "the page", ""},
                    Choice{"where packing saves nothing the file goes as it is", "br, gzip", "/assets/dot.svg", "<svg/>", ""}));

TEST(WebAnswer, SaysNotModifiedOnlyForTheSameEncoding) {
  const auto first = ask("/", {{"Accept-Encoding", "br"}});
  const auto etag = header(first, "ETag");
  EXPECT_EQ(etag, "\"page-br\"");
  for (const auto& sent : {etag, "\"other\", " + etag, "W/" + etag, std::string{"*"}}) {
    const auto again = ask("/", {{"Accept-Encoding", "br"}, {"If-None-Match", sent}});
    EXPECT_EQ(again.status, 304) << sent;
    EXPECT_TRUE(again.fixed.empty() && again.body.empty()) << sent;
    EXPECT_EQ(header(again, "ETag"), etag) << sent;
    EXPECT_EQ(header(again, "Cache-Control"), "no-cache") << sent;
  }
  EXPECT_EQ(ask("/", {{"If-None-Match", etag}}).status, 200) << "the plain page is other bytes";
  EXPECT_EQ(ask("/", {{"Accept-Encoding", "br"}, {"If-None-Match", "\"page\""}}).status, 200);
}

TEST(WebAnswer, KeepsHashedFilesForEverAndAsksAgainForPages) {
  EXPECT_EQ(header(ask("/assets/app-1.js"), "Cache-Control"), "public, max-age=31536000, immutable");
  EXPECT_EQ(header(ask("/"), "Cache-Control"), "no-cache");
}

TEST(WebAnswer, GivesPagesAPolicyWithoutInlineScripts) {
  const auto policy = header(ask("/"), "Content-Security-Policy");
  EXPECT_NE(policy.find("default-src 'self'"), std::string::npos);
  EXPECT_EQ(policy.find("unsafe-"), std::string::npos);
  EXPECT_EQ(header(ask("/assets/app-1.js"), "Content-Security-Policy"), "");
}

TEST(WebAnswer, KnowsNoOtherPath) {
  for (const auto path : {"/index.html", "/assets/", "/assets/app-1.jsx", ""}) {
    EXPECT_EQ(ask(path).status, 404) << path;
  }
}

// What the build made of the web folder: no page would come without these.
TEST(WebBuild, HoldsBothPagesAndAllTheyName) {
  const auto built = web_assets();
  for (const std::string_view page : {"/", "/agent"}) {
    const auto found = std::ranges::find(built, page, &WebAsset::path);
    ASSERT_NE(found, built.end()) << page;
    EXPECT_TRUE(found->raw.starts_with("<!doctype html>")) << page;
    EXPECT_LT(found->brotli.size(), found->raw.size()) << page;
    std::size_t named = 0;
    for (auto at = found->raw.find("/assets/"); at != std::string_view::npos; at = found->raw.find("/assets/", at + 1)) {
      const auto name = found->raw.substr(at, found->raw.find('"', at) - at);
      EXPECT_NE(std::ranges::find(built, name, &WebAsset::path), built.end()) << page << " names " << name;
      ++named;
    }
    EXPECT_GT(named, 2U) << page;
  }
}

}  // namespace
}  // namespace zhiyin::app
