// Whatever bytes come as a body or a query, the answer is a refusal with a reason, and the server is still there.
#include <gtest/gtest.h>

#include "api/api_trial.hpp"

namespace zhiyin::api::test {
namespace {

constexpr int rounds = 400;

std::string noise(SeededChance& chance, std::size_t most) {
  std::string bytes(chance.under(most), '\0');
  for (auto& byte : bytes) {
    byte = static_cast<char>(chance.bits() & 0xFFU);
  }
  return bytes;
}

/// A valid body with a few bytes changed, cut or doubled: deeper into the parser than pure noise.
std::string spoiled(SeededChance& chance) {
  std::string body = R"({"text":"a\u4f60","level":3,"mood":"calm"})";
  for (std::uint64_t i = 0; i <= chance.under(4); ++i) {
    const auto at = chance.under(body.size());
    switch (chance.under(3)) {
      case 0: body[at] = static_cast<char>(chance.bits() & 0xFFU); break;
      case 1: body.erase(at, chance.under(8) + 1); break;
      default: body.insert(at, body.substr(chance.under(body.size()), chance.under(20))); break;
    }
    body += body.empty() ? "{" : "";
  }
  return body;
}

TEST(Noise, IsAlwaysRefusedAndNeverHarms) {
  const Site site{db::Engine::sqlite};
  SeededChance chance{20261121};
  for (int i = 0; i < rounds; ++i) {
    const auto wild = site.post("/api/v1/notes", noise(chance, 600));
    EXPECT_TRUE(wild.status >= 400 && wild.status < 500) << wild.status << " in round " << i;
    const auto near = site.post("/api/v1/notes", spoiled(chance));
    EXPECT_TRUE(near.status == 201 || (near.status >= 400 && near.status < 500)) << near.status << " in round " << i;
  }
  EXPECT_EQ(site.get("/api/v1/hello").status, 200);
}

TEST(Noise, InAQueryIsRefusedToo) {
  const Site site{db::Engine::sqlite};
  SeededChance chance{7};
  constexpr std::string_view characters = "%&=+limitafer0123456789ABCDEF\"'<>[]{}";
  for (int i = 0; i < rounds; ++i) {
    std::string query = "x";
    for (std::uint64_t n = chance.under(60); n > 0; --n) {
      query.push_back(characters[chance.under(characters.size())]);
    }
    const auto answer = site.get("/api/v1/notes?" + query);
    EXPECT_TRUE(answer.status >= 400 && answer.status < 500) << answer.status << query;
  }
}

TEST(Noise, OfDepthAndWidthIsBounded) {
  const Site site{db::Engine::sqlite};
  EXPECT_EQ(site.post("/api/v1/notes", std::string(900, '[')).status, 400);
  EXPECT_EQ(site.post("/api/v1/notes", R"({"text":)" + std::string(17, '[') + std::string(17, ']') + "}").status, 400);
  EXPECT_EQ(site.post("/api/v1/notes", std::string(100'000, ' ')).status, 413);
}

}  // namespace
}  // namespace zhiyin::api::test
