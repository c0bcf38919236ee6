// What counts as a credential, and when a cookie does not: a page of another site must not act for whoever has it open.
#include "api/presented.hpp"

#include <gtest/gtest.h>

#include <map>

namespace zhiyin::api {
namespace {

using Headers = std::map<std::string, std::string, std::less<>>;

Result<Presented> asked(net::Method method, const Headers& headers) {
  const std::function<std::string_view(std::string_view)> find = [&headers](std::string_view name) {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string_view{} : std::string_view{found->second};
  };
  net::Request request;
  request.method = method;
  request.header_ = &find;
  return presented(request);
}

TEST(Presented, TakesABearerTokenBeforeACookie) {
  const auto who = asked(net::Method::post, {{"authorization", "Bearer  abc"}, {"cookie", "zhiyin_session=x"}});
  ASSERT_TRUE(who.has_value());
  EXPECT_EQ(who->kind, Presented::Kind::token);
  EXPECT_EQ(who->secret, "abc");
  EXPECT_EQ(asked(net::Method::get, {{"authorization", "BEARER abc"}})->secret, "abc");
  EXPECT_EQ(asked(net::Method::get, {})->kind, Presented::Kind::nobody);
}

TEST(Presented, RefusesWhatIsNoToken) {
  for (const std::string header : {"Basic YTpi", "Bearer", "Bearer ", "Bearer a b", "Bearer \xff", "Token abc"}) {
    const auto who = asked(net::Method::get, {{"authorization", header}});
    ASSERT_FALSE(who.has_value()) << header;
    EXPECT_EQ(who.error().code, ErrorCode::unauthenticated);
  }
  EXPECT_FALSE(asked(net::Method::get, {{"authorization", "Bearer " + std::string(secret_max_bytes + 1, 'x')}}).has_value());
}

struct Row {
  const char* reason = "";
  net::Method method{};
  Headers headers;
  bool believed = false;
};

TEST(Presented, BelievesACookieAsTheTableSays) {
  const std::array rows{
      Row{"looking changes nothing", net::Method::get, {}, true},
      Row{"no page says who made it", net::Method::post, {{"host", "a"}}, false},
      Row{"our own page", net::Method::post, {{"host", "a:8080"}, {"origin", "http://a:8080"}}, true},
      Row{"behind a proxy that speaks TLS", net::Method::del, {{"host", "a"}, {"origin", "https://A"}}, true},
      Row{"another port is another origin", net::Method::post, {{"host", "a:8080"}, {"origin", "http://a"}}, false},
      Row{"another site whose name begins alike", net::Method::post, {{"host", "a"}, {"origin", "https://a.evil"}}, false},
      Row{"a sandboxed frame", net::Method::post, {{"host", "null"}, {"origin", "null"}}, false},
      Row{"no host at all", net::Method::post, {{"origin", "https://"}}, false},
      Row{"the browser's own word", net::Method::put, {{"sec-fetch-site", "same-origin"}}, true},
      Row{"a sibling's page", net::Method::patch, {{"sec-fetch-site", "same-site"}}, false},
      Row{"typed by hand", net::Method::post, {{"sec-fetch-site", "none"}}, false},
  };
  for (auto row : rows) {
    row.headers.emplace("cookie", "__Host-zhiyin_session=abc");
    const auto who = asked(row.method, row.headers);
    EXPECT_EQ(who.has_value(), row.believed) << row.reason;
    EXPECT_EQ(who ? who->secret : "abc", "abc") << row.reason;
  }
}

// Parts that only together are the same must not have one digest.
TEST(Digest, KeepsPartsApart) {
  EXPECT_NE(digest_of({"ab", "c"}), digest_of({"a", "bc"}));
  EXPECT_NE(credential_digest({Presented::Kind::token, "a"}), credential_digest({Presented::Kind::cookie, "a"}));
  EXPECT_EQ(digest_of({}), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");  // SHA-256 of nothing (FIPS 180-4 example)
}

}  // namespace
}  // namespace zhiyin::api
