// Which route a path means, and what never may stand in one table.
#include "api/match.hpp"

#include <gtest/gtest.h>

#include "event/ids.hpp"

namespace zhiyin::api {
namespace {

Route at(net::Method method, std::string_view path) {
  Route route;
  route.about.method = method;
  route.about.path = path;
  return route;
}

TEST(Matcher, PrefersWhatStandsThereWordByWord) {
  const std::vector<Route> routes{at(net::Method::get, "/api/v1/teams/{team}"),
                                  at(net::Method::get, "/api/v1/teams/{team}/members/{person}"), at(net::Method::post, "/api/v1/teams"),
                                  at(net::Method::get, "/api/v1/words/{name:slug}"), at(net::Method::get, "/api/v1/words/all")};
  const Matcher matcher{routes};
  const auto found = matcher.find("/api/v1/teams/0000000000001/members/0000000000002");
  ASSERT_NE(found.place, nullptr);
  EXPECT_EQ(found.parts.at("team"), "0000000000001");
  EXPECT_EQ(found.parts.at("person"), "0000000000002");
  EXPECT_EQ(matcher.find("/api/v1/words/all").place->routes.at(net::Method::get), &routes[4]);
  EXPECT_EQ(matcher.find("/api/v1/words/other-1").parts.at("name"), "other-1");
  for (const std::string path : {"/api/v1/words/", "/api/v1/words/A", "/api/v1/words", "/api/v1/teams/1", "/api/v1/teams/",
                                 "/api/v1//teams", "api/v1/teams", "", "/", "/api/v1/teams/0000000000001/members"}) {
    EXPECT_EQ(matcher.find(path).place, nullptr) << path;
  }
}

TEST(Matcher, RefusesTwoAnswersForOneRequest) {
  const auto with = [](std::string_view first, std::string_view second) {
    const std::vector<Route> routes{at(net::Method::get, first), at(net::Method::get, second)};
    const Matcher matcher{routes};
  };
  EXPECT_DEATH(with("/a/{x}", "/a/{x}"), "a path answers a method once");
  EXPECT_DEATH(with("/a/{x}", "/a/{y}"), "name its parts alike");
  EXPECT_DEATH(with("/a/{x:number}", "/b"), "an id or a slug");
}

}  // namespace
}  // namespace zhiyin::api
