#include "platform/net/router.hpp"

#include <gtest/gtest.h>

namespace zhiyin::net {
namespace {

Handler nothing() {
  return [](const Request&, const Responder&) {};
}
SocketFactory no_socket() {
  return [](const Request&) -> Result<std::unique_ptr<SocketHandler>> { return nullptr; };
}

// A path must mean one place whatever the order of the routes: the console's "/*" would else swallow the API.
TEST(Router, TakesTheLongestMatch) {
  const Router router{{{Method::post, "/*", nothing()},
                       {Method::get, "/api/*", nothing()},
                       {Method::put, "/api/people/*", nothing()},
                       {Method::patch, "/api/people", nothing()},
                       {Method::del, "/api/people/me", nothing()}},
                      {{"/live", no_socket()}}};
  struct Row {
    std::string_view path;
    std::string_view allow;
  };
  for (const auto& row :
       {Row{"/", "POST, OPTIONS"}, Row{"/x", "POST, OPTIONS"}, Row{"/api", "POST, OPTIONS"}, Row{"/api/", "GET, HEAD, OPTIONS"},
        Row{"/api/x/y", "GET, HEAD, OPTIONS"}, Row{"/api/people", "PATCH, OPTIONS"}, Row{"/api/people/", "PUT, OPTIONS"},
        Row{"/api/people/me", "DELETE, OPTIONS"}, Row{"/api/people/me/x", "PUT, OPTIONS"}, Row{"/live", "GET, OPTIONS"}}) {
    const auto* place = router.find(row.path);
    ASSERT_NE(place, nullptr) << row.path;
    EXPECT_EQ(place->allow(), row.allow) << row.path;
  }
}

TEST(Router, KnowsNothingElse) {
  const Router router{{{Method::get, "/a", nothing()}, {Method::get, "/b/*", nothing()}}, {}};
  for (const auto* path : {"/", "/a/", "/ab", "/b", "*", ""}) {
    EXPECT_EQ(router.find(path), nullptr) << path;
  }
  EXPECT_NE(router.find("/a")->handler(Method::head), nullptr) << "GET answers HEAD";
  EXPECT_EQ(router.find("/a")->handler(Method::post), nullptr);
}

TEST(RouterDeathTest, RefusesTwoAnswersForOnePlace) {
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_DEATH((Router{{{Method::get, "/a", nothing()}, {Method::get, "/a", nothing()}}, {}}), "a path answers a method once");
}

}  // namespace
}  // namespace zhiyin::net
