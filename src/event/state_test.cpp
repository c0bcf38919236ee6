#include "event/state.hpp"

#include <gtest/gtest.h>

#include "event/access.hpp"
#include "event/conversation.hpp"

namespace zhiyin::event {
namespace {

TEST(StateChanged, ComesBackAsItWasWritten) {
  const StateChanged fact{.agent = AgentId{5},
                          .revision = 7,
                          .before = State::available,
                          .state = State::on_break,
                          .reason = "午餐 \"long\"",
                          .by = AgentId{6},
                          .at = from_millis(8)};
  EXPECT_EQ(read_state(write(fact)), fact);
}

// Each reader meets every fact of the log.
TEST(StateChanged, AndOtherPublishersLeaveEachOtherAlone) {
  const auto state = write(StateChanged{.agent = AgentId{5}, .revision = 1, .reason = "", .by = {}, .at = from_millis(1)});
  const auto access = write(AccessChanged{.generation = 1, .part = AccessPart::team, .id = 2, .at = from_millis(1)});
  EXPECT_FALSE(read_state(access).has_value());
  EXPECT_FALSE(read_access(state).has_value());
  EXPECT_FALSE(read(state).has_value());
  EXPECT_FALSE(read(access).has_value());
}

}  // namespace
}  // namespace zhiyin::event
