// What an inbox's secret looks like in the store, and what became of those that lay there in clear.
#include "inbox/safe.hpp"

#include <gtest/gtest.h>

#include "identity/service.hpp"
#include "identity/store.hpp"
#include "inbox/reading.hpp"
#include "inbox/service.hpp"
#include "inbox/store.hpp"
#include "store/stepping.hpp"
#include "team/service.hpp"
#include "team/settings.hpp"
#include "team/state.hpp"
#include "team/store.hpp"

namespace zhiyin::inbox {
namespace {

crypto::Key key_of_bytes(unsigned char byte) {
  crypto::Key key{};
  key.fill(byte);
  return key;
}

class Secrets : public testing::TestWithParam<db::Engine> {
 protected:
  Secrets() {
    const auto session = at_.store().open_writing();
    session->begin();
    const auto people = identity::found_people(*session, at_.clock.now(), 0);
    team::found_teams(*session, people.new_store, people.new_people, at_.clock.now(), team::Settings{}.lease);
    found_inboxes(*session, people.new_store, at_.chance);
    session->commit();
  }
  Inbox website() { return find(at_.reading(), web_inbox).value(); }

  trial::Stepping at_{GetParam(),
                      {statements(), identity::statements(), team::statements(), team::state_statements(), timer::statements()}};
  Safe safe_{key_of_bytes(7)};
};
INSTANTIATE_TEST_SUITE_P(Engines, Secrets, trial::both_engines(), trial::engine_label);

TEST_P(Secrets, what_lies_in_clear_is_sealed_at_start_and_stays_what_it_is) {
  const auto clear = website().kept_secret;
  ASSERT_EQ(clear.size(), 43U);
  EXPECT_EQ(safe_.secret_of(website()), clear);
  seal_secrets(*at_.store().open_writing(), safe_, at_.chance);
  const auto kept = website().kept_secret;
  EXPECT_EQ(kept.find(clear), std::string::npos);
  EXPECT_EQ(safe_.secret_of(website()), clear);
  seal_secrets(*at_.store().open_writing(), safe_, at_.chance);
  EXPECT_EQ(website().kept_secret, kept) << "a later start leaves it alone";
}

TEST_P(Secrets, of_new_inboxes_and_new_secrets_are_sealed_from_the_first) {
  const auto shop = at_.run<Inbox>([&](writer::Tx& tx) { return make(tx, "Shop", Kind::web, safe_); });
  const auto rotated = at_.run<Inbox>([&](writer::Tx& tx) { return rotate_secret(tx, web_inbox, safe_); });
  for (const auto& made : {*shop, *rotated}) {
    const auto kept = find(at_.reading(), made.id).value();
    EXPECT_TRUE(kept.kept_secret.starts_with("sealed:"));
    EXPECT_EQ(safe_.secret_of(kept).value_or("").size(), 43U);
  }
}

TEST_P(Secrets, one_inboxs_secret_is_not_anothers_and_needs_the_key) {
  const auto shop = at_.run<Inbox>([&](writer::Tx& tx) { return make(tx, "Shop", Kind::web, safe_); });
  auto moved = website();
  moved.kept_secret = shop->kept_secret;
  EXPECT_EQ(safe_.secret_of(moved), std::nullopt);
  EXPECT_EQ(Safe{key_of_bytes(8)}.secret_of(*shop), std::nullopt);
  seal_secrets(*at_.store().open_writing(), Safe{key_of_bytes(8)}, at_.chance);
  EXPECT_EQ(find(at_.reading(), shop->id)->kept_secret, shop->kept_secret) << "what cannot be opened is left as it is";
}

}  // namespace
}  // namespace zhiyin::inbox
