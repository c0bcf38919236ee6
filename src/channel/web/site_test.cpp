// Which inbox a visitor comes to, and what it asks of him.
#include "channel/web/site.hpp"

#include <gtest/gtest.h>

#include "inbox/service.hpp"
#include "store/places.hpp"

namespace zhiyin::channel::web {
namespace {

class SiteOf : public testing::Test {
 protected:
  inbox::Inbox make(const std::string& name) {
    return *at_.run<inbox::Inbox>([&](writer::Tx& tx) { return inbox::make(tx, name, inbox::Kind::web, safe_); });
  }
  void change(InboxId id, const inbox::Changes& wanted) {
    ASSERT_TRUE(at_.run<inbox::Inbox>([&](writer::Tx& tx) { return inbox::change(tx, id, wanted); }));
  }
  std::optional<Site> find(std::optional<std::string> named = {}, IdentityRules first = {}) {
    (void)directories_.current(at_.reading());
    return Sites{directories_, safe_, std::move(first)}.find(named);
  }

  trial::Places at_{db::Engine::sqlite, 0};
  inbox::Safe safe_{crypto::Key{}};
  access::Directories directories_;
};

TEST_F(SiteOf, ThoseWhoNameNoneIsTheFirst) {
  const auto shop = make("Shop");
  EXPECT_EQ(find()->inbox, inbox::web_inbox);
  EXPECT_EQ(find(shop.id.text())->inbox, shop.id);
  EXPECT_FALSE(find("nonsense"));
  EXPECT_FALSE(find(InboxId{99}.text()));
  change(inbox::web_inbox, {.active = false});
  EXPECT_EQ(find()->inbox, shop.id);
  EXPECT_FALSE(find(inbox::web_inbox.text())) << "it takes nothing new";
  change(shop.id, {.active = false});
  EXPECT_FALSE(find());
}

// What an administrator changes holds for the next who comes, without a restart.
TEST_F(SiteOf, AsksWhatItsInboxSays) {
  const auto shop = make("Shop");
  const auto before = find(shop.id.text());
  EXPECT_EQ(before->rules.secret, safe_.secret_of(shop));
  EXPECT_FALSE(before->rules.required);
  change(shop.id, {.identity_required = true});
  const auto rotated = at_.run<inbox::Inbox>([&](writer::Tx& tx) { return inbox::rotate_secret(tx, shop.id, safe_); });
  const auto after = find(shop.id.text());
  EXPECT_TRUE(after->rules.required);
  EXPECT_EQ(after->rules.secret, safe_.secret_of(*rotated));
  EXPECT_NE(after->rules.secret, before->rules.secret);
}

TEST_F(SiteOf, TheSettingsStandForTheFirstAlone) {
  const auto shop = make("Shop");
  const IdentityRules settings{"from the settings", true};
  EXPECT_EQ(find({}, settings)->rules.secret, "from the settings");
  EXPECT_TRUE(find({}, settings)->rules.required);
  EXPECT_EQ(find(shop.id.text(), settings)->rules.secret, safe_.secret_of(shop));
  EXPECT_FALSE(find(shop.id.text(), settings)->rules.required);
  change(inbox::web_inbox, {.active = false});
  EXPECT_EQ(find({}, settings)->rules.secret, safe_.secret_of(shop)) << "another is no heir of what was set for the first";
}

}  // namespace
}  // namespace zhiyin::channel::web
