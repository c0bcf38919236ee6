// The log may lose only what every listener has behind it, and keeps what clients may still resume from.
#include "platform/listener/trim.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "platform/listener/cursor.hpp"
#include "platform/listener/listener.hpp"
#include "platform/listener/runner.hpp"
#include "store/stepping.hpp"

namespace zhiyin::listener {
namespace {

using std::chrono::milliseconds;

class Trimming : public testing::TestWithParam<db::Engine> {
 protected:
  void record(int count) {
    ASSERT_TRUE(at_.run<int>([&](writer::Tx& tx) {
      for (int i = 0; i < count; ++i) {
        tx.record({.kind = "thing", .subject = 1, .revision = 1, .at = tx.now(), .envelope = "{}"});
      }
      return 0;
    }));
  }
  void found_cursors() { found(*at_.store().open_writing(), listeners_); }
  void set_cursor(const std::string& name, std::int64_t pos) {
    ASSERT_TRUE(at_.run<int>(
        [&](writer::Tx& tx) {
          tx.shelf<CursorShelf>().save(name, {pos, 0});
          return 0;
        },
        [&](writer::Tx& tx) { tx.shelf<CursorShelf>().want(name); }));
  }
  [[nodiscard]] bool trim(std::int64_t kept) {
    auto command = trim_command(at_.reading(), kept);
    if (!command) {
      return false;
    }
    at_.lane->submit_background(std::move(command));
    at_.lane->step();
    return true;
  }
  [[nodiscard]] std::int64_t oldest() {
    const auto facts = journal::read_after(at_.reading(), 0, 1);
    return facts.empty() ? 0 : facts.front().pos;
  }

  trial::Stepping at_{GetParam(), {statements()}};
  std::vector<Listener> listeners_{{"fast", {}, {}, [this](writer::Tx&, Entries entries) { applied_ += entries.size(); }},
                                   {"slow", {}, {}, [this](writer::Tx&, Entries entries) { applied_ += entries.size(); }}};
  std::atomic<std::size_t> applied_ = 0;
};
INSTANTIATE_TEST_SUITE_P(Engines, Trimming, trial::both_engines(), trial::engine_label);

TEST_P(Trimming, StopsAtTheSlowestCursor) {
  found_cursors();
  record(100);
  EXPECT_FALSE(trim(10));
  set_cursor("fast", 100);
  set_cursor("slow", 40);
  EXPECT_TRUE(trim(10));
  EXPECT_EQ(oldest(), 41);
  EXPECT_FALSE(trim(10));
}

TEST_P(Trimming, KeepsTheNewest) {
  found_cursors();
  record(100);
  set_cursor("fast", 100);
  set_cursor("slow", 100);
  EXPECT_FALSE(trim(100));
  EXPECT_TRUE(trim(99));
  EXPECT_EQ(oldest(), 2);
}

// Otherwise one command would hold the writer for as long as the log is long.
TEST_P(Trimming, GoesInChunks) {
  record(2 * trim_chunk_max + 10);
  EXPECT_TRUE(trim(0));
  EXPECT_EQ(oldest(), trim_chunk_max + 1);
  EXPECT_TRUE(trim(0));
  EXPECT_TRUE(trim(0));
  EXPECT_EQ(oldest(), 0);
  EXPECT_FALSE(trim(0));
}

TEST_P(Trimming, AndFollowingGoByThemselvesUntilStopped) {
  found_cursors();
  record(500);
  const auto lane = at_.make_lane();
  std::jthread writer([&lane](const std::stop_token& token) {
    while (!token.stop_requested()) {
      if (!lane->step()) {
        lane->wait(milliseconds{10});
      }
    }
  });
  Runner runner([this] { return at_.store().open_reading(); },
                [&lane](std::unique_ptr<writer::Command> command) { lane->submit_background(std::move(command)); }, listeners_,
                {.poll = milliseconds{1}, .log_kept_max = 100, .trim_every = milliseconds{1}}, at_.metrics);
  while (applied_ < 1'000 || oldest() != 401) {
    std::this_thread::sleep_for(milliseconds{1});
  }
  record(1);
  runner.wake();
  while (applied_ < 1'002) {
    std::this_thread::sleep_for(milliseconds{1});
  }
  runner.stop();
  EXPECT_EQ(cursor(at_.reading(), "slow").pos, 501);
  EXPECT_NE(at_.metrics.exposition().find("listener_behind{listener=\"fast\"} "), std::string::npos);
}

}  // namespace
}  // namespace zhiyin::listener
