// What is stored is in the order in which its sender wrote it, whatever was refused in between.
#include "platform/writer/order.hpp"

#include <gtest/gtest.h>

namespace zhiyin::writer {
namespace {

TEST(SenderOrder, HoldsWhatCameAfterTheRefused) {
  SenderOrder order;
  EXPECT_TRUE(order.open_for(1));
  order.refused(2);
  EXPECT_TRUE(order.open_for(1));  // sent before: it may still be under way in another batch
  EXPECT_TRUE(order.open_for(2));  // a batch that is done again decides on it once more
  EXPECT_FALSE(order.open_for(3));
  EXPECT_FALSE(order.open_for(4));
}

TEST(SenderOrder, IsHeldByTheFirstOfSeveral) {
  SenderOrder order;
  order.refused(4);
  order.refused(3);
  order.refused(5);
  EXPECT_TRUE(order.open_for(3));
  EXPECT_FALSE(order.open_for(4));
}

// Those under way when the refused one came again were refused to their sender; a straggler must not slip in behind it.
TEST(SenderOrder, OpensForTheResentAndNotForStragglers) {
  SenderOrder order;
  order.refused(2);
  order.reopen_at(5);
  EXPECT_TRUE(order.open_for(5));
  EXPECT_TRUE(order.open_for(6));
  EXPECT_FALSE(order.open_for(3));
  order.refused(3);  // the straggler's own refusal comes late
  EXPECT_TRUE(order.open_for(6));
}

}  // namespace
}  // namespace zhiyin::writer
