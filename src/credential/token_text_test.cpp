// What is exactly a session's or a token's text, and what only looks like one.
#include "credential/token_text.hpp"

#include <gmock/gmock.h>

#include <set>

namespace zhiyin::credential {
namespace {

using testing::MatchesRegex;

TEST(TokenText, HasAFormThatScannersFind) {
  SystemChance chance;
  EXPECT_THAT(fresh_token_text(TokenKind::personal, chance), MatchesRegex("zyp_[A-Za-z0-9_-]{43}[0-9a-f]{6}"));
  EXPECT_THAT(fresh_token_text(TokenKind::service, chance), MatchesRegex("zys_[A-Za-z0-9_-]{43}[0-9a-f]{6}"));
  EXPECT_THAT(fresh_session_text(chance), MatchesRegex("[A-Za-z0-9_-]{43}"));
  std::set<std::string> seen;
  for (int i = 0; i < 1'000; ++i) {
    EXPECT_TRUE(seen.insert(fresh_session_text(chance)).second);
  }
}

// What no scanner should have to report, and no store to be asked for.
TEST(TokenText, IsOfOneKindAndWhole) {
  SystemChance chance;
  const auto personal = fresh_token_text(TokenKind::personal, chance);
  const auto session = fresh_session_text(chance);
  ASSERT_TRUE(read_token_text(personal));
  EXPECT_EQ(read_token_text(personal)->token, TokenKind::personal);
  EXPECT_EQ(read_session_text(session)->token, std::nullopt);
  EXPECT_FALSE(read_session_text(personal)) << "a token is no cookie";
  EXPECT_FALSE(read_token_text(session)) << "a cookie is no token";
  EXPECT_FALSE(read_token_text("zys_" + personal.substr(4))) << "one kind cannot be made the other";
  for (std::size_t i = 0; i < personal.size(); ++i) {
    auto altered = personal;
    altered[i] = altered[i] == 'a' ? 'b' : 'a';
    EXPECT_FALSE(read_token_text(altered)) << i;
  }
  for (const auto& wrong :
       {std::string{}, std::string{"zyp_"}, personal + "a", personal.substr(1), personal.substr(0, 52), " " + personal}) {
    EXPECT_FALSE(read_token_text(wrong)) << wrong;
  }
  for (const auto& wrong :
       {std::string{}, session + "a", session.substr(1), session.substr(0, 42) + "=", session.substr(0, 42) + "+", std::string(43, '\0')}) {
    EXPECT_FALSE(read_session_text(wrong)) << wrong;
  }
}

}  // namespace
}  // namespace zhiyin::credential
