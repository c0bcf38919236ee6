// What a client sees, over a real socket: who may, what is answered, and what never leaves.
#include <gmock/gmock.h>

#include "api/api_trial.hpp"
#include "platform/json/reader.hpp"

namespace zhiyin::api::test {
namespace {

using testing::HasSubstr;

class ApiSite : public testing::Test {
 protected:
  Site site_{db::Engine::sqlite};
};

std::string code_of(const Site::Answer& answer) {
  const auto document = json::Document::parse(answer.body);
  return document ? std::string{document->root()->text("code").value_or("")} : "";
}

TEST_F(ApiSite, ReadsAndWritesForWhoMay) {
  const auto made = site_.post("/api/v1/notes", R"({"text":"first","mood":"cross"})");
  EXPECT_EQ(made.status, 201) << made.body;
  EXPECT_THAT(made.body, testing::EndsWith(R"(,"text":"first","by":"good"})"));
  EXPECT_THAT(site_.get("/api/v1/notes").body, testing::EndsWith(R"(,"text":"first","by":""}],"next":null})"));
  EXPECT_GT(site_.credentials.wanted, 0);  // the rows of the credential were named in the command's own batch
  const auto gone = site_.ask("DELETE", "/api/v1/notes/0000000000001", "", {{"Authorization", "bearer good"}});
  EXPECT_EQ(gone.status, 204);
  EXPECT_EQ(site_.ask("HEAD", "/api/v1/notes", "", {{"Authorization", "Bearer good"}}).status, 200);
}

TEST_F(ApiSite, TellsNobodyFromSomebodyWithoutTheRight) {
  const auto nobody = site_.ask("GET", "/api/v1/notes", "", {});
  EXPECT_EQ(nobody.status, 401);
  EXPECT_EQ(header_of(nobody, "WWW-Authenticate"), R"(Bearer realm="zhiyin")");
  const auto unknown = site_.get("/api/v1/notes", "invented");
  EXPECT_EQ(unknown.status, 401);
  EXPECT_THAT(header_of(unknown, "WWW-Authenticate"), HasSubstr("invalid_token"));
  const auto poor = site_.get("/api/v1/notes", "poor");
  EXPECT_EQ(poor.status, 403);
  EXPECT_THAT(poor.body, HasSubstr("conversation.read"));
  EXPECT_EQ(site_.post("/api/v1/notes", R"({"text":"x"})", {}, "poor").status, 403);
  EXPECT_EQ(site_.post("/api/v1/slow", "", {}, "poor").status, 403);
  EXPECT_EQ(site_.post("/api/v1/slow", "").body, R"({"id":"0000000000001","text":"slow","by":"good"})");
  EXPECT_EQ(site_.count(count_notes), 0);
}

// The right is decided in the transaction that acts, so what ended between two requests has ended.
TEST_F(ApiSite, KnowsAtOnceThatASessionEnded) {
  EXPECT_EQ(site_.get("/api/v1/notes").status, 200);
  site_.credentials.end("good");
  EXPECT_EQ(site_.get("/api/v1/notes").status, 401);
  EXPECT_EQ(site_.post("/api/v1/notes", R"({"text":"x"})").status, 401);
  EXPECT_EQ(site_.count(count_notes), 0);
}

TEST_F(ApiSite, BelievesACookieOnlyFromItsOwnPages) {
  const Site::Headers cookie{{"Cookie", "a=b; zhiyin_session=good"}};
  EXPECT_EQ(site_.ask("GET", "/api/v1/notes", "", cookie).status, 200);
  const auto post = [&](Site::Headers more) {
    more.insert(more.end(), cookie.begin(), cookie.end());
    return site_.ask("POST", "/api/v1/notes", R"({"text":"x"})", more).status;
  };
  EXPECT_EQ(post({}), 403);
  EXPECT_EQ(post({{"Origin", "https://elsewhere"}}), 403);
  EXPECT_EQ(post({{"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}}), 403);
  EXPECT_EQ(post({{"Sec-Fetch-Site", "same-site"}}), 403);
  EXPECT_EQ(site_.count(count_notes), 0);
  EXPECT_EQ(post({{"Origin", "https://here"}}), 201);
  EXPECT_EQ(post({{"Sec-Fetch-Site", "same-origin"}}), 201);
}

TEST_F(ApiSite, NamesWhatIsWrongWithTheAddressOrTheMethod) {
  EXPECT_EQ(site_.get("/api/v1/nothing").status, 404);
  EXPECT_EQ(site_.get("/api/").status, 404);
  EXPECT_EQ(site_.get("/api/v1/notes/").status, 404);
  EXPECT_EQ(site_.get("/api/v1/notes/7").status, 404);  // no id
  EXPECT_EQ(site_.get("/api/v1/notes/0000000000007").status, 200);
  EXPECT_EQ(code_of(site_.get("/api/v1/notes/0000000000008")), "not_found");
  const auto put = site_.ask("PUT", "/api/v1/notes", "{}", {});
  EXPECT_EQ(put.status, 405);
  EXPECT_EQ(header_of(put, "Allow"), "GET, HEAD, POST, OPTIONS");
  EXPECT_EQ(header_of(put, "Content-Type"), "application/problem+json");
  const auto options = site_.ask("OPTIONS", "/api/v1/notes/0000000000007", "", {});
  EXPECT_EQ(options.status, 204);
  EXPECT_EQ(header_of(options, "Allow"), "GET, HEAD, DELETE, OPTIONS");
}

TEST_F(ApiSite, NamesEveryFaultOfABody) {
  EXPECT_EQ(site_.post("/api/v1/notes", "{}", {{"Content-Type", "text/plain"}}).status, 415);
  EXPECT_EQ(site_.post("/api/v1/notes", R"({"text":"x"})", {{"Content-Type", "Application/JSON; charset=utf-8"}}).status, 201);
  EXPECT_EQ(site_.post("/api/v1/notes", "").status, 400);
  EXPECT_EQ(site_.post("/api/v1/notes", "{").status, 400);
  EXPECT_EQ(site_.post("/api/v1/notes", R"({"text":")" + std::string(1000, 'x') + "\"}").status, 413);
  EXPECT_EQ(site_.ask("DELETE", "/api/v1/notes/0000000000001", "{}", {{"Authorization", "Bearer good"}}).status, 400);
  const auto faulty = site_.post("/api/v1/notes?why=1", R"({"txt":"x","level":9})");
  EXPECT_EQ(faulty.status, 422);
  const auto document = json::Document::parse(faulty.body);
  const auto errors = document->root()->value("errors")->array();
  std::string told;
  for (std::size_t i = 0; i < errors->size(); ++i) {
    const auto error = *errors->at(i).object();
    told += fmt::format("{}|{}|{}\n", *error.text("where"), *error.text("what"), *error.text("mend"));
  }
  EXPECT_EQ(told,
            "txt|nothing of this name is known here|did you mean \"text\"?\n"
            "text|it is missing|send it\n"
            "level|9 is out of bounds|send a whole number from 1 to 5\n"
            "why|nothing of this name is known here|leave it out\n");
  EXPECT_EQ(document->root()->text("where"), "txt");
  EXPECT_EQ(document->root()->text("mend"), "did you mean \"text\"?");
}

TEST_F(ApiSite, AnswersARefusedCommandWithItsReason) {
  const auto answer = site_.post("/api/v1/notes", R"({"text":"refuse me"})", {{"Idempotency-Key", "k"}});
  EXPECT_EQ(answer.status, 409);
  EXPECT_EQ(code_of(answer), "stale");
  EXPECT_EQ(site_.count(count_kept), 0);  // what was refused may be tried again
}

TEST_F(ApiSite, PagesThroughAListWithSealedCursors) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_EQ(site_.post("/api/v1/notes", R"({"text":"same"})").status, 201);
  }
  const auto next_of = [](const Site::Answer& answer) {
    const auto document = json::Document::parse(answer.body);
    return std::string{document->root()->text("next").value_or("")};
  };
  std::string path = "/api/v1/notes?text=same&limit=2";
  std::vector<std::size_t> sizes;
  std::string cursor;
  for (int pages = 0; pages < 4; ++pages) {
    const auto answer = site_.get(path + (cursor.empty() ? "" : "&after=" + cursor));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const auto document = json::Document::parse(answer.body);
    sizes.push_back(document->root()->value("items")->array()->size());
    cursor = next_of(answer);
    if (cursor.empty()) {
      break;
    }
  }
  EXPECT_THAT(sizes, testing::ElementsAre(2U, 2U, 1U));
  cursor = next_of(site_.get(path));
  EXPECT_EQ(site_.get("/api/v1/notes?limit=1&after=" + cursor + "&text=same").status, 200);  // the limit may change
  EXPECT_EQ(site_.get("/api/v1/notes?limit=2&after=" + cursor).status, 422);                 // the filters may not
  EXPECT_EQ(site_.get(path + "&after=2").status, 422);
  cursor[3] = cursor[3] == 'A' ? 'B' : 'A';
  EXPECT_EQ(site_.get(path + "&after=" + cursor).status, 422);
  EXPECT_EQ(site_.get("/api/v1/notes?limit=0").status, 422);
  EXPECT_EQ(site_.get("/api/v1/notes?limit=101").status, 422);
  EXPECT_EQ(site_.get("/api/v1/notes/0000000000007?limit=1").status, 422);  // a thing is no list
}

TEST_F(ApiSite, LetsARouteAnswerLaterAndOnItsOwn) {
  const auto answer = site_.ask("POST", "/api/v1/sign-in", R"({"text":"hello"})", {});
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(header_of(answer, "Set-Cookie"), "zhiyin_session=x; HttpOnly");
  EXPECT_EQ(site_.ask("POST", "/api/v1/sign-in", R"({"text":"drop"})", {}).status, 503);
}

// Slow work is done for those alone who may have it done, what it makes of the body is what the command sees, and it may refuse.
TEST_F(ApiSite, DoesSlowWorkBeforeACommandForThoseWhoMay) {
  EXPECT_NE(site_.post("/api/v1/prepared", R"({"text":"hello"})").body.find("prepared hello"), std::string::npos);
  const auto before = site_.count(count_notes);
  EXPECT_EQ(site_.post("/api/v1/prepared", R"({"text":"hello"})", {}, "poor").status, 403);
  EXPECT_EQ(site_.post("/api/v1/prepared", R"({"text":"hello"})", {}, "stranger").status, 401);
  const auto refused = site_.post("/api/v1/prepared", R"({"text":"too often"})");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(header_of(refused, "Retry-After"), "7");
  EXPECT_EQ(site_.count(count_notes), before);
}

TEST_F(ApiSite, GreetsAnybodyWhateverHePresents) {
  EXPECT_EQ(site_.ask("GET", "/api/v1/hello", "", {}).status, 200);
  EXPECT_EQ(site_.get("/api/v1/hello", "invented").body, R"({"id":"0000000000001","text":"hello","by":""})");
}

TEST_F(ApiSite, ShowsItsDocuments) {
  const auto document = site_.ask("GET", "/api/openapi.json", "", {});
  EXPECT_EQ(document.status, 200);
  EXPECT_THAT(document.body, HasSubstr(R"("openapi":"3.1.0")"));
  const auto page = site_.ask("GET", "/api/docs", "", {});
  EXPECT_THAT(page.body, HasSubstr("/api/v1/notes/{note}"));
  EXPECT_THAT(header_of(page, "Content-Security-Policy"), HasSubstr("default-src 'none'"));
}

// One limit for each caller; who is nobody is counted by his address, whatever he invents.
TEST(ApiRates, CountEachCallerForHimself) {
  const Site site{db::Engine::sqlite, {{3, 2, 1}}};
  const auto first = site.get("/api/v1/hello");
  EXPECT_EQ(header_of(first, "RateLimit-Limit"), "3");
  EXPECT_EQ(header_of(first, "RateLimit-Remaining"), "2");
  EXPECT_EQ(header_of(first, "RateLimit-Reset"), "20");
  EXPECT_EQ(site.get("/api/v1/notes", "good").status, 200);      // counted for the address: it is the first of this token
  EXPECT_EQ(site.get("/api/v1/notes", "invented").status, 401);  // likewise
  const auto over = site.get("/api/v1/notes", "invented-too");
  EXPECT_EQ(over.status, 429);
  EXPECT_GE(std::stoi(header_of(over, "Retry-After")), 1);
  EXPECT_EQ(header_of(over, "RateLimit-Remaining"), "0");
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(site.get("/api/v1/notes", "good").status, 200) << i;  // known now, and counted for itself
  }
  EXPECT_EQ(site.get("/api/v1/notes", "good").status, 429);
  EXPECT_EQ(site.post("/api/v1/notes", R"({"text":"x"})").status, 201);  // another class
  EXPECT_EQ(site.ask("POST", "/api/v1/sign-in", R"({"text":"x"})", {}).status, 200);
  EXPECT_EQ(site.ask("POST", "/api/v1/sign-in", R"({"text":"x"})", {{"Authorization", "Bearer good"}}).status, 429);
}

// Whoever invents an address with each request must not have a limit of his own with each; whoever comes through the operator's proxy must.
TEST(ApiRates, CountTheClientThatATrustedProxyNamesAndNobodyElses) {
  const RateLimits two{{2, 2, 2}};
  const auto from = [](const Site& site, const std::string& header) {
    const auto colon = header.find(": ");
    return site.ask("GET", "/api/v1/hello", "", {{header.substr(0, colon), header.substr(colon + 2)}}).status;
  };
  const Site open{db::Engine::sqlite, two};
  EXPECT_EQ(from(open, "X-Forwarded-For: 203.0.113.1"), 200);
  EXPECT_EQ(from(open, "X-Forwarded-For: 203.0.113.2"), 200);
  EXPECT_EQ(from(open, "X-Forwarded-For: 203.0.113.3"), 429) << "all of them are this machine's";
  const Site behind{db::Engine::sqlite, two, "127.0.0.0/8"};
  EXPECT_EQ(from(behind, "X-Forwarded-For: 203.0.113.1"), 200);
  EXPECT_EQ(from(behind, "X-Forwarded-For: 198.51.100.9, 203.0.113.1"), 200);
  EXPECT_EQ(from(behind, "X-Forwarded-For: 198.51.100.8, 203.0.113.1"), 429) << "what he wrote himself counts nothing";
  EXPECT_EQ(from(behind, "X-Forwarded-For: 203.0.113.2"), 200) << "another client of the same proxy";
  EXPECT_EQ(from(behind, "X-Forwarded-For: 2001:db8:1:2::1"), 200);
  EXPECT_EQ(from(behind, "X-Forwarded-For: 2001:db8:1:2::2"), 200);
  EXPECT_EQ(from(behind, "X-Forwarded-For: 2001:db8:1:2:ffff::3"), 429) << "IPv6 by its /64";
}

// An answer without these headers would make a client guess; what was refused early or dropped is no exception.
TEST_F(ApiSite, TellsTheRateWithEveryAnswer) {
  const std::pair<const char*, Site::Answer> answers[] = {
      {"done", site_.get("/api/v1/notes")},
      {"nobody", site_.ask("GET", "/api/v1/notes", "", {})},
      {"no bearer token", site_.ask("GET", "/api/v1/notes", "", {{"Authorization", "Basic eDp5"}})},
      {"another site's page", site_.ask("DELETE", "/api/v1/notes/0000000000001", "", {{"Cookie", "zhiyin_session=good"}})},
      {"unreadable", site_.post("/api/v1/notes", "{")},
      {"not allowed", site_.get("/api/v1/notes?nobody_knows=1")},
      {"dropped by its route", site_.post("/api/v1/sign-in", R"({"text":"drop"})")},
  };
  for (const auto& [why, answer] : answers) {
    EXPECT_NE(header_of(answer, "RateLimit-Limit"), "") << why << answer.head;
    EXPECT_EQ(answer.head.find("RateLimit-Limit"), answer.head.rfind("RateLimit-Limit")) << why << ": once";
  }
  EXPECT_EQ(answers[6].second.status, 503);
  EXPECT_EQ(header_of(answers[6].second, "Retry-After"), "1");
}

TEST_F(ApiSite, CountsRequestsByRouteAndWhyTheyWereRefused) {
  (void)site_.post("/api/v1/notes", R"({"text":"first"})", {{"Idempotency-Key", "one"}});
  (void)site_.post("/api/v1/notes", R"({"text":"second"})", {{"Idempotency-Key", "one"}});
  (void)site_.post("/api/v1/notes", R"({"text":"refuse me"})");  // the route's own: no reason of the framework
  (void)site_.post("/api/v1/notes", "{");
  (void)site_.get("/api/v1/notes/0000000000007");
  (void)site_.get("/api/v1/notes", "poor");
  (void)site_.get("/api/v1/notes", "invented");
  (void)site_.ask("GET", "/api/v1/notes", "", {});
  const auto text = site_.metrics();
  for (const auto* line : {
           R"(api_requests_total{route="/api/v1/notes",method="POST",class="2xx"} 1)",
           R"(api_requests_total{route="/api/v1/notes",method="POST",class="4xx"} 3)",
           R"(api_requests_total{route="/api/v1/notes",method="GET",class="4xx"} 3)",
           R"(api_requests_total{route="/api/v1/notes/{note}",method="GET",class="2xx"} 1)",
           R"(api_refused_total{reason="auth"} 3)",
           R"(api_refused_total{reason="body"} 1)",
           R"(api_refused_total{reason="idempotency"} 1)",
           R"(api_refused_total{reason="rate"} 0)",
           R"(api_request_seconds_count{kind="write"} 4)",
           R"(api_request_seconds_count{kind="read"} 4)",
       }) {
    EXPECT_THAT(text, HasSubstr(std::string{line} + "\n"));
  }
}

}  // namespace
}  // namespace zhiyin::api::test
