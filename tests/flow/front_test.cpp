// What pages of other sites ask of this server: the widget's routes, its script, and what they may not do.
#include <fmt/format.h>

#include <thread>

#include "flow/own_server.hpp"

namespace zhiyin::flow {
namespace {

class Front : public OwnServer {
 protected:
  /// As a page of a shop does.
  [[nodiscard]] harness::Answer page_asks(const std::string& target, const std::vector<std::string>& more = {}) {
    auto headers = more;
    headers.emplace_back("Origin: https://shop.example.com");
    return harness::call_api(port(), {.target = target, .more = headers});
  }
  [[nodiscard]] Object told(const std::string& path) {
    const auto answer = page_asks("/api/v1/widget" + path);
    EXPECT_EQ(answer.status, 200) << path << ": " << answer.body;
    EXPECT_EQ(answer.header("access-control-allow-origin"), "*") << path;
    return boost::json::parse(answer.body).as_object();
  }
  std::string article(const std::string& slug, const std::string& title, const std::string& body, const std::string& audience = "public") {
    if (category_.empty()) {
      category_ = text_of(ask("POST", "/categories", R"({"slug":"refunds","texts":[{"language":"en","name":"Refunds"}]})"), "id");
    }
    const std::string id{text_of(
        ask("POST", "/articles", fmt::format(R"({{"slug":"{}","category":"{}","audience":"{}"}})", slug, category_, audience)), "id")};
    write(id, 0, title, body);
    return id;
  }
  void write(const std::string& id, int revision, const std::string& title, const std::string& body) {
    ask("PUT", fmt::format("/articles/{}/texts/en/draft", id),
        fmt::format(R"({{"revision":{},"words":{{"title":"{}","summary":"About {}.","body":"{}","asked_as":[],"keywords":[]}}}})", revision,
                    title, title, body));
    ask("POST", fmt::format("/articles/{}/texts/en/publish", id), fmt::format(R"({{"revision":{}}})", revision + 1));
  }
  /// Until the gateway has heard of what was published.
  void until(const std::function<bool()>& holds) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
    while (!holds()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "it is not there";
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
  }
  std::string category_;
};
ON_BOTH_ENGINES(Front);

TEST_P(Front, a_page_of_any_site_reads_what_is_public) {
  const auto refund = article("refund-time", "When is my refund?", "Wait. See [that](article:late-order).");
  article("late-order", "My order is late", "<script>alert(1)</script> Call us.");
  article("for-us", "Refund secrets", "Nobody may know.", "internal");
  until([&] { return array_of(told("/search?q=order+late&language=en"), "items").size() == 1; });
  const auto found = told("/search?q=refund");
  ASSERT_EQ(array_of(found, "items").size(), 1U) << boost::json::serialize(found);
  const auto& hit = array_of(found, "items")[0].as_object();
  EXPECT_EQ(text_of(hit, "slug"), "refund-time");
  EXPECT_EQ(text_of(hit, "summary"), "About When is my refund?.");
  EXPECT_EQ(text_of(hit, "link"), "/help/en/a/refund-time");
  const auto shown = told("/articles/refund-time?language=zh");
  EXPECT_EQ(text_of(shown, "language"), "en") << "the closest that there is";
  EXPECT_NE(text_of(shown, "html").find(R"(href="/help/en/a/late-order")"), std::string::npos) << text_of(shown, "html");
  EXPECT_EQ(text_of(told("/articles/late-order"), "html").find("<script"), std::string::npos);
  const auto hidden = page_asks("/api/v1/widget/articles/for-us");
  EXPECT_EQ(hidden.status, 404);
  EXPECT_EQ(hidden.body, page_asks("/api/v1/widget/articles/nothing").body) << "what is internal does not exist";
  EXPECT_EQ(hidden.header("access-control-allow-origin"), "*") << "the page may read why";
  EXPECT_EQ(page_asks("/api/v1/widget/search?q=").status, 422);
  EXPECT_EQ(page_asks("/api/v1/widget/search?q=x&language=!!").status, 422);
  EXPECT_EQ(page_asks("/api/v1/conversations").header("access-control-allow-origin"), "") << "nothing else is open to it";
}

TEST_P(Front, a_change_holds_at_once_for_who_has_kept_an_answer) {
  const auto id = article("refund-time", "Refunds", "One.");
  const std::string path = "/api/v1/widget/articles/refund-time";
  until([&] { return page_asks(path).status == 200; });
  const auto first = page_asks(path);
  const auto etag = first.header("etag");
  EXPECT_EQ(first.header("cache-control"), "public, no-cache");
  const auto again = page_asks(path, {"If-None-Match: " + etag});
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(again.header("access-control-allow-origin"), "*");
  write(id, 2, "Refunds", "Two.");
  until([&] { return page_asks(path, {"If-None-Match: " + etag}).status == 200; });
}

TEST_P(Front, the_beginning_of_a_chat_is_what_the_company_has_set) {
  const auto refund = article("refund-time", "Refunds", "One.");
  until([&] { return page_asks("/api/v1/widget/articles/refund-time").status == 200; });
  ask("PUT", "/hot-questions/en",
      fmt::format(R"({{"questions":[{{"text":"Where is my order?"}},{{"text":"And my refund?","article":"{}"}}]}})", refund));
  const auto config = told("/config?language=en-GB");
  EXPECT_EQ(text_of(config, "inbox"), "0000000000001");
  EXPECT_EQ(text_of(config, "language"), "en");
  EXPECT_EQ(boost::json::serialize(config.at("hot")),
            R"([{"text":"Where is my order?","article":null},{"text":"And my refund?","article":"refund-time"}])");
  EXPECT_TRUE(array_of(told("/config?language=zh"), "hot").empty());
  EXPECT_FALSE(truth_of(config, "bot"));
  ask("POST", fmt::format("/articles/{}/texts/en/withdraw", refund), R"({"revision":2})");
  until([&] { return array_of(told("/config"), "hot")[1].at("article").is_null(); });
  EXPECT_EQ(page_asks("/api/v1/widget/config?inbox=0000000000099").status, 404);
  ask("PATCH", "/inboxes/0000000000001", R"({"active":false})");
  EXPECT_EQ(page_asks("/api/v1/widget/config").status, 404) << "nobody takes what is written";
}

TEST_P(Front, a_preflight_is_answered_for_these_routes_alone) {
  const auto preflight = [&](const std::string& path) {
    return harness::call_api(
        port(), {.method = "OPTIONS", .target = path, .more = {"Origin: https://shop.example.com", "Access-Control-Request-Method: GET"}});
  };
  const auto open = preflight("/api/v1/widget/config");
  EXPECT_EQ(open.status, 204);
  EXPECT_EQ(open.header("access-control-allow-origin"), "*");
  EXPECT_EQ(open.header("access-control-allow-methods"), "GET");
  EXPECT_EQ(open.header("access-control-allow-credentials"), "");
  EXPECT_EQ(preflight("/api/v1/conversations").header("access-control-allow-origin"), "");
}

// The script is there once the web build holds it; until then the address says so.
TEST_P(Front, the_script_may_be_taken_in_by_any_page) {
  const auto script = page_asks("/widget.js");
  if (script.status == 404) {
    EXPECT_EQ(script.header("content-type"), "application/problem+json");
    return;
  }
  EXPECT_EQ(script.status, 200);
  EXPECT_EQ(script.header("cache-control"), "public, max-age=3600");
  EXPECT_EQ(script.header("cross-origin-resource-policy"), "cross-origin");
  EXPECT_EQ(page_asks("/widget.js", {"If-None-Match: " + script.header("etag")}).status, 304);
  EXPECT_EQ(page_asks("/widget.js.map").status, 404);
}

TEST_P(Front, a_visitor_comes_from_a_page_of_another_site_and_an_agent_does_not) {
  const std::string elsewhere = "Origin: https://shop.example.com\r\n";
  Line guest{loop(), port(), "/live/visitor", elsewhere};
  guest.say(R"({"t":"hello","v":1})");
  guest.hear("welcome");
  Line desk{loop(), port(), "/live/agent", elsewhere};
  EXPECT_EQ(desk.hear_end().http_status, 403);
}

TEST_P(Front, a_company_that_lists_its_sites_keeps_others_out) {
  ASSERT_TRUE(installation_->gateway(0).stop());
  installation_->gateway(0).start({"--web.origins", "https://shop.example.com"});
  Line guest{loop(), port(), "/live/visitor", "Origin: https://shop.example.com\r\n"};
  guest.say(R"({"t":"hello","v":1})");
  guest.hear("welcome");
  Line stranger{loop(), port(), "/live/visitor", "Origin: https://evil.example\r\n"};
  EXPECT_EQ(stranger.hear_end().http_status, 403);
}

}  // namespace
}  // namespace zhiyin::flow
