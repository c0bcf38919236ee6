// Secrets are made once, and what lies sealed opens with its key only.
#include "credential/secret.hpp"

#include <gmock/gmock.h>

#include <array>
#include <fstream>
#include <stdexcept>

#include "credential/service.hpp"
#include "harness/place.hpp"
#include "identity/store.hpp"
#include "store/stepping.hpp"

namespace zhiyin::credential {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr std::array<std::string_view, 2> names{sign_in_secret, cursor_secret};
constexpr db::Statement all_values{"all_secret_values", "SELECT value FROM server_secret ORDER BY name"};
constexpr std::array<const db::Statement*, 1> own_statements{&all_values};

class ServerSecrets : public testing::TestWithParam<db::Engine> {
 protected:
  [[nodiscard]] Secrets load(const std::optional<crypto::Key>& lock = std::nullopt) {
    return Secrets::load(*at_.store().open_writing(), names, lock, at_.chance);
  }
  [[nodiscard]] std::vector<std::string> stored() {
    const auto rows = at_.reading().query(all_values, {});
    std::vector<std::string> values;
    values.reserve(rows.size());
    for (std::size_t i = 0; i < rows.size(); ++i) {
      values.emplace_back(rows.text(i, 0));
    }
    return values;
  }
  trial::Stepping at_{GetParam(), {statements(), {own_statements, {}}}};
};
INSTANTIATE_TEST_SUITE_P(Engines, ServerSecrets, trial::both_engines(), trial::engine_label);

TEST_P(ServerSecrets, AreMadeOnceAndDiffer) {
  const auto first = load();
  EXPECT_EQ(first.key(sign_in_secret), load().key(sign_in_secret));
  EXPECT_NE(first.key(sign_in_secret), first.key(cursor_secret));
  EXPECT_EQ(stored().size(), 2U);
}

TEST_P(ServerSecrets, LieSealedWhenThereIsAKey) {
  const auto lock = crypto::random_key(at_.chance);
  const auto in_clear = load();
  EXPECT_THAT(stored()[1], HasSubstr("clear:"));
  const auto sealed = load(lock);
  EXPECT_EQ(sealed.key(sign_in_secret), in_clear.key(sign_in_secret)) << "sealing them later must not change them";
  for (const auto& value : stored()) {
    EXPECT_THAT(value, HasSubstr("sealed:"));
  }
  EXPECT_EQ(load(lock).key(cursor_secret), in_clear.key(cursor_secret));
  EXPECT_THROW((void)load(), std::runtime_error) << "without the key";
  EXPECT_THROW((void)load(crypto::random_key(at_.chance)), std::runtime_error) << "with another";
}

// Somebody who can write the store but has no key may not make the cursor's key that of accounts.
TEST_P(ServerSecrets, CannotBeExchanged) {
  const auto lock = crypto::random_key(at_.chance);
  (void)load(lock);
  at_.store().open_writing()->execute(
      "UPDATE server_secret SET value = (SELECT value FROM server_secret WHERE name = 'cursor') WHERE name = 'sign_in'");
  EXPECT_THROW((void)load(lock), std::runtime_error);
}

TEST(KeyFile, HoldsThirtyTwoBytes) {
  const harness::TempDir dir{"key"};
  const auto file = dir.path() / "key";
  const auto write = [&file](const std::string& text) { std::ofstream{file} << text; };
  EXPECT_EQ(read_key_file(""), std::nullopt);
  EXPECT_THROW((void)read_key_file(file), std::runtime_error) << "no file";
  write(crypto::base64(std::string(32, 'k')) + "\n");
  EXPECT_EQ(read_key_file(file)->front(), 'k');
  for (const auto& wrong : {crypto::base64(std::string(31, 'k')), std::string(32, 'k'), std::string{}}) {
    write(wrong);
    EXPECT_THROW((void)read_key_file(file), std::runtime_error) << wrong;
  }
}

}  // namespace
}  // namespace zhiyin::credential
