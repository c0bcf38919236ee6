// What is said of a contact: by whom, how much of it, and who may overwrite it.
#include "contact/profile.hpp"

#include <gmock/gmock.h>

#include "contact/block.hpp"
#include "contact/merging.hpp"
#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "event/contact.hpp"
#include "store/stepping.hpp"

namespace zhiyin::contact {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr InboxId web{1};
constexpr Settings settings{};

access::Viewer viewer(identity::Role role) {
  return {.person = AgentId{9}, .name = "Wang", .rights = identity::rights_of(role), .inboxes = {}, .teams = {}};
}
const access::Viewer agent = viewer(identity::Role::agent);
const access::Viewer supervisor = viewer(identity::Role::supervisor);
const access::Viewer quality = viewer(identity::Role::quality);

class Profiles : public testing::TestWithParam<db::Engine> {
 protected:
  /// Later than those before: ids of one millisecond are in no order.
  ContactId made(const std::string& address, const std::string& name = "Li") {
    at_.clock.advance(Millis{1});
    return at_
        .run<ContactId>([&](writer::Tx& tx) -> Result<ContactId> { return add(tx, web, address, name); },
                        [&](writer::Tx& tx) { want_address(tx, web, address); })
        .value();
  }
  template <class T>
  Result<T> act(ContactId contact, const std::function<Result<T>(writer::Tx&)>& decide) {
    return at_.run<T>(decide, [contact](writer::Tx& tx) { want_block(tx, contact); });
  }
  Result<Changed> change(ContactId contact, const std::function<Result<Changed>(writer::Tx&)>& decide) { return act(contact, decide); }
  Result<Changed> set(ContactId contact, std::string_view name, std::string_view value, const access::Viewer& by = agent) {
    return change(contact, [&](writer::Tx& tx) { return set_field(tx, by, contact, name, value); });
  }
  void tell(ContactId contact, std::string_view name, std::string_view value) {
    (void)act<int>(contact, [&](writer::Tx& tx) -> Result<int> {
      tell_field(tx, contact, name, value);
      return 0;
    });
  }
  bool keep(ContactId contact, const std::string& email, bool verified = false) {
    return act<bool>(contact,
                     [&](writer::Tx& tx) -> Result<bool> {
                       return keep_identity(tx, contact, {IdentityKind::email, email, verified, Source::visitor, tx.now()});
                     })
        .value();
  }
  [[nodiscard]] std::vector<std::string> fields(ContactId contact) {
    std::vector<std::string> lines;
    for (const auto& field : profile(at_.reading(), contact)->fields) {
      lines.push_back(field.name + "=" + field.value + " " + std::to_string(static_cast<int>(field.source)));
    }
    return lines;
  }
  [[nodiscard]] std::vector<std::string> facts() {
    std::vector<std::string> kinds;
    for (const auto& entry : journal::read_after(at_.reading(), 0, 1'000)) {
      kinds.push_back(std::to_string(entry.revision) + " " + entry.kind);
    }
    return kinds;
  }

  trial::Stepping at_{GetParam(), {statements(), reading_statements()}};
};
INSTANTIATE_TEST_SUITE_P(Engines, Profiles, trial::both_engines(), trial::engine_label);

TEST_P(Profiles, FieldsAreSetChangedAndCleared) {
  const auto li = made("a");
  EXPECT_EQ(set(li, "company", "First")->revision, 1);
  EXPECT_EQ(set(li, "company", "Second")->revision, 2);
  EXPECT_EQ(set(li, "company", "Second")->revision, 2);  // nothing new is no fact
  EXPECT_TRUE(set(li, "name", "Li Wei"));
  EXPECT_THAT(fields(li), ElementsAre("company=Second 1", "name=Li Wei 1"));
  EXPECT_EQ(profile(at_.reading(), li)->name, "Li Wei");
  EXPECT_TRUE(change(li, [&](writer::Tx& tx) { return clear_field(tx, agent, li, "company"); }));
  EXPECT_EQ(change(li, [&](writer::Tx& tx) { return clear_field(tx, agent, li, "company"); })->revision, 4);
  EXPECT_EQ(change(li, [&](writer::Tx& tx) { return clear_field(tx, agent, li, "name"); }).error().code, ErrorCode::invalid);
  EXPECT_THAT(fields(li), ElementsAre("name=Li Wei 1"));
  EXPECT_THAT(facts(), ElementsAre("1 contact_changed", "2 contact_changed", "3 contact_changed", "4 contact_changed"));
}

TEST_P(Profiles, RefusalsLeaveNoTrace) {
  const auto li = made("a");
  EXPECT_EQ(set(li, "Company", "x").error().code, ErrorCode::invalid);
  EXPECT_EQ(set(li, "company", "x", quality).error().code, ErrorCode::forbidden);
  EXPECT_EQ(set(ContactId{5}, "company", "x").error().code, ErrorCode::not_found);
  for (std::size_t n = 0; n < fields_max; ++n) {
    ASSERT_TRUE(set(li, "field_" + std::to_string(n), "x"));
  }
  EXPECT_EQ(set(li, "one_more", "x").error().code, ErrorCode::conflict);
  EXPECT_TRUE(set(li, "field_7", "changed"));
  EXPECT_EQ(fields(li).size(), fields_max);
}

TEST_P(Profiles, AVisitorDoesNotOverwriteWhatOthersSaid) {
  const auto li = made("a");
  tell(li, "city", "Beijing");
  tell(li, "city", "Shanghai");
  EXPECT_THAT(fields(li), ElementsAre("city=Shanghai 2"));
  EXPECT_TRUE(set(li, "city", "Hangzhou"));
  tell(li, "city", "Elsewhere");
  EXPECT_THAT(fields(li), ElementsAre("city=Hangzhou 1"));
}

TEST_P(Profiles, IdentitiesAreTypedUntilProved) {
  const auto li = made("a");
  const auto wang = made("b");
  EXPECT_TRUE(keep(li, "li@example.com"));
  EXPECT_FALSE(keep(li, "li@example.com"));
  EXPECT_TRUE(keep(wang, "li@example.com"));  // typed ones are anybody's
  EXPECT_TRUE(keep(li, "li@example.com", true));
  EXPECT_FALSE(keep(li, "li@example.com"));  // and proved stays proved
  EXPECT_TRUE(profile(at_.reading(), li)->identities.front().verified);
  EXPECT_FALSE(profile(at_.reading(), wang)->identities.front().verified);
  const auto drop = [&](ContactId contact) {
    return change(contact,
                  [&](writer::Tx& tx) { return remove_identity(tx, agent, contact, IdentityKind::email, " li@EXAMPLE.com", settings); });
  };
  EXPECT_EQ(drop(li).error().code, ErrorCode::conflict);
  EXPECT_TRUE(drop(wang));
  EXPECT_THAT(profile(at_.reading(), wang)->identities, IsEmpty());
}

TEST_P(Profiles, TheOldestTypedIdentityGivesWay) {
  const auto li = made("a");
  for (std::size_t n = 0; n <= identities_max; ++n) {
    at_.clock.advance(Millis{1});
    EXPECT_TRUE(keep(li, std::to_string(n) + "@example.com"));
  }
  const auto held = profile(at_.reading(), li)->identities;
  EXPECT_EQ(held.size(), identities_max);
  EXPECT_TRUE(std::ranges::none_of(held, [](const Identity& one) { return one.value == "0@example.com"; }));
  EXPECT_EQ(
      change(li, [&](writer::Tx& tx) { return add_identity(tx, agent, li, IdentityKind::phone, "138 0013 8000", settings); })->contact, li);
}

TEST_P(Profiles, AreFoundByIdentityAndName) {
  const auto ann = made("a", "Ann Lee");
  const auto anna = made("b", "anna");
  const auto bo = made("c", "Bo");
  EXPECT_TRUE(keep(bo, "shared@example.com"));
  EXPECT_TRUE(keep(ann, "shared@example.com"));
  const auto ids = [](const Page& page) {
    std::vector<ContactId> all;
    for (const auto& row : page.rows) {
      all.push_back(row.id);
    }
    return all;
  };
  EXPECT_THAT(ids(find_by_identity(at_.reading(), IdentityKind::email, "shared@example.com", {}, 10)), ElementsAre(ann, bo));
  const auto first = find_by_identity(at_.reading(), IdentityKind::email, "shared@example.com", {}, 1);
  EXPECT_TRUE(first.more);
  EXPECT_THAT(ids(find_by_identity(at_.reading(), IdentityKind::email, "shared@example.com", first.rows.back().id, 1)), ElementsAre(bo));
  EXPECT_THAT(ids(find_by_identity(at_.reading(), IdentityKind::phone, "shared@example.com", {}, 10)), IsEmpty());
  EXPECT_THAT(ids(find_by_name(at_.reading(), "ANN", nullptr, 10)), ElementsAre(ann, anna));
  const auto names = find_by_name(at_.reading(), "ann", nullptr, 1);
  EXPECT_TRUE(names.more);
  EXPECT_THAT(ids(find_by_name(at_.reading(), "ann", &names.rows.back(), 1)), ElementsAre(anna));
  EXPECT_THAT(ids(find_by_name(at_.reading(), "ann%", nullptr, 10)), IsEmpty());
  EXPECT_THAT(ids(newest(at_.reading(), {}, 2)), ElementsAre(bo, anna));
  EXPECT_THAT(ids(newest(at_.reading(), anna, 2)), ElementsAre(ann));
  ASSERT_TRUE(at_.run<Merged>([&](writer::Tx& tx) { return merge(tx, agent, ann, bo); }, [&](writer::Tx& tx) { want_merge(tx, ann, bo); }));
  EXPECT_THAT(ids(find_by_identity(at_.reading(), IdentityKind::email, "shared@example.com", {}, 10)), ElementsAre(ann));
  EXPECT_THAT(ids(find_by_name(at_.reading(), "bo", nullptr, 10)), IsEmpty());
  EXPECT_THAT(ids(newest(at_.reading(), {}, 5)), ElementsAre(anna, ann));
}

TEST_P(Profiles, BlockingNeedsTheRightAndIsRecordedOnce) {
  const auto li = made("a");
  const auto set_block = [&](bool on, const access::Viewer& by) {
    return act<BlockChange>(li, [&](writer::Tx& tx) { return on ? block(tx, by, li) : unblock(tx, by, li); });
  };
  EXPECT_EQ(set_block(true, agent).error().code, ErrorCode::forbidden);
  EXPECT_FALSE(profile(at_.reading(), li)->blocked);
  EXPECT_TRUE(set_block(true, supervisor)->changed);
  EXPECT_FALSE(set_block(true, supervisor)->changed);
  EXPECT_TRUE(profile(at_.reading(), li)->blocked);
  EXPECT_TRUE(set_block(false, supervisor)->changed);
  EXPECT_FALSE(profile(at_.reading(), li)->blocked);
  EXPECT_THAT(facts(), ElementsAre("1 contact_blocked", "2 contact_blocked"));
}

}  // namespace
}  // namespace zhiyin::contact
