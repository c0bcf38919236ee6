// The tokens are the web's, said once; only how the dark ones are chosen is ours.
#include "help/style.hpp"

#include <gmock/gmock.h>

namespace zhiyin::help {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Style, AsksTheSystemForTheDarkTokens) {
  EXPECT_EQ(by_system(":root {\n a: 1;\n}\n[data-theme=\"dark\"] {\n a: 2;\n}\n"),
            ":root {\n a: 1;\n}\n@media (prefers-color-scheme: dark) { :root {\n a: 2;\n} }\n");
}

TEST(Style, HoldsTheTokensAndTheLook) {
  EXPECT_THAT(style(), HasSubstr("--ink-1:"));
  EXPECT_THAT(style(), HasSubstr(".hero"));
  EXPECT_THAT(style(), Not(HasSubstr("[data-theme=\"dark\"]")));
  EXPECT_THAT(style_path(), testing::MatchesRegex("/help/style-[0-9a-f]+\\.css"));
}

}  // namespace
}  // namespace zhiyin::help
