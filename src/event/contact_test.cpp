// Facts about contacts live for ever in the log; what is written must be read back, and hold nobody's data.
#include "event/contact.hpp"

#include <gtest/gtest.h>

#include <array>

#include "event/conversation.hpp"

namespace zhiyin::event {
namespace {

ContactFact fact_of(const ContactChange& change) {
  return {.pos = 0, .contact = ContactId{77}, .revision = 5, .at = from_millis(6), .by = AgentId{8}, .change = change};
}

TEST(ContactFacts, ComeBackAsTheyWereWritten) {
  const auto merged = read_contact(write(fact_of(ContactMerged{.alias = ContactId{9}, .automatic = true})));
  ASSERT_TRUE(merged.has_value());
  EXPECT_EQ(merged->contact, ContactId{77});
  EXPECT_EQ(merged->revision, 5);
  EXPECT_EQ(merged->at, from_millis(6));
  EXPECT_EQ(merged->by, AgentId{8});
  EXPECT_EQ(std::get<ContactMerged>(merged->change).alias, ContactId{9});
  EXPECT_TRUE(std::get<ContactMerged>(merged->change).automatic);
  EXPECT_EQ(std::get<ContactUnmerged>(read_contact(write(fact_of(ContactUnmerged{ContactId{9}})))->change).alias, ContactId{9});
  EXPECT_EQ(std::get<ContactChanged>(read_contact(write(fact_of(ContactChanged{ContactPart::identity})))->change).part,
            ContactPart::identity);
  EXPECT_FALSE(std::get<ContactBlocked>(read_contact(write(fact_of(ContactBlocked{false})))->change).blocked);
}

// The body is what erasure empties; a contact's facts have none, so they may stay.
TEST(ContactFacts, HaveNoBody) {
  const std::array<ContactChange, 4> all{ContactMerged{}, ContactUnmerged{}, ContactChanged{}, ContactBlocked{}};
  for (const auto& change : all) {
    EXPECT_TRUE(write(fact_of(change)).body.empty());
  }
}

// Every publisher writes to one log, and every reader meets the facts of all.
TEST(ContactFacts, AndThoseOfConversationsLeaveEachOtherAlone) {
  EXPECT_FALSE(read(write(fact_of(ContactBlocked{}))).has_value());
  const auto opened = write({.conversation = ConversationId{1}, .revision = 1, .contact = ContactId{2}, .change = ConversationOpened{}});
  EXPECT_FALSE(read_contact(opened).has_value());
}

}  // namespace
}  // namespace zhiyin::event
