// The pages that strangers see: what is not for them is not there, what an author wrote is text, and each page has one address.
#include "help/site.hpp"

#include <gmock/gmock.h>

#include <functional>
#include <map>

#include "help/style.hpp"
#include "identity/service.hpp"
#include "identity/store.hpp"
#include "knowledge/reading.hpp"
#include "knowledge/service.hpp"
#include "knowledge/store.hpp"
#include "store/stepping.hpp"

namespace zhiyin::help {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

class HelpCentre : public testing::TestWithParam<db::Engine> {
 protected:
  using Headers = std::map<std::string, std::string, std::less<>>;

  HelpCentre() {
    const auto session = at_.store().open_writing();
    session->begin();
    (void)identity::found_people(*session, at_.clock.now(), 1);
    session->commit();
    refunds_ = category("refunds", "Refunds", "退款");
    (void)category("spare", "Spare", "备用");
  }
  CategoryId category(const std::string& slug, const std::string& en, const std::string& zh) {
    return at_
        .run<knowledge::Category>(
            [&](writer::Tx& tx) { return knowledge::make_category(tx, {slug, 1, {{"en", en, "Money & more"}, {"zh-CN", zh, ""}}}); })
        ->id;
  }
  ArticleId article(const std::string& slug, knowledge::Audience audience = knowledge::Audience::everybody) {
    return at_.run<knowledge::Article>([&](writer::Tx& tx) { return knowledge::make_article(tx, {slug, refunds_, audience}); })->id;
  }
  void publish(ArticleId id, const std::string& language, const std::string& title, const std::string& body,
               const std::string& summary = "") {
    const auto now = knowledge::text_state(at_.reading(), id, language);
    const auto saved = at_.run<knowledge::Text>([&](writer::Tx& tx) {
      return knowledge::save_draft(tx, {id, language, now ? now->revision : 0, {}}, {title, summary, body, {}, {}});
    });
    ASSERT_TRUE(
        at_.run<knowledge::Text>([&](writer::Tx& tx) { return knowledge::publish(tx, {id, language, saved->state.revision, {}}, false); }));
  }
  /// As the program has it after it has heard of everything so far.
  Site& site(Settings settings = {.enabled = true, .name = {}, .address = {}, .chat = "/", .pages_per_minute = 120}) {
    libraries_.reset();
    metrics_ = std::make_unique<MetricRegistry>();
    libraries_ = std::make_unique<knowledge::Libraries>([this] { return at_.store().open_reading(); }, *metrics_);
    site_ = std::make_unique<Site>(std::move(settings), *libraries_, at_.clock, *metrics_);
    return *site_;
  }
  net::Response get(const std::string& target, const Headers& headers = {{"Host", "help.example.com"}}) {
    const auto mark = target.find('?');
    const std::function<std::string_view(std::string_view)> header = [&](std::string_view name) -> std::string_view {
      const auto found = headers.find(name);
      return found == headers.end() ? std::string_view{} : std::string_view{found->second};
    };
    net::Request request;
    request.path = std::string_view{target}.substr(0, mark);
    request.query = mark == std::string::npos ? std::string_view{} : std::string_view{target}.substr(mark + 1);
    request.peer = "192.0.2.1";
    request.header_ = &header;
    return site_->answer(request);
  }
  static std::string header(const net::Response& response, std::string_view name) {
    for (const auto& [one, value] : response.headers) {
      if (one == name) {
        return value;
      }
    }
    return {};
  }

