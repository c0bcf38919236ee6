#include "inbox/rules.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

namespace zhiyin::inbox {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

TEST(Bounds, AsATable) {
  struct Row {
    const char* where = "";  // empty: within bounds
    std::int64_t reopen_days = 0;
    Millis wrap_up{};
    Millis offer{};
  };
  const auto rows = std::to_array<Row>({
      {"", 0, seconds{0}, seconds{5}},
      {"", 365, minutes{60}, minutes{10}},
      {"reopen_days", -1, seconds{0}, seconds{5}},
      {"reopen_days", 366, seconds{0}, seconds{5}},
      {"wrap_up", 7, -seconds{1}, seconds{5}},
      {"wrap_up", 7, minutes{60} + Millis{1}, seconds{5}},
      {"offer", 7, seconds{0}, seconds{5} - Millis{1}},
      {"offer", 7, seconds{0}, minutes{10} + Millis{1}},
  });
  for (const auto& row : rows) {
    Inbox inbox;
    inbox.reopen_days = row.reopen_days;
    inbox.wrap_up = row.wrap_up;
    inbox.offer = row.offer;
    const auto fault = fault_in(inbox);
    EXPECT_EQ(fault ? fault->where : "", row.where);
  }
}

/// Gives the words of a list, one after another.
class Given final : public Chance {
 public:
  explicit Given(std::vector<std::uint64_t> words) : words_(std::move(words)) {}
  [[nodiscard]] std::uint64_t bits() override { return words_.at(next_++); }

 private:
  std::vector<std::uint64_t> words_;
  std::size_t next_ = 0;
};

// 32 bytes as RFC 4648 section 5 writes them: every bit of chance is in the text, and a library reads it back.
TEST(Secrets, AreThirtyTwoBytesInBase64Url) {
  Given zeros{{0, 0, 0, 0}};
  EXPECT_EQ(new_secret(zeros), std::string(43, 'A'));
  Given ones{{~0ULL, ~0ULL, ~0ULL, ~0ULL}};
  EXPECT_EQ(new_secret(ones), std::string(42, '_') + "8");
  Given count{{0x0706050403020100, 0x0f0e0d0c0b0a0908, 0x1716151413121110, 0x1f1e1d1c1b1a1918}};
  EXPECT_EQ(new_secret(count), "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8");
}

}  // namespace
}  // namespace zhiyin::inbox
