// Whoever finds nobody on duty leaves a way to be reached; what he types is kept for our people, and opens nothing.
#include "channel/reach.hpp"

#include <gmock/gmock.h>

#include "channel/intake.hpp"
#include "contact/block.hpp"
#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "conversation/store.hpp"
#include "inbox/service.hpp"
#include "store/places.hpp"

namespace zhiyin::channel {
namespace {

constexpr InboxId web{1};

class Reach : public testing::TestWithParam<db::Engine> {
 protected:
  Result<ContactId> leave(Reachable reachable) {
    Result<ContactId> answer = refuse(ErrorCode::unavailable, "not answered");
    at_.lane->submit(reach(std::move(reachable), {}, [&](Result<ContactId> result) { answer = std::move(result); }));
    at_.lane->step();
    return answer;
  }
  static Reachable from(const std::string& address, const std::string& email, const std::string& phone = {}) {
    return {.inbox = web, .address = address, .name = "Li", .email = email, .phone = phone};
  }

  trial::Places at_{GetParam(), 0, {contact::statements(), contact::reading_statements(), conversation::statements()}};
};
INSTANTIATE_TEST_SUITE_P(Engines, Reach, trial::both_engines(), trial::engine_label);

TEST_P(Reach, IsKeptAsTyped) {
  const auto li = leave(from("a", "Li@Example.com", "138 0013 8000")).value();
  const auto known = contact::profile(at_.reading(), li)->identities;
  ASSERT_EQ(known.size(), 2U);
  EXPECT_EQ(known[0].value, "Li@example.com");
  EXPECT_EQ(known[1].value, "+8613800138000");
  for (const auto& identity : known) {
    EXPECT_FALSE(identity.verified);
    EXPECT_EQ(identity.source, contact::Source::visitor);
  }
  EXPECT_EQ(leave(from("a", "Li@example.com")).value(), li);  // the same again is the same
  EXPECT_EQ(journal::read_after(at_.reading(), 0, 100).size(), 1U);
}

// The plant that this test must find: a typed e-mail that leads to whoever typed it before.
TEST_P(Reach, OneEMailTypedByTwoIsTwoContacts) {
  const auto li = leave(from("a", "li@example.com")).value();
  const auto liar = leave(from("b", "li@example.com")).value();
  EXPECT_NE(li, liar);
  EXPECT_EQ(contact::contacts_of(at_.reading(), liar), std::vector{liar});
}

TEST_P(Reach, IsRefusedWithoutATrace) {
  EXPECT_EQ(leave(from("a", "")).error().where, "email");
  EXPECT_EQ(leave(from("a", "nonsense")).error().where, "email");
  EXPECT_EQ(leave(from("a", "li@example.com", "nonsense")).error().where, "phone");
  EXPECT_EQ(contact::find_by_address(at_.reading(), web, "a"), std::nullopt);
  const auto li = leave(from("a", "li@example.com")).value();
  const access::Viewer supervisor{
      .person = AgentId{9}, .name = "", .rights = identity::rights_of(identity::Role::supervisor), .inboxes = {}, .teams = {}};
  ASSERT_TRUE(at_.run<contact::BlockChange>([&](writer::Tx& tx) { return contact::block(tx, supervisor, li); },
                                            [&](writer::Tx& tx) { contact::want_block(tx, li); }));
  EXPECT_EQ(leave(from("a", "other@example.com")).error().code, ErrorCode::forbidden);
  EXPECT_EQ(contact::profile(at_.reading(), li)->identities.size(), 1U);
}

TEST_P(Reach, AnInboxThatIsSwitchedOffTakesNone) {
  const auto active = [&](bool on) {
    ASSERT_TRUE(at_.run<inbox::Inbox>([&](writer::Tx& tx) { return inbox::change(tx, web, {.active = on}); }));
  };
  active(false);
  EXPECT_EQ(leave(from("a", "li@example.com")).error().where, "inbox");
  active(true);
  EXPECT_TRUE(leave(from("a", "li@example.com")));
}

TEST_P(Reach, ASignedPersonIsTheSameContact) {
  auto reachable = from("signed", "li@example.com");
  reachable.claim = contact::Claim{.external_id = "42", .email = {}, .phone = {}, .vouched = false, .inbox = web, .address = {}};
  const auto li = leave(reachable).value();
  EXPECT_EQ(leave(reachable).value(), li);
  EXPECT_EQ(contact::recognise(at_.reading(), *reachable.claim).proved, std::vector{li});
}

}  // namespace
}  // namespace zhiyin::channel
