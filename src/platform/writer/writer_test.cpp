// The threads around the lanes: order for one key, and a stop that loses nothing it accepted.
#include "platform/writer/writer.hpp"

#include <gmock/gmock.h>

#include <future>
#include <map>

#include "schema/migrations.hpp"
#include "store/stepping.hpp"

namespace zhiyin::writer {
namespace {

using trial::both_engines;
using trial::engine_label;

class Writers : public testing::TestWithParam<db::Engine> {
 protected:
  [[nodiscard]] std::unique_ptr<Writer> start(std::size_t lanes, LaneLimits limits = {}, LaneHooks hooks = {}) {
    return std::make_unique<Writer>(store_, clock_, chance_, lanes, limits, std::move(hooks), metrics_);
  }
  static std::unique_ptr<Command> recording(std::uint64_t key, std::int64_t n, std::function<void(Result<int>)> reply) {
    return command<int>(
        {key}, [](Tx&) {},
        [key, n](Tx& tx) {
          tx.record({.kind = "thing", .subject = static_cast<std::int64_t>(key), .revision = n, .at = tx.now(), .envelope = "{}"});
          return 1;
        },
        std::move(reply));
  }

  SystemClock clock_;
  SystemChance chance_;
  MetricRegistry metrics_;
  trial::StorePlace place_{GetParam()};
  db::Store store_{place_.options(), migrations(), {journal::statements(), statements()}};
};
INSTANTIATE_TEST_SUITE_P(Engines, Writers, both_engines(), engine_label);

TEST_P(Writers, KeepTheOrderOfOneKeyAndFinishWhatTheyAcceptedWhenStopped) {
  constexpr std::uint64_t keys = 7;
  constexpr std::int64_t each = 150;
  journal::found(*store_.open_writing(), chance_);
  auto writer = start(3, {.batch_max = 16});
  std::atomic<int> stored = 0;
  for (std::int64_t n = 1; n <= each; ++n) {
    for (std::uint64_t key = 0; key < keys; ++key) {
      writer->submit(recording(key, n, [&stored](const Result<int>& result) { stored += result.has_value() ? 1 : 0; }));
    }
  }
  writer->stop();
  EXPECT_EQ(stored, keys * each);
  std::map<std::int64_t, std::int64_t> last;
  std::int64_t pos = 0;
  for (const auto& fact : journal::read_after(*store_.open_reading(), 0, 10'000)) {
    EXPECT_EQ(fact.pos, ++pos);
    EXPECT_EQ(fact.revision, ++last[fact.subject]);
  }
  EXPECT_EQ(pos, keys * each);
}

class OneWriter : public Writers {};
INSTANTIATE_TEST_SUITE_P(Engines, OneWriter, testing::Values(db::Engine::sqlite), engine_label);

TEST_P(OneWriter, TakeNothingAfterTheStop) {
  auto writer = start(1);
  writer->stop();
  std::optional<ErrorCode> code;
  writer->submit(
      recording(1, 1, [&code](const Result<int>& result) { code = result ? std::nullopt : std::optional{result.error().code}; }));
  EXPECT_EQ(code, ErrorCode::unavailable);
  writer->stop();  // a second one changes nothing
}

// It would wait for itself.
TEST_P(OneWriter, AreNotForTheirOwnThreads) {
  journal::found(*store_.open_writing(), chance_);
  const auto submit_within = [this] {
    auto writer = start(1);
    writer->submit(command<int>(
        {}, [](Tx&) {},
        [&](Tx&) {
          writer->submit(recording(1, 1, [](const Result<int>&) {}));
          return 1;
        },
        [](const Result<int>&) {}));
    writer->stop();
  };
  EXPECT_DEATH(submit_within(), "submit\\(\\) is for callers outside the writer");
}

class TwoWriters : public Writers {};
INSTANTIATE_TEST_SUITE_P(Engines, TwoWriters, testing::Values(db::Engine::postgres), engine_label);

// The sick lane decides: half of all conversations not being stored is not health.
TEST_P(TwoWriters, AreAsHealthyAsTheirWorstLane) {
  journal::found(*store_.open_writing(), chance_);
  std::atomic<bool> full = true;
  auto writer = start(2, {}, {.at = [&full](Moment moment) {
                        if (moment == Moment::before_commit && full.exchange(false)) {
                          throw db::Failure(db::FailureKind::full, "planted");
                        }
                      }});
  const auto answer = [&writer](std::uint64_t key) {
    std::promise<bool> answered;
    writer->submit(recording(key, 1, [&answered](const Result<int>& result) { answered.set_value(result.has_value()); }));
    return answered.get_future().get();
  };
  EXPECT_EQ(writer->health(), Health::well);
  EXPECT_FALSE(answer(1));
  for (std::uint64_t key = 2; key < 20; ++key) {
    if (writer->health() != Health::full) {
      break;
    }
    EXPECT_TRUE(answer(key));
  }
  EXPECT_EQ(writer->health(), Health::well);  // each lane has stored something by now
}

}  // namespace
}  // namespace zhiyin::writer
