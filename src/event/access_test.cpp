#include "event/access.hpp"

#include <gtest/gtest.h>

namespace zhiyin::event {
namespace {

TEST(AccessChanged, ComesBackAsItWasWritten) {
  const auto entry = write(AccessChanged{.generation = 12, .part = AccessPart::team, .id = 345, .at = from_millis(6)});
  EXPECT_TRUE(entry.body.empty());
  const auto fact = read_access(entry);
  ASSERT_TRUE(fact.has_value());
  EXPECT_EQ(fact->generation, 12);
  EXPECT_EQ(fact->part, AccessPart::team);
  EXPECT_EQ(fact->id, 345);
  EXPECT_EQ(fact->at, from_millis(6));
}

TEST(AccessChanged, LeavesOtherPublishersAlone) {
  journal::Entry entry;
  entry.kind = "message_sent";
  entry.envelope = "{}";
  EXPECT_FALSE(read_access(entry).has_value());
}

}  // namespace
}  // namespace zhiyin::event
