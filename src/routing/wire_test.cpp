#include "routing/wire.hpp"

#include <gtest/gtest.h>

namespace zhiyin::routing::wire {
namespace {

TEST(Wire, SaysWhenOnlyIfItIsKnown) {
  EXPECT_EQ(duty({.on = false, .opens = std::nullopt}), R"({"on_duty":false})");
  EXPECT_EQ(duty({.on = true, .opens = std::nullopt}), R"({"on_duty":true})");
  EXPECT_EQ(duty({.on = false, .opens = from_millis(0)}), R"({"on_duty":false,"opens":"1970-01-01T00:00:00.000Z"})");
}

}  // namespace
}  // namespace zhiyin::routing::wire
