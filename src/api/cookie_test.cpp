// A session's cookie is out of reach of pages and of other sites, and no other cookie is taken for it.
#include "api/cookie.hpp"

#include <gtest/gtest.h>

namespace zhiyin::api {
namespace {

TEST(Cookies, SayWhatKeepsThemFromPagesAndOtherSites) {
  EXPECT_EQ(cookie_with("abc", true, std::chrono::days{30}),
            "__Host-zhiyin_session=abc; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure");
  EXPECT_EQ(cookie_with("abc", false, std::chrono::days{30}), "zhiyin_session=abc; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
  EXPECT_EQ(cookie_without(true), "__Host-zhiyin_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict; Secure");
}

TEST(Cookies, AreFoundAmongOthers) {
  EXPECT_EQ(cookie_value("a=1; zhiyin_session=x=y; b=2", "zhiyin_session"), "x=y");
  EXPECT_EQ(cookie_value("zhiyin_session2=x; xzhiyin_session=y", "zhiyin_session"), "");
  EXPECT_EQ(cookie_value("zhiyin_session", "zhiyin_session"), "");
  EXPECT_EQ(cookie_value("", "zhiyin_session"), "");
}

}  // namespace
}  // namespace zhiyin::api
