// A signature is the only proof of who a visitor is: whatever is not signed as it should be is turned away.
#include "channel/web/signature.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <array>

#include "platform/crypto/crypto.hpp"

namespace zhiyin::channel::web {
namespace {

using crypto::hmac_hex;

const Time now = from_millis(1'800'000'000'000);

Result<contact::Claim> verdict(const std::string& identity, const std::string& secret = "secret") {
  const auto document = json::Document::parse(identity);
  return verified(*document->root(), {.secret = secret, .required = false}, now, {});
}
std::string v1(const std::string& id, const std::string& signed_id, const std::string& more = {}) {
  return fmt::format(R"({{"id":"{}","hash":"{}"{}}})", id, hmac_hex("secret", signed_id), more);
}
std::string v2(const std::string& signed_text, const std::string& members) {
  return fmt::format(R"({{"v":2,"hash":"{}",{}}})", hmac_hex("secret", signed_text), members);
}

// Sites make it with a library of their own: this one is from `printf 42 | openssl dgst -sha256 -hmac secret`.
TEST(Signature, IsWhatOthersMakeOfTheSame) {
  EXPECT_TRUE(verdict(R"({"id":"42","hash":"93c121e7aa437a1e01e3c512c6f0ce3c821a839025dca4408f85616de4aaee70"})"));
}

TEST(Signature, OfVersionOneProvesTheIdAlone) {
  const auto claim = verdict(v1("42", "42", R"(,"email":"Li@EXAMPLE.com","phone":"nonsense")"));
  ASSERT_TRUE(claim.has_value());
  EXPECT_EQ(claim->external_id, "42");
  EXPECT_EQ(claim->email, "Li@example.com");
  EXPECT_EQ(claim->phone, "");
  EXPECT_FALSE(claim->vouched);
}

TEST(Signature, OfVersionTwoProvesWhatItCovers) {
  const auto claim = verdict(v2("zhiyin-2\n42\nli@example.com\n+8613800138000\n1800000001",
                                R"("id":"42","email":"li@example.com","phone":"+8613800138000","exp":1800000001)"));
  ASSERT_TRUE(claim.has_value());
  EXPECT_TRUE(claim->vouched);
  EXPECT_EQ(claim->email, "li@example.com");
  EXPECT_EQ(claim->phone, "+8613800138000");
  EXPECT_TRUE(verdict(v2("zhiyin-2\n42\n\n\n", R"("id":"42")")));
}

TEST(Signature, IsRefusedUnlessItIsExactlyThat) {
  const std::array wrong{
      v1("42", "43"),
      v1("42", "42 "),
      std::string{R"({"id":"42","hash":""})"},
      std::string{R"({"id":"42"})"},
      std::string{R"({"id":42,"hash":"00"})"},
      std::string{R"({"hash":"00"})"},
      v1("", ""),
      v1(std::string(129, 'x'), std::string(129, 'x')),
      v1("42", "42", R"(,"v":3)"),
      v1("42", "42", R"(,"v":"1")"),
      v1("42", "42", R"(,"email":7)"),
      v1("42", "42", R"(,"exp":1900000000)"),  // not covered, so it would prove nothing
      v1("4\\n2", "4\n2"),
      v2("zhiyin-2\n42\n\n\n", R"("id":"42","email":"li@example.com")"),
      v2("zhiyin-2\n42\nli@example.com\n\n", R"("id":"42","email":"wang@example.com")"),
      v2("zhiyin-2\n42\n\n\n1799999999", R"("id":"42","exp":1799999999)"),
      v2("zhiyin-2\n42\n\n\n1800000000", R"("id":"42","exp":1800000000)"),
      v2("zhiyin-2\n42\n\n\n1800000001", R"("id":"42","exp":1900000000)"),
      v2("zhiyin-2\n42\n\n\n1799999999", R"("id":"42")"),
      v2("42", R"("id":"42")"),
      // One text must not be read as the signature of another identity.
      v2("zhiyin-2\n42\na@b.c\n+861\n2\n", R"("id":"42","email":"a@b.c\n+861","phone":"2")"),
  };
  for (const auto& identity : wrong) {
    const auto claim = verdict(identity);
    ASSERT_FALSE(claim.has_value()) << identity;
    EXPECT_EQ(claim.error().code, ErrorCode::forbidden) << identity;
    EXPECT_LE(claim.error().what.size(), 120U) << identity;  // it is a close reason
  }
}

// A site that signs whatever id a user chose must not be led to sign an identity of version 2 that way.
TEST(Signature, OfOneVersionIsNoneOfTheOther) {
  EXPECT_FALSE(verdict(v1(R"(zhiyin-2\n42\n\n\n)", "zhiyin-2\n42\n\n\n")));
}

TEST(Signature, NeedsASecret) {
  EXPECT_FALSE(verdict(v1("42", "42"), ""));
  EXPECT_FALSE(verdict(fmt::format(R"({{"id":"42","hash":"{}"}})", hmac_hex("", "42")), ""));
  EXPECT_FALSE(verdict(v1("42", "42"), "another"));
}

TEST(Signature, TheAddressTellsNothingOfTheId) {
  EXPECT_EQ(address_of_signed("secret", "42"), address_of_signed("secret", "42"));
  EXPECT_NE(address_of_signed("secret", "42"), address_of_signed("secret", "43"));
  EXPECT_NE(address_of_signed("secret", "42"), address_of_signed("another", "42"));
  EXPECT_NE(address_of_signed("secret", "42"), hmac_hex("secret", "42"));
}

}  // namespace
}  // namespace zhiyin::channel::web
