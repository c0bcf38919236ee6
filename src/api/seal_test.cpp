// A cursor tells nothing, and only ours opens: a position in a list is nobody's to read or to invent.
#include "api/seal.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include "store/stepping.hpp"

namespace zhiyin::api {
namespace {

constexpr crypto::Key key{1, 2, 3};
constexpr crypto::Key other_key{1, 2, 4};

RC_GTEST_PROP(Seal, OpensWhatItSealed, (const std::string& plain, const std::string& bound)) {
  SystemChance chance;
  const Sealer sealer{key, chance};
  RC_ASSERT(sealer.open(sealer.seal(plain, bound), bound) == plain);
  RC_ASSERT(!sealer.open(sealer.seal(plain, bound), bound + "x").has_value());
}

TEST(Seal, OpensNothingElse) {
  SystemChance chance;
  const Sealer sealer{key, chance};
  const auto sealed = sealer.seal("12345", "listNotes");
  EXPECT_FALSE(Sealer(other_key, chance).open(sealed, "listNotes").has_value());
  EXPECT_FALSE(sealer.open("", "listNotes").has_value());
  EXPECT_FALSE(sealer.open("12345", "listNotes").has_value());
  EXPECT_FALSE(sealer.open(sealed + "A", "listNotes").has_value());
  EXPECT_FALSE(sealer.open(sealed.substr(0, sealed.size() - 1), "listNotes").has_value());
  for (std::size_t i = 0; i < sealed.size(); ++i) {
    auto changed = sealed;
    changed[i] = changed[i] == 'A' ? 'B' : 'A';
    EXPECT_FALSE(sealer.open(changed, "listNotes").has_value()) << i;
    changed[i] = '=';
    EXPECT_FALSE(sealer.open(changed, "listNotes").has_value()) << i;
  }
}

TEST(Seal, ShowsNotThatTwoAreTheSame) {
  SystemChance chance;
  const Sealer sealer{key, chance};
  EXPECT_NE(sealer.seal("12345", "x"), sealer.seal("12345", "x"));
}

}  // namespace
}  // namespace zhiyin::api
