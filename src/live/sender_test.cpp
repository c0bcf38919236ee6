// What a connection may send while something of it was refused. A client answers a refusal by sending that message again, or skipping it.
#include "live/sender.hpp"

#include <gmock/gmock.h>

namespace zhiyin::live {
namespace {

using testing::ElementsAre;

/// A connection and the writer behind it, which decides when told, by the order that they share.
class Connection : public testing::Test {
 protected:
  /// "" when admitted, else the code.
  std::string send(const std::string& id) {
    auto place = sender_.admit(id);
    if (!place) {
      return std::string{code_text(place.error().code)};
    }
    under_way_.emplace_back(id, *place);
    return "";
  }
  /// The writer decides on the oldest under way, which it refuses for `fault` unless an earlier refusal does; and the answer comes back.
  void decide(std::optional<ErrorCode> fault = {}) { answer(decide_only(fault)); }
  struct Decided {
    std::string id;
    std::optional<Error> error;
  };
  Decided decide_only(std::optional<ErrorCode> fault = {}) {
    auto [id, place] = std::move(under_way_.front());
    under_way_.erase(under_way_.begin());
    if (!place.order->open_for(place.number)) {
      return {id, Error{ErrorCode::earlier_refused, "", "", "", {}}};
    }
    if (fault) {
      place.order->refused(place.number);
      return {id, Error{*fault, "", "", "", {}}};
    }
    stored_.push_back(id);
    return {id, std::nullopt};
  }
  void answer(const Decided& decided) { sender_.answered(decided.id, decided.error ? &*decided.error : nullptr); }

  Sender sender_;
  std::vector<std::pair<std::string, channel::Place>> under_way_;
  std::vector<std::string> stored_;
};

TEST_F(Connection, HoldsWhatFollowsARefusedMessageUntilItComesAgain) {
  for (const auto* id : {"m1", "m2", "m3"}) {
    EXPECT_EQ(send(id), "");
  }
  decide();
  decide(ErrorCode::invalid);
  decide();
  EXPECT_EQ(send("m4"), "earlier_refused");
  EXPECT_EQ(send("m3"), "earlier_refused");
  for (const auto* id : {"m2", "m3", "m4"}) {
    EXPECT_EQ(send(id), "");
    decide();
  }
  EXPECT_THAT(stored_, ElementsAre("m1", "m2", "m3", "m4"));
}

TEST_F(Connection, GoesOnAfterASkip) {
  EXPECT_EQ(send("m1"), "");
  decide(ErrorCode::invalid);
  sender_.skip("m2");  // another one
  EXPECT_EQ(send("m2"), "earlier_refused");
  sender_.skip("m1");
  EXPECT_EQ(send("m2"), "");
  decide();
  EXPECT_THAT(stored_, ElementsAre("m2"));
}

// The client hears of the first refusal and sends again at once; the refusals of what followed are still on their way to it.
TEST_F(Connection, IsNotHeldByRefusalsFromBeforeTheResend) {
  for (const auto* id : {"m1", "m2", "m3"}) {
    EXPECT_EQ(send(id), "");
  }
  decide(ErrorCode::unavailable);
  EXPECT_EQ(send("m1"), "");  // under way behind m2 and m3
  decide();                   // m2: refused for m1's sake
  EXPECT_EQ(send("m2"), "");
  decide();  // m3
  EXPECT_EQ(send("m3"), "");
  EXPECT_EQ(send("m4"), "");
  for (int i = 0; i < 4; ++i) {
    decide();
  }
  EXPECT_THAT(stored_, ElementsAre("m1", "m2", "m3", "m4"));
  EXPECT_EQ(send("m5"), "");
}

// Lost for a while, the store fails one command after the other, seconds apart: a real refusal can come late too.
TEST_F(Connection, IsNotHeldByALateFailureFromBeforeTheResend) {
  EXPECT_EQ(send("m1"), "");
  EXPECT_EQ(send("m2"), "");
  const auto first = decide_only(ErrorCode::unavailable);
  const Decided second{"m2", Error{ErrorCode::unavailable, "", "", "", {}}};  // the store's, not the order's
  under_way_.front().second.order->refused(under_way_.front().second.number);
  under_way_.erase(under_way_.begin());
  answer(first);
  EXPECT_EQ(send("m1"), "");
  answer(second);
  EXPECT_EQ(send("m2"), "");
  decide();
  decide();
  EXPECT_THAT(stored_, ElementsAre("m1", "m2"));
}

// Refused at the edge before an older one, under way, is refused by the store: the older one must come again first.
TEST_F(Connection, IsHeldByTheEarliestOfSeveral) {
  EXPECT_EQ(send("m1"), "");
  const auto without_text = json::Document::parse(R"({"id":"m2"})");
  EXPECT_FALSE(sender_.take(*without_text->root()));
  decide(ErrorCode::unavailable);
  EXPECT_EQ(send("m2"), "earlier_refused");
  EXPECT_EQ(send("m1"), "");
  EXPECT_EQ(send("m2"), "");
  decide();
  decide();
  EXPECT_THAT(stored_, ElementsAre("m1", "m2"));
}

// Sent twice at once, of which one was turned away: the message is stored, and its sender has no reason to send it a third time.
TEST_F(Connection, IsNotHeldByASecondCopyOfWhatIsStored) {
  EXPECT_EQ(send("m1"), "");
  EXPECT_EQ(send("m1"), "");
  under_way_.back().second.order->refused(under_way_.back().second.number);
  under_way_.pop_back();
  answer({"m1", Error{ErrorCode::unavailable, "", "", "", {}}});
  decide();
  EXPECT_THAT(stored_, ElementsAre("m1"));
  EXPECT_EQ(send("m2"), "");
  decide();
  EXPECT_THAT(stored_, ElementsAre("m1", "m2"));
}

TEST_F(Connection, HasSoManyUnderWayAtMost) {
  for (std::int64_t n = 0; n < wire::in_flight_max; ++n) {
    EXPECT_EQ(send("m" + std::to_string(n)), "");
  }
  EXPECT_EQ(send("over"), "too_many");
  EXPECT_EQ(send("next"), "earlier_refused");  // that was a refusal like others
  decide();
  EXPECT_EQ(send("next"), "earlier_refused");
  EXPECT_EQ(send("over"), "");
  EXPECT_EQ(send("next"), "too_many");
}

}  // namespace
}  // namespace zhiyin::live
