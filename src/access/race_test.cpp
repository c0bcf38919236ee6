// Two processes whose administrators work at once, on one PostgreSQL.
#include <gtest/gtest.h>

#include <array>
#include <future>

#include "event/access.hpp"
#include "platform/writer/writer.hpp"
#include "store/places.hpp"
#include "team/service.hpp"

namespace zhiyin::access {
namespace {

class TwoProcesses : public testing::TestWithParam<db::Engine> {
 protected:
  [[nodiscard]] std::unique_ptr<writer::Writer> process(MetricRegistry& metrics) {
    return std::make_unique<writer::Writer>(at_.store(), clock_, at_.chance, 2, writer::LaneLimits{}, writer::LaneHooks{}, metrics);
  }
  SystemClock clock_;
  std::array<MetricRegistry, 2> metrics_;
  trial::Places at_{GetParam(), 0};
};
INSTANTIATE_TEST_SUITE_P(Engines, TwoProcesses, testing::Values(db::Engine::postgres), trial::engine_label);

/// Puts a person into the team, beside those whom the directory shows there.
std::unique_ptr<writer::Command> join(std::uint64_t lane, AgentId who, std::promise<bool>& done) {
  return writer::command<team::Team>(
      {lane}, [](writer::Tx& tx) { want(tx); },
      [who](writer::Tx& tx) {
        identity::lock_head(tx);
        auto members = directory(tx).team(team::everyone)->members;
        members.push_back(who);
        return team::set_members(tx, team::everyone, members);
      },
      [&done](const Result<team::Team>& answer) { done.set_value(answer.has_value()); });
}

// Each reads the list and writes it with one more: whoever decided on a picture of before the lock would take somebody away again.
TEST_P(TwoProcesses, LoseNobodysChangeAndCountEachOnce) {
  constexpr std::size_t people = 80;
  at_.found(people);
  ASSERT_TRUE(at_.run<team::Team>([](writer::Tx& tx) { return team::set_members(tx, team::everyone, {}); }));
  const auto began = load(at_.reading())->generation;
  const auto head = journal::head(at_.reading()).pos;
  std::vector<std::promise<bool>> done(people);  // NOLINT(misc-const-correctness): join() keeps its promises
  {
    const auto first = process(metrics_[0]);
    const auto second = process(metrics_[1]);
    for (std::size_t n = 0; n < people; ++n) {  // NOLINT(misc-const-correctness): the loop counts with it
      (n % 2 == 0 ? first : second)->submit(join(n, AgentId{static_cast<std::int64_t>(n) + 1}, done[n]));
    }
    for (auto& one : done) {
      EXPECT_TRUE(one.get_future().get());
    }
  }
  const auto directory = load(at_.reading());
  EXPECT_EQ(directory->team(team::everyone)->members.size(), people);
  EXPECT_EQ(directory->generation, began + static_cast<std::int64_t>(people));
  auto last = began;
  auto pos = head;
  for (const auto& entry : journal::read_after(at_.reading(), head, 10'000)) {
    EXPECT_EQ(entry.pos, ++pos);
    EXPECT_EQ(event::read_access(entry).value().generation, ++last);  // in the order of the commits
  }
  EXPECT_EQ(last, directory->generation);
}

// The one e-mail address that both give away at once is given once, and the other is told so.
TEST_P(TwoProcesses, GiveAnAddressAwayOnce) {
  std::atomic<int> made = 0;
  std::atomic<int> conflicts = 0;
  {
    const auto first = process(metrics_[0]);
    const auto second = process(metrics_[1]);
    for (std::uint64_t n = 0; n < 40; ++n) {
      (n % 2 == 0 ? first : second)
          ->submit(writer::command<identity::Member>(
              {n}, [](writer::Tx&) {},
              [n](writer::Tx& tx) { return identity::add(tx, {.name = "Li", .email = "li" + std::to_string(n / 2) + "@example.com"}); },
              [&](const Result<identity::Member>& answer) {
                made += answer ? 1 : 0;
                conflicts += !answer && answer.error().code == ErrorCode::conflict ? 1 : 0;
              }));
    }
  }
  EXPECT_EQ(made, 20);
  EXPECT_EQ(conflicts, 20);
}

}  // namespace
}  // namespace zhiyin::access
