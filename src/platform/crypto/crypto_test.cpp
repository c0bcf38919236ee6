// Against the published examples, so that a digest here is a digest elsewhere; and what must not open does not.
#include "platform/crypto/crypto.hpp"

#include <gtest/gtest.h>

namespace zhiyin::crypto {
namespace {

TEST(Digests, AreThoseOfTheStandards) {
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");  // FIPS 180-4
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  // RFC 2104 pads a short key with zeros: "Jefe" padded by us is RFC 4231's test case 2.
  Key key{'J', 'e', 'f', 'e'};
  constexpr const char* digest = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
  EXPECT_EQ(hmac_hex(key, "what do ya want for nothing?"), digest);
  EXPECT_EQ(hmac_hex("Jefe", "what do ya want for nothing?"), digest);
  // Test cases 1 and 6: a key shorter than a block, and one that is longer and so hashed first.
  EXPECT_EQ(hmac_hex(std::string(20, '\x0b'), "Hi There"), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
  EXPECT_EQ(hmac_hex(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

TEST(Keys, AreAnothersForAnotherPurpose) {
  const Key key{'J', 'e', 'f', 'e'};
  EXPECT_EQ(key_for(key, "what do ya want for nothing?").front(), 0x5b);  // test case 2 again
  EXPECT_NE(key_for(key, "one"), key_for(key, "another"));
  EXPECT_NE(key_for(key, "one"), key_for(Key{}, "one"));
}

TEST(Base64, ReadsWhatItWritesAndNothingElse) {
  for (const std::string bytes : {"", "f", "fo", "foo", "foob", "\xfb\xff\xfe"}) {
    EXPECT_EQ(read_base64url(base64url(bytes)), bytes);
    EXPECT_EQ(read_base64(base64(bytes)).value_or(""), bytes);
  }
  EXPECT_EQ(base64url("\xfb\xff\xfe"), "-__-");
  EXPECT_EQ(read_base64(" Zm9v\n"), "foo");
  for (const auto* wrong : {"Zm9", "Zm9v!", "Zg", "-__-", " "}) {
    EXPECT_EQ(read_base64(wrong), std::nullopt) << wrong;
  }
  // Padded, of the other alphabet, spaced, of a length that is none, and with bits left over.
  for (const auto* wrong : {"Zg==", "+/+/", " Zm9v", "Zm9vY", "Zh"}) {
    EXPECT_EQ(read_base64url(wrong), std::nullopt) << wrong;
  }
}

TEST(Sealing, OpensWithItsKeyOnlyAndShowsAnyChange) {
  SystemChance chance;
  const auto key = random_key(chance);
  const auto sealed = seal(key, "the secret", chance);
  EXPECT_NE(sealed, seal(key, "the secret", chance)) << "one nonce was used twice";
  EXPECT_EQ(open(key, sealed), "the secret");
  EXPECT_EQ(open(random_key(chance), sealed), std::nullopt);
  auto bytes = sealed;
  for (auto& byte : bytes) {
    byte = static_cast<char>(byte ^ 1);
    EXPECT_EQ(open(key, bytes), std::nullopt);
    byte = static_cast<char>(byte ^ 1);
  }
  EXPECT_EQ(open(key, ""), std::nullopt);
  EXPECT_EQ(open(key, "short"), std::nullopt);
}

TEST(Comparing, IsOfAllBytes) {
  EXPECT_TRUE(equal("", ""));
  EXPECT_TRUE(equal("abc", "abc"));
  for (const auto* other : {"abd", "bbc", "ab", "abcd", ""}) {
    EXPECT_FALSE(equal("abc", other)) << other;
  }
}

TEST(Wiping, LeavesNothing) {
  std::string secret = "a secret that is longer than what a short string holds";
  const std::string_view place{secret.data(), secret.size()};
  wipe(secret);
  EXPECT_TRUE(secret.empty());
  EXPECT_EQ(place.find_first_not_of('\0', 1), std::string_view::npos);
}

}  // namespace
}  // namespace zhiyin::crypto
