// When the store fails at COMMIT: nothing is applied twice, nothing acknowledged is missing, and nobody is told what nobody knows.
#include <optional>

#include "platform/writer/lane_trial.hpp"

namespace zhiyin::writer {
namespace {

using db::FailureKind;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::StartsWith;

enum class At : std::uint8_t { before_commit, after_commit, late };

/// What happens to the next COMMIT. A late one is still on its way to the server while the writer gives the connection up.
struct Fault {
  FailureKind kind;
  At at = At::before_commit;
};

struct Line {
  std::optional<Fault> fault;
  std::unique_ptr<db::Session> late;
  bool cut = false;
};

class Cuttable final : public db::Session {
 public:
  Cuttable(std::unique_ptr<db::Session> inner, Line& line) : inner_(std::move(inner)), line_(line) {}

  [[nodiscard]] db::Engine engine() const override { return inner_->engine(); }
  void begin() override { inner_->begin(); }
  [[nodiscard]] db::Ticket send(const db::Statement& statement, std::span<const db::Value> parameters) override {
    return inner_->send(statement, parameters);
  }
  [[nodiscard]] db::Ticket send_each(const db::Statement& statement, std::span<const db::Value> arrays) override {
    return inner_->send_each(statement, arrays);
  }
  [[nodiscard]] db::Rows take(db::Ticket ticket) override { return inner_->take(ticket); }
  using Session::put;
  void put(const db::Bulk& bulk, std::span<const db::Value> row) override { inner_->put(bulk, row); }
  void flush() override { inner_->flush(); }
  void commit() override {
    const auto fault = std::exchange(line_.fault, std::nullopt);
    if (!fault) {
      inner_->commit();
      return;
    }
    if (fault->at == At::after_commit) {
      inner_->commit();
    }
    lost_ = fault->kind == FailureKind::in_doubt || fault->kind == FailureKind::lost;
    if (fault->at == At::late) {
      line_.late = std::move(inner_);
    }
    throw db::Failure(fault->kind, "planted");
  }
  void rollback() noexcept override {
    if (inner_) {
      inner_->rollback();
    }
  }
  [[nodiscard]] bool lost() const override { return lost_; }
  void execute(const std::string& sql) override { inner_->execute(sql); }

 private:
  std::unique_ptr<db::Session> inner_;
  Line& line_;
  bool lost_ = false;
};

class FaultAtCommit : public LaneTrial {
 protected:
  void use_line(LaneLimits limits = {}) {
    use(limits, {}, [this]() -> std::unique_ptr<db::Session> {
      if (line_.cut) {
        throw db::Failure(FailureKind::lost, "cut");
      }
      return std::make_unique<Cuttable>(at_.store().open_writing(), line_);
    });
  }
  void step_two_commands(Fault fault) {
    line_.fault = fault;
    submit(1);
    submit(2);
    lane_->step();
  }

