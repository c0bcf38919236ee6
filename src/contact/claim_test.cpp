// What a signature opens, and what nothing but a signature opens.
#include "contact/claim.hpp"

#include <gmock/gmock.h>

#include <thread>

#include "contact/merging.hpp"
#include "contact/profile.hpp"
#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "store/stepping.hpp"

namespace zhiyin::contact {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr InboxId web{1};
const access::Viewer agent{
    .person = AgentId{9}, .name = "Wang", .rights = identity::rights_of(identity::Role::agent), .inboxes = {}, .teams = {}};

Claim signed_as(const std::string& id, const std::string& token = {}) {
  return {.external_id = id, .email = {}, .phone = {}, .vouched = false, .inbox = web, .address = token};
}
Claim vouched_for(const std::string& id, const std::string& email) {
  return {.external_id = id, .email = email, .phone = {}, .vouched = true, .inbox = web, .address = {}};
}

std::unique_ptr<writer::Command> binding(const Claim& claim, std::move_only_function<void(Result<ContactId>)> reply) {
  return writer::command<ContactId>(
      {}, [claim](writer::Tx& tx) { want_claim(tx, claim); },
      [claim](writer::Tx& tx) -> Result<ContactId> { return bind(tx, claim, plan_for(tx, claim), "Li"); }, std::move(reply));
}

class Claims : public testing::TestWithParam<db::Engine> {
 protected:
  ContactId stranger(const std::string& token) {
    return at_
        .run<ContactId>([&](writer::Tx& tx) -> Result<ContactId> { return add(tx, web, token, ""); },
                        [&](writer::Tx& tx) { want_address(tx, web, token); })
        .value();
  }
  /// As a channel that proves e-mail addresses makes him.
  ContactId correspondent(const std::string& email) {
    const auto address = verified_address(IdentityKind::email, email);
    return at_
        .run<ContactId>(
            [&](writer::Tx& tx) -> Result<ContactId> {
              const auto id = add(tx, everywhere, address, "Li");
              keep_identity(tx, id, {IdentityKind::email, email, true, Source::system, tx.now()});
              return id;
            },
            [&](writer::Tx& tx) { want_address(tx, everywhere, address); })
        .value();
  }
  ContactId bound(const Claim& claim) {
    ContactId holder;
    at_.lane->submit(binding(claim, [&](const Result<ContactId>& id) { holder = id.value(); }));
    while (at_.lane->step()) {
    }
    // Done once, it is done: the next hello finds nothing left to bind.
    const auto known = recognise(at_.reading(), claim);
    EXPECT_TRUE(known.settled);
    EXPECT_EQ(known.proved.front(), holder);
    return holder;
  }
  std::vector<ContactId> opened_by(const Claim& claim) { return recognise(at_.reading(), claim).proved; }
  void part(ContactId alias) {
    ASSERT_TRUE(
        at_.run<Unmerged>([&](writer::Tx& tx) { return unmerge(tx, agent, alias); }, [&](writer::Tx& tx) { want_group(tx, alias); }));
  }
  void join(ContactId main, ContactId alias) {
    ASSERT_TRUE(at_.run<Merged>([&](writer::Tx& tx) { return merge(tx, agent, main, alias); },
                                [&](writer::Tx& tx) { want_merge(tx, main, alias); }));
  }
  [[nodiscard]] bool sealed(const std::string& token) { return find_by_token(at_.reading(), web, token)->sealed; }