  trial::Stepping at_{GetParam(), {knowledge::statements(), identity::statements()}};
  std::unique_ptr<MetricRegistry> metrics_;
  std::unique_ptr<knowledge::Libraries> libraries_;
  std::unique_ptr<Site> site_;
  CategoryId refunds_;
};

TEST_P(HelpCentre, ShowsWhatIsLive) {
  const auto id = article("refund-time");
  publish(id, "en", "Refund time", "## Steps\n\n1. Wait\n\nSee [late](article:late-order) and [gone](article:gone).", "Three days.");
  publish(article("late-order"), "en", "Late orders", "Late.");
  site();
  EXPECT_THAT(get("/help/en").body, AllOf(HasSubstr("Refund time"), HasSubstr("/help/en/c/refunds"), Not(HasSubstr("Spare"))));
  EXPECT_THAT(get("/help/en/c/refunds").body,
              AllOf(HasSubstr("<h1>Refunds</h1>"), HasSubstr("Money &amp; more"), HasSubstr("Three days.")));
  const auto page = get("/help/en/a/refund-time").body;
  EXPECT_THAT(page, AllOf(HasSubstr("<h1>Refund time</h1>"), HasSubstr("<h2 id=\"s1\">\nSteps\n</h2>"), HasSubstr("href=\"#s1\""),
                          HasSubstr("href=\"/help/en/a/late-order\">late</a>"), HasSubstr("and gone."),
                          HasSubstr("<meta name=\"description\" content=\"Three days.\">"), HasSubstr("Updated <time")));
  EXPECT_EQ(get("/help/en/c/spare").status, 404) << "there is nothing in it";
}

// Neither by its address, nor in a list, a search, a link or the map.
TEST_P(HelpCentre, WhatIsInternalDraftedOrWithdrawnIsNotThere) {
  const auto secret = article("secret", knowledge::Audience::internal);
  publish(secret, "en", "Zebra limits", "x");
  const auto gone = article("gone");
  publish(gone, "en", "Zebra gone", "x");
  const auto text = knowledge::text_state(at_.reading(), gone, "en");
  ASSERT_TRUE(at_.run<knowledge::Text>([&](writer::Tx& tx) { return knowledge::withdraw(tx, {gone, "en", text->revision, {}}); }));
  const auto draft = article("draft");
  ASSERT_TRUE(at_.run<knowledge::Text>(
      [&](writer::Tx& tx) { return knowledge::save_draft(tx, {draft, "en", 0, {}}, {"Zebra draft", "", "x", {}, {}}); }));
  publish(article("open"), "en", "Open", "[zebra](article:secret) horse");
  site();
  for (const auto* path : {"/help/en/a/secret", "/help/en/a/gone", "/help/en/a/draft", "/help/a/secret"}) {
    const auto response = get(path);
    EXPECT_EQ(response.status, 404) << path;
    EXPECT_THAT(response.body, Not(HasSubstr("Zebra"))) << path;
  }
  for (const auto* path : {"/help/en", "/help/en/c/refunds", "/help/sitemap.xml", "/help/en/a/open"}) {
    EXPECT_THAT(get(path).body, AllOf(Not(HasSubstr("Zebra")), Not(HasSubstr("secret")))) << path;
  }
  EXPECT_THAT(get("/help/en/search?q=zebra+limits").body, Not(HasSubstr("Zebra limits")));
}

TEST_P(HelpCentre, GoesToTheSameArticleInTheOtherLanguage) {
  const auto both = article("both");
  publish(both, "en", "Both", "x");
  publish(both, "zh-CN", "两种", "x");
  publish(article("one"), "en", "One", "x");
  site();
  EXPECT_THAT(get("/help/en/a/both").body, AllOf(HasSubstr("<a href=\"/help/zh/a/both\" lang=\"zh-CN\""),
                                                 HasSubstr("<link rel=\"canonical\" href=\"http://help.example.com/help/en/a/both\">"),
                                                 HasSubstr("hreflang=\"zh-CN\" href=\"http://help.example.com/help/zh/a/both\">")));
  EXPECT_THAT(get("/help/zh/a/both").body, AllOf(HasSubstr("<html lang=\"zh-CN\">"), HasSubstr("更新"), HasSubstr("帮助中心")));
  EXPECT_THAT(get("/help/en/a/one").body, AllOf(HasSubstr("<a href=\"/help/zh\" lang=\"zh-CN\""), HasSubstr("暂无中文版"),
                                                Not(HasSubstr("hreflang=\"zh-CN\" href=\"http"))));
  EXPECT_EQ(get("/help/zh/a/one").status, 404);
}

TEST_P(HelpCentre, TellsThatATranslationIsOlder) {
  const auto id = article("both");
  publish(id, "en", "Both", "x");
  publish(id, "zh-CN", "两种", "x");
  publish(id, "en", "Both, again", "x");
  site();
  EXPECT_THAT(get("/help/zh/a/both").body, HasSubstr("另一语言版本较新"));
  EXPECT_THAT(get("/help/en/a/both").body, Not(HasSubstr("may be out of date")));
}

TEST_P(HelpCentre, BringsEverybodyToHisLanguage) {
  publish(article("one"), "en", "One", "x");
  site();
  EXPECT_EQ(header(get("/help", {{"Accept-Language", "zh-TW,zh;q=0.9,en;q=0.8"}}), "Location"), "/help/zh");
  EXPECT_EQ(header(get("/help", {{"Accept-Language", "fr, en;q=0.5"}}), "Location"), "/help/en");
  EXPECT_EQ(header(get("/help"), "Location"), "/help/en");
  EXPECT_EQ(header(get("/help/a/one", {{"Accept-Language", "zh"}}), "Location"), "/help/en/a/one") << "there is no other";
  EXPECT_EQ(get("/help/zh-CN").status, 404) << "a page has one address";
}

// Each way in which a stranger's or an author's words come back.
TEST_P(HelpCentre, WordsAreTextEverywhere) {
  const std::string attack = R"("><script>alert(1)</script>)";
  publish(article("attack"), "en", attack, attack + "\n\n## " + attack, attack);
  site({.enabled = true, .name = attack, .address = {}, .chat = "/", .pages_per_minute = 1000});
  for (const auto* path :
       {"/help/en", "/help/en/c/refunds", "/help/en/a/attack", "/help/en/search?q=script", "/help/en/search?q=alert",
        "/help/en/search?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E", "/help/en/%3Cscript%3E", "/help/<script>/a/<script>"}) {
    EXPECT_THAT(get(path).body, AllOf(Not(HasSubstr("<script")), Not(HasSubstr("\"\">")))) << path;
  }
  EXPECT_THAT(get("/help/en", {{"Host", "evil\"><script>"}}).body, Not(HasSubstr("<script")));
  EXPECT_THAT(header(get("/help/en"), "Content-Security-Policy"), HasSubstr("default-src 'none'"));
}