  Line line_;
};
INSTANTIATE_TEST_SUITE_P(Engines, FaultAtCommit, trial::both_engines(), trial::engine_label);

TEST_P(FaultAtCommit, ALostConnectionLosesNothing) {
  use_line();
  step_two_commands({FailureKind::lost});
  EXPECT_THAT(answers(), ElementsAre("1 ok", "2 ok"));
  EXPECT_THAT(stored(), ElementsAre(1, 2));
}

/// Where the engine makes no difference, and what PostgreSQL does to itself.
class FaultOfADisk : public FaultAtCommit {};
INSTANTIATE_TEST_SUITE_P(Engines, FaultOfADisk, testing::Values(db::Engine::sqlite), trial::engine_label);

// One by one would only fill the disk once more for each.
TEST_P(FaultOfADisk, AFullDiskRefusesTheBatchAndPasses) {
  use_line();
  step_two_commands({FailureKind::full});
  EXPECT_THAT(answers(), ElementsAre("1 unavailable", "2 unavailable"));
  EXPECT_EQ(answered_with_.what, "the store is full");
  EXPECT_EQ(lane_->health(), Health::full);
  EXPECT_EQ(runs_of(1), 1);
  submit(3);
  lane_->step();
  EXPECT_EQ(lane_->health(), Health::well);
  EXPECT_THAT(stored(), ElementsAre(3));
}

TEST_P(FaultOfADisk, AnUnreachableStoreRefusesAndComesBack) {
  use_line();
  line_.cut = true;
  submit(1);
  lane_->step();
  EXPECT_THAT(answers(), ElementsAre("1 unavailable"));
  EXPECT_EQ(answered_with_.what, "the store cannot be reached");
  EXPECT_EQ(lane_->health(), Health::unreachable);
  line_.cut = false;
  while (lane_->health() != Health::well) {  // it is not asked again at once
    submit(2);
    lane_->step();
  }
  EXPECT_THAT(stored(), ElementsAre(2));
}

// Only a new start can tell what the disk holds, so nothing may be answered after that.
TEST_P(FaultOfADisk, AFailedSyncEndsTheProcess) {
  use_line();
  const auto fail_to_sync = [this] {
    line_.fault = Fault{FailureKind::sync_failed};
    lane_->submit(command<int>({}, [](Tx&) {}, [](Tx&) { return 1; }, [](const Result<int>&) { std::_Exit(1); }));
    lane_->step();
  };
  EXPECT_EXIT(fail_to_sync(), testing::ExitedWithCode(74), "a sync failed");
}

/// The connection is lost after COMMIT was sent: the mark that the batch left is looked for. PostgreSQL only; SQLite has no line to lose.
class Doubt : public FaultAtCommit {};
INSTANTIATE_TEST_SUITE_P(Engines, Doubt, testing::Values(db::Engine::postgres), trial::engine_label);

TEST_P(Doubt, IsAnsweredOkWhenTheBatchIsThere) {
  use_line();
  step_two_commands({FailureKind::in_doubt, At::after_commit});
  EXPECT_THAT(answers(), ElementsAre("1 ok", "2 ok"));
  EXPECT_THAT(stored(), ElementsAre(1, 2));
  EXPECT_EQ(runs_of(1), 1);
}

TEST_P(Doubt, MakesABatchThatIsNotThereAnew) {
  use_line();
  step_two_commands({FailureKind::in_doubt, At::before_commit});
  EXPECT_THAT(answers(), ElementsAre("1 ok", "2 ok"));
  EXPECT_THAT(stored(), ElementsAre(1, 2));
  EXPECT_EQ(runs_of(1), 2);
}

// The dangerous one: the batch was made anew, and then its first COMMIT arrives. The claim on its mark must refuse it.
TEST_P(Doubt, KeepsACommitThatComesLateOut) {
  use_line();
  step_two_commands({FailureKind::in_doubt, At::late});
  EXPECT_THAT(answers(), ElementsAre("1 ok", "2 ok"));
  ASSERT_NE(line_.late, nullptr);
  try {
    line_.late->commit();
    ADD_FAILURE() << "the late batch was stored too";
  } catch (const db::Failure& failure) {
    EXPECT_EQ(failure.kind(), FailureKind::duplicate) << failure.what();
  }
  EXPECT_THAT(stored(), ElementsAre(1, 2));
}

// "Nothing was written" would be a guess.
TEST_P(Doubt, IsSaidWhenTheTruthCannotBeHad) {
  use_line({.doubt_max = std::chrono::milliseconds{0}});
  submit(1);
  lane_->step();
  line_.fault = Fault{FailureKind::in_doubt, At::after_commit};
  submit(2, [this](Tx& tx) -> Result<int> {
    record(tx, 2);
    line_.cut = true;
    return 2;
  });
  lane_->step();
  EXPECT_THAT(answers(), ElementsAre("1 ok", "2 unavailable"));
  EXPECT_THAT(answered_with_.detail, StartsWith("in doubt"));
  EXPECT_THAT(stored(), ElementsAre(1, 2));
}

TEST_P(Doubt, LeavesOneMarkForALane) {
  use_line();
  for (int n = 1; n <= 5; ++n) {
    submit(n);
    lane_->step();
  }
  EXPECT_EQ(at_.reading().query(count_marks, {}).number(0, 0), 1);
  step_two_commands({FailureKind::in_doubt, At::after_commit});
  submit(6);
  lane_->step();
  EXPECT_EQ(at_.reading().query(count_marks, {}).number(0, 0), 1);
}

}  // namespace
}  // namespace zhiyin::writer