  trial::Stepping at_{GetParam(), {statements(), reading_statements()}};
};
INSTANTIATE_TEST_SUITE_P(Engines, Claims, trial::both_engines(), trial::engine_label);

TEST_P(Claims, OneIdIsOneContactOnEveryDevice) {
  EXPECT_THAT(opened_by(signed_as("42")), IsEmpty());
  const auto li = bound(signed_as("42"));
  EXPECT_EQ(bound(signed_as("42", "unknown-token")), li);
  EXPECT_NE(bound(signed_as("43")), li);
  const auto known = profile(at_.reading(), li)->identities;
  ASSERT_EQ(known.size(), 1U);
  EXPECT_TRUE(known[0].verified);
  EXPECT_EQ(known[0].value, "42");
}

// He wrote before he signed in, on this very device: that is his, and from then on only with his signature.
TEST_P(Claims, ATokenThatComesAlongIsHisAndSealed) {
  const auto before = stranger("t1");
  EXPECT_FALSE(sealed("t1"));
  EXPECT_THAT(opened_by(signed_as("42", "t1")), ElementsAre(before));
  const auto li = bound(signed_as("42", "t1"));
  EXPECT_NE(li, before);
  EXPECT_TRUE(sealed("t1"));
  EXPECT_THAT(opened_by(signed_as("42")), UnorderedElementsAre(li, before));
  const auto also = stranger("t2");
  EXPECT_EQ(bound(signed_as("42", "t2")), li);
  EXPECT_THAT(opened_by(signed_as("42")), UnorderedElementsAre(li, before, also));
}

// Two people at one computer: the second one's signature does not open what the first one did.
TEST_P(Claims, ASignedPersonsTokenIsNobodyElses) {
  const auto before = stranger("t1");
  const auto li = bound(signed_as("42", "t1"));
  const auto wang = bound(signed_as("43", "t1"));
  EXPECT_THAT(opened_by(signed_as("43", "t1")), ElementsAre(wang));
  EXPECT_THAT(opened_by(signed_as("42", "t1")), UnorderedElementsAre(li, before));
}

// The plant that this test must find: a typed identity that leads to a contact as a verified one does.
TEST_P(Claims, ATypedEMailOpensNothing) {
  const auto li = correspondent("li@example.com");
  auto liar = signed_as("43");
  liar.email = "li@example.com";
  EXPECT_THAT(opened_by(liar), IsEmpty());
  const auto wang = bound(liar);
  EXPECT_NE(wang, li);
  EXPECT_THAT(opened_by(liar), ElementsAre(wang));
  EXPECT_THAT(contacts_of(at_.reading(), li), ElementsAre(li));
}

// Nor does typing it first: it stays free for who proves it.
TEST_P(Claims, ATypedEMailIsNobodysUntilItIsProved) {
  auto typist = signed_as("44");
  typist.email = "mine@example.com";
  const auto first = bound(typist);
  const auto owner = bound(vouched_for("45", "mine@example.com"));
  EXPECT_THAT(opened_by(vouched_for("45", "mine@example.com")), ElementsAre(owner));
  EXPECT_TRUE(profile(at_.reading(), owner)->identities.front().verified);
  for (const auto& identity : profile(at_.reading(), first)->identities) {
    EXPECT_EQ(identity.verified, identity.kind == IdentityKind::external_id);
  }
}

// The site says that they are two persons; that they share an e-mail does not make them one.
TEST_P(Claims, TwoExternalIdsAreTwoPersons) {
  const auto li = bound(vouched_for("42", "family@example.com"));
  const auto wang = bound(vouched_for("43", "family@example.com"));
  EXPECT_NE(li, wang);
  EXPECT_THAT(opened_by(vouched_for("43", "family@example.com")), ElementsAre(wang));
  EXPECT_FALSE(profile(at_.reading(), wang)->identities.back().verified);
}

TEST_P(Claims, AVerifiedEMailTiesContactsTogether) {
  const auto by_mail = correspondent("li@example.com");
  const auto li = bound(vouched_for("42", "li@example.com"));
  EXPECT_THAT(opened_by(signed_as("42")), UnorderedElementsAre(li, by_mail));
}

TEST_P(Claims, WhatSomebodyTookApartIsNotPutTogetherAgain) {
  const auto before = stranger("t1");
  const auto li = bound(signed_as("42", "t1"));
  part(before);
  EXPECT_FALSE(sealed("t1"));
  EXPECT_EQ(bound(signed_as("42", "t1")), li);
  EXPECT_THAT(opened_by(signed_as("42", "t1")), ElementsAre(li));
}

// What our people merge is for our people's eyes: their mistake must not show one customer what another wrote.
TEST_P(Claims, AMergeByHandOpensNothing) {
  const auto li = bound(signed_as("42"));
  const auto other = stranger("t1");
  join(li, other);
  EXPECT_THAT(opened_by(signed_as("42")), ElementsAre(li));
  EXPECT_FALSE(sealed("t1"));
  EXPECT_THAT(contacts_of(at_.reading(), li), ElementsAre(li, other));
}

TEST_P(Claims, ComeTwiceInABatchAndMakeOneContact) {
  const auto before = stranger("t1");
  std::vector<ContactId> holders;
  for (const auto* token : {"", "t1", "t1"}) {
    at_.lane->submit(binding(signed_as("42", token), [&](const Result<ContactId>& id) { holders.push_back(id.value()); }));
  }
  at_.lane->step();
  ASSERT_EQ(holders.size(), 3U);
  EXPECT_EQ(holders[0], holders[1]);
  EXPECT_EQ(holders[0], holders[2]);
  EXPECT_THAT(opened_by(signed_as("42")), UnorderedElementsAre(holders[0], before));
}

class ClaimsOfTwoProcesses : public Claims {};
INSTANTIATE_TEST_SUITE_P(Engines, ClaimsOfTwoProcesses, testing::Values(db::Engine::postgres), trial::engine_label);

// One person on two devices, at two gateways, at the same moment.
TEST_P(ClaimsOfTwoProcesses, MakeOneContactOfOneId) {
  constexpr int people = 20;
  std::array<std::vector<ContactId>, 2> ids;
  {
    std::vector<std::jthread> processes;
    processes.reserve(ids.size());
    for (std::size_t device = 0; device < ids.size(); ++device) {
      processes.emplace_back([&mine = ids.at(device), device, lane = std::shared_ptr{at_.make_lane()}] {
        for (int n = 0; n < people; ++n) {
          const auto name = std::to_string(n);
          lane->submit(binding({.external_id = name,
                                .email = name + "@example.com",
                                .phone = {},
                                .vouched = true,
                                .inbox = web,
                                .address = "device-" + std::to_string(device) + "-" + name},
                               [&mine](const Result<ContactId>& id) { mine.push_back(id.value()); }));
          lane->step();
        }
      });
    }
  }
  EXPECT_EQ(ids[0], ids[1]);
}

}  // namespace
}  // namespace zhiyin::contact