TEST_P(HelpCentre, FindsAndMarks) {
  publish(article("refund-time"), "en", "Refund time", "Some words. " + std::string(900, 'x') + " the locker is blue", "Three days.");
  publish(article("zh"), "zh-CN", "退款多久到账", "一般三天。");
  site();
  EXPECT_THAT(get("/help/en/search?q=refunds").body, HasSubstr("<mark>Refund</mark> time"));
  EXPECT_THAT(get("/help/en/search?q=locker").body, HasSubstr("the <mark>locker</mark> is blue")) << "the piece in which it stands";
  EXPECT_THAT(get("/help/en/search?q=refnud").body, HasSubstr("<mark>Refund</mark>")) << "over a typing error";
  EXPECT_THAT(get("/help/zh/search?q=%E9%80%80%E6%AC%BE").body, HasSubstr("<mark>退款</mark>多久到账"));
  const auto none = get("/help/en/search?q=zzzz").body;
  EXPECT_THAT(none, AllOf(HasSubstr("Nothing found for “zzzz”"), HasSubstr("Start a chat"), HasSubstr("noindex")));
  EXPECT_EQ(get("/help/en/search?q=%FF&q=b").status, 200) << "what cannot be read is nothing";
}

// A browser asks each time and gets nothing when it has the page; after publishing it gets the new one.
TEST_P(HelpCentre, APageThatIsKnownIsNotSentAgain) {
  const auto id = article("one");
  publish(id, "en", "One", "x");
  site();
  const auto first = get("/help/en/a/one");
  const auto etag = header(first, "ETag");
  ASSERT_FALSE(etag.empty());
  EXPECT_THAT(header(first, "Last-Modified"), HasSubstr("GMT"));
  EXPECT_EQ(get("/help/en/a/one", {{"If-None-Match", "W/" + etag}}).status, 200) << "the address of the site is another";
  const auto again = get("/help/en/a/one", {{"Host", "help.example.com"}, {"If-None-Match", "\"x\", W/" + etag}});
  EXPECT_EQ(again.status, 304);
  EXPECT_TRUE(again.body.empty());
  publish(id, "en", "One, changed", "x");
  site();
  EXPECT_EQ(get("/help/en/a/one", {{"Host", "help.example.com"}, {"If-None-Match", etag}}).status, 200);
}

TEST_P(HelpCentre, HasItsOwnAnswerToWhatIsNotThere) {
  site();
  const auto response = get("/help/en/nothing/here");
  EXPECT_EQ(response.status, 404);
  EXPECT_THAT(response.body, AllOf(HasSubstr("This page is not here"), HasSubstr("role=\"search\"")));
  EXPECT_EQ(header(response, "Cache-Control"), "no-store");
  EXPECT_THAT(get("/help/zh/a/x").body, HasSubstr("找不到这个页面"));
  EXPECT_THAT(get("/help/en").body, HasSubstr("There are no articles yet"));
}

TEST_P(HelpCentre, NobodyReadsFasterThanHeMay) {
  site({.enabled = true, .name = {}, .address = {}, .chat = {}, .pages_per_minute = 2});
  EXPECT_EQ(get("/help/en").status, 200);
  EXPECT_EQ(get("/help/en").status, 200);
  const auto refused = get("/help/en");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(header(refused, "Retry-After"), "30");
  EXPECT_EQ(get(style_path()).status, 200) << "its look comes once a visit";
}

TEST_P(HelpCentre, TellsSearchEnginesEachPage) {
  const auto id = article("both");
  publish(id, "en", "Both", "x");
  publish(id, "zh-CN", "两种", "x");
  site({.enabled = true, .name = {}, .address = "https://help.example.org", .chat = {}, .pages_per_minute = 100});
  const auto map = get("/help/sitemap.xml");
  EXPECT_EQ(map.content_type, "application/xml; charset=utf-8");
  for (const auto* path : {"/help/en", "/help/zh", "/help/en/c/refunds", "/help/en/a/both", "/help/zh/a/both"}) {
    EXPECT_THAT(map.body, HasSubstr(std::string{"<loc>https://help.example.org"} + path + "</loc>"));
  }
}

TEST_P(HelpCentre, CanBeSwitchedOff) {
  EXPECT_TRUE(site({.enabled = false, .name = {}, .address = {}, .chat = {}, .pages_per_minute = 1}).routes().empty());
  EXPECT_EQ(site().routes().size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Engines, HelpCentre, trial::both_engines(), trial::engine_label);

TEST(HttpDate, IsWrittenAsTheStandardSays) {
  EXPECT_EQ(http_date(from_millis(784'111'777'000)), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace zhiyin::help
