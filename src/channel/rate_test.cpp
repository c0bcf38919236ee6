// Who rates is the conversation's own contact, and may still write to us.
#include "channel/rate.hpp"

#include <gmock/gmock.h>

#include "channel/intake.hpp"
#include "contact/block.hpp"
#include "contact/reading.hpp"
#include "contact/service.hpp"
#include "conversation/reading.hpp"
#include "conversation/store.hpp"
#include "inbox/service.hpp"
#include "store/places.hpp"

namespace zhiyin::channel {
namespace {

constexpr InboxId web{1};
const access::Viewer wang{
    .person = AgentId{9}, .name = "Wang", .rights = identity::rights_of(identity::Role::supervisor), .inboxes = {web}, .teams = {}};

class RateOnTheWeb : public testing::TestWithParam<db::Engine> {
 protected:
  RateOnTheWeb() {
    Inbound inbound{web, "address", "Li", "m-1", "Where is my parcel?", {}, {}};
    at_.lane->submit(
        intake(std::move(inbound), {std::make_shared<writer::SenderOrder>(), 1}, [this](Result<Taken> taken) { taken_ = taken.value(); }));
    at_.lane->step();
    EXPECT_TRUE(at_.run<conversation::Moved>([this](writer::Tx& tx) { return conversation::take(tx, id(), wang, std::nullopt); },
                                             [this](writer::Tx& tx) { conversation::want(tx, id()); }));
  }
  [[nodiscard]] ConversationId id() const { return taken_.said.conversation; }
  int rates(Opinion opinion) {
    int status = -1;
    at_.lane->submit(rate(std::move(opinion),
                          [&status](const Result<conversation::Moved>& done) { status = done ? 0 : http_status(done.error().code); }));
    at_.lane->step();
    return status;
  }
  [[nodiscard]] Opinion opinion() const {
    return {.inbox = web, .contact = taken_.contact, .conversation = id(), .client_id = "r-1", .score = 5};
  }
  [[nodiscard]] std::int64_t rating() { return conversation::conversation_of(at_.reading(), id())->rating; }

  trial::Places at_{GetParam(),
                    0,
                    {contact::statements(), contact::reading_statements(), conversation::statements(), conversation::reading_statements()}};
  Taken taken_;
};
INSTANTIATE_TEST_SUITE_P(Engines, RateOnTheWeb, trial::both_engines(), trial::engine_label);

TEST_P(RateOnTheWeb, IsKept) {
  EXPECT_EQ(rates(opinion()), 0);
  EXPECT_EQ(rating(), 5);
}

TEST_P(RateOnTheWeb, AnothersConversationIsNotThere) {
  auto wrong = opinion();
  wrong.contact = ContactId{wrong.contact.value() + 1};
  EXPECT_EQ(rates(wrong), 404);
  wrong = opinion();
  wrong.inbox = InboxId{2};
  EXPECT_EQ(rates(wrong), 404) << "the same token in another inbox is somebody else";
  wrong = opinion();
  wrong.conversation = ConversationId{7};
  EXPECT_EQ(rates(wrong), 404);
  EXPECT_EQ(rating(), 0);
}

TEST_P(RateOnTheWeb, WhoIsBlockedIsNotHeard) {
  ASSERT_TRUE(at_.run<contact::BlockChange>([&](writer::Tx& tx) { return contact::block(tx, wang, taken_.contact); },
                                            [&](writer::Tx& tx) { contact::want_block(tx, taken_.contact); }));
  EXPECT_EQ(rates(opinion()), 403);
  EXPECT_EQ(rating(), 0);
}

}  // namespace
}  // namespace zhiyin::channel
