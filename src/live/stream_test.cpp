// A client gets a picture, then every later fact once, however the reading of the picture and the facts overtake each other.
#include "live/stream.hpp"

#include <gmock/gmock.h>
#include <rapidcheck/gtest.h>

#include "live/live_trial.hpp"

namespace zhiyin::live {
namespace {

using testing::ElementsAre;

class Streams : public testing::Test {
 protected:
  void tell(std::initializer_list<std::int64_t> revisions) {
    for (const auto revision : revisions) {
      const auto batch = batch_of({{7, revision}});
      stream_.on_fact(batch->front(), batch, socket_);
    }
  }
  void picture(std::int64_t revision) { stream_.on_picture(revision, net::frame("picture@" + std::to_string(revision)), socket_); }

  SteppedReactor reactor_;
  KeepingSocket socket_{reactor_};
  Stream stream_;
};

TEST_F(Streams, HoldFactsUntilThePictureAndDropThoseInIt) {
  stream_.expect_picture();
  tell({2, 3, 4});
  EXPECT_TRUE(socket_.sent.empty());
  picture(3);
  tell({5});
  EXPECT_THAT(socket_.sent, ElementsAre("picture@3", "7@4", "7@5"));
}

// The store is read on another thread: the picture may know more than the log's follower.
TEST_F(Streams, DropFactsThatThePictureForestalled) {
  stream_.expect_picture();
  picture(5);
  tell({4, 5, 6});
  EXPECT_THAT(socket_.sent, ElementsAre("picture@5", "7@6"));
}

TEST_F(Streams, GoOnAfterASecondPicture) {
  stream_.expect_picture();
  picture(1);
  tell({2});
  stream_.expect_picture();
  tell({3});
  picture(2);
  EXPECT_THAT(socket_.sent, ElementsAre("picture@1", "7@2", "picture@2", "7@3"));
}

// Whatever the times: at the end the client knows the newest revision, and has seen no fact twice, skipped or out of order.
RC_GTEST_PROP(Stream, ShowsEachRevisionOnce, (std::uint8_t told_before, std::uint8_t in_picture, std::uint8_t told_after)) {
  SteppedReactor reactor;
  KeepingSocket socket{reactor};
  Stream stream;
  stream.expect_picture();
  const std::int64_t newest = 1 + told_before + told_after;
  const std::int64_t pictured = 1 + in_picture % newest;
  const auto tell = [&](std::int64_t from, std::int64_t to) {
    for (auto revision = from; revision <= to; ++revision) {
      const auto batch = batch_of({{7, revision}});
      stream.on_fact(batch->front(), batch, socket);
    }
  };
  tell(2, 1 + told_before);
  stream.on_picture(pictured, net::frame("picture"), socket);
  tell(2 + told_before, newest);
  std::vector<std::string> expected{"picture"};
  for (auto revision = pictured + 1; revision <= newest; ++revision) {
    expected.push_back("7@" + std::to_string(revision));
  }
  RC_ASSERT(socket.sent == expected);
}

}  // namespace
}  // namespace zhiyin::live
